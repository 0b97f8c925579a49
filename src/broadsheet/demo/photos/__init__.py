"""The demo paper's pictures, and the programs that draw them: `python -m broadsheet.demo.photos.draw`."""

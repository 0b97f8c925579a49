"""The desk: the screens where editors work, on Wagtail's own hooks.

May call: paper (preview), stories, wire, press, text, paperfile. Nobody calls the desk.
"""

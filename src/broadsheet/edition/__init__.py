"""The edition: what is public and nothing else, in one database of its own, media beside it.

Plain Python. The press writes it, every kiosk reads it; a run is one transaction.
May call: nothing of ours.
"""

"""The demo paper: a small bilingual newspaper, written for this purpose, put in by the same acts as real copy.

May call: everything below the desk. Only the command line calls it.
"""

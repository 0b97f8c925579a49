"""Text: teasers, slugs, reading time; what can be said of words without knowing whose they are.

Plain Python. May call: nothing of ours.
"""

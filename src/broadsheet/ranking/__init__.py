"""The ranking: counts distinct readers and makes the Most viewed chart of them.

Plain Python. Keeps no address and no name of a reader.
May call: nothing of ours.
"""

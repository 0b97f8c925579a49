"""A plain Wagtail site, the peer of two benchmarks: article pages with the settings of `wagtail start`, and no cache.

Its database lies in the folder that the environment variable PLAIN_WAGTAIL names.
"""

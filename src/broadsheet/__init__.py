"""Broadsheet: a whole online newspaper in one Python install."""

__version__ = "0.1.0"

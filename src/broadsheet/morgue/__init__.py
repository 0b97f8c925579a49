"""The morgue: brings archives in and takes them out.

May call: stories, wire, press, text, paperfile.
"""

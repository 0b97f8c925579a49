"""The paper: what a reader page is.

    address ──▶ recipe ──▶ reading (asks, notes keys) ──▶ pieces (frozen) ──▶ template ──▶ bytes

`reading` is the only module that queries for reader pages; `pieces` is all that a template ever sees.
May call: stories, press, text, edition, paperfile.
"""

"""The newspaper's content, and every act upon it.

    act (one transaction) ──▶ content changed + press orders written

`models` hold sections, stories, bylines, topics, photos, the masthead and staff; `acts` change them;
`scheduler` carries out the acts that fall due; `photo_rights` knows which photos are held,
`rights_ends` takes published ones off, `takedowns` and `photo_bans` what must be gone; `photo_uses` and
`photo_finding` find them, `photo_words` writes their words;
`role_table` and `roles` say who may do what, and `gate` refuses what somebody may not publish;
`lineage` knows which dispatch a story was made from.
May call: wire, press, staff, killfile, text, paperfile.
"""

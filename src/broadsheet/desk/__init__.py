"""The desk: the screens where editors work, on Wagtail's own hooks.

    wagtail_hooks ─┬─ menu · home · press_health        what a newsroom sees first
                   ├─ story_lists · story_filters       stories, by few filters and without counting them
                   ├─ inbox · inbox_item                the wire desk
                   ├─ snippets · people · sign_in_links bylines, topics, colleagues
                   └─ (apps) previews                   drafts as readers will get them

May call: paper (previews), stories, wire, press, edition (where renditions lie), staff, text, paperfile. Nobody calls it.
"""

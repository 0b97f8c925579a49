"""The wire: agency bytes in, one shape out, with every raw byte kept.

    bytes ──▶ raw item (kept) ──▶ format ──▶ Dispatch ──▶ succession ──▶ current version
                                    └──▶ refused, with a reason that a person understands

Plain: `dispatch`, `formats`, `markup`, `succession`, `likeness`, `picture_files`, `pictures`, `topics`; `fetching` and
what it stands on (`addresses`, `reaching`, `bounded_connection`, `unpacking`, `sealing`); `mail_connection`,
`remote_files`, `silence`, `hours`, `signing`, `rates`. Django: `models`, `source_models`, `intake`, `receiving`,
`marking`; `rounds` and the looks that it starts (`polling`, `feed_looks`, `mailbox_looks`), `lone_photos`; `health`,
`state`, `trial`, `known_files`, `standing_words`, `picture_filing`, `missing_pictures`; `statements`; `topic_tables`,
`topic_finding`, `topic_refiling`; `filing` with `search_index` and `alike`: what the inbox lists, finds and groups
items by.
May call: paperfile, text. Has never heard of a story.
"""

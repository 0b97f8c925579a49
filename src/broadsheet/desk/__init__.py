"""The desk: the screens where editors work, on Wagtail's own hooks.

    wagtail_hooks ─┬─ menu · home · press_health        what a newsroom sees first
                   ├─ dashboard · due · charts          how everything does, drawn
                   ├─ story_lists · story_filters       stories, by few filters and without counting them
                   ├─ reach                             which pages somebody may look into
                   ├─ page_search                       the search of all pages
                   ├─ board · board_card                stories on their way, stage by stage
                   ├─ diary · diary_entry                       what will happen, and who covers it
                   ├─ fronts_page · front_editor · front_view    fronts by hand, and the banner
                   ├─ translations                      what one language has and another lacks
                   ├─ meeting_page · side_by_side · here        two at one story, and words not yet saved
                   ├─ replacing_page                            search and replace in a story
                   ├─ checks                            the house style, in the editor
                   ├─ refusals                          what was refused, said in the editor
                   ├─ inbox · inbox_item                the wire desk
                   ├─ sources · source_forms            where copy comes from, and how it does
                   ├─ push · wire_means                 what agencies send by themselves
                   ├─ photo_form · photo_offers         photos that come in, and those that look alike
                   ├─ photo_guard · photo_decisions     rights in photos
                   ├─ contact_sheet · photo_words_page  the photo desk: what there is, and its words
                   ├─ takedown · photo_pages            pictures off all pages in one act, and which pages those are
                   ├─ alarms · banner_alarms            what every page says above all else, also one that is open
                   ├─ killing · kill_guard · kill_record · kill_alarms    stories that must be gone
                   ├─ most_viewed · readership          what readers read, and who is kept out of the lists
                   ├─ brown_out                         that readers have lite pages
                   ├─ proof                             what readers get after an act
                   ├─ snippets · people · sign_in_links bylines, topics, colleagues
                   ├─ acting · shape_guard             who acts, and who may shape the paper
                   ├─ story_reading                     drafts for those who only read
                   └─ (apps) previews                   drafts as readers will get them

May call: paper (previews, fronts), stories, wire, press, edition (renditions, which article shows a photo, the
brown-out), ranking (what readers read), staff, text, killfile, paperfile. Nobody calls it.
"""

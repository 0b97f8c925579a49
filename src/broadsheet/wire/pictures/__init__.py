"""What a picture's own file says: its words, its limits of use, and whether it is what it claims to be.

bytes ──▶ blocks (JPEG, PNG, WebP, GIF) ─┬─▶ iim · xmp · exif ──▶ words   caption, credit, rights …
                                         └─▶ frames, end, disguises       what `picture_files` refuses
bytes ──▶ likeness   64 bits by which a picture is known again after it was scaled or compressed anew
words ──▶ limits     one time, no archive, not online: what must be decided by a person
"""

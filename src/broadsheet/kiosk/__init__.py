"""The kiosk: serves the edition to readers with the live Most viewed list in every page.

Plain Python: no Django, no Wagtail, no way to the desk's database.
May call: edition, ranking, text.
"""

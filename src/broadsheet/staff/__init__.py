"""The staff: who may sign in at the desk. A room of its own because Wagtail's tables refer to it and ours to Wagtail's.

May call: nothing of ours.
"""

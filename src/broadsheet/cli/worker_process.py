"""The worker's process: background tasks that Wagtail puts off, such as its search index."""

from __future__ import annotations

from broadsheet.cli.child import die_with_parent
from broadsheet.cli.opening import open_desk
from broadsheet.paperfile import current

if __name__ == "__main__":
    die_with_parent()
    open_desk(current())
    from django.core.management import call_command

    call_command("db_worker", interval=1, queue_name="*", verbosity=0)

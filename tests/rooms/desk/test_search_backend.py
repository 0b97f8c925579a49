"""Saving a story leaves its search and reference entries to a task, and no save weighs all titles."""

from __future__ import annotations

from cast import Cast, prose
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task
from wagtail.search.models import IndexEntry

from broadsheet.desk.search import refresh_title_norms
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText


def test_a_save_leaves_indexing_to_a_task(cast: Cast) -> None:
    DBTaskResult.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        acts.create(cast.world, StoryText("Later", prose("Later.")), by=cast.editor, now=cast.flood.first_published_at)
    written = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert not [sql for sql in written if "indexentry" in sql or "referenceindex" in sql]
    waiting = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert {"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"} <= waiting


def test_indexing_a_story_looks_at_no_other_title(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        insert_or_update_object_task.func("stories", "story", str(cast.flood.pk))
    assert IndexEntry.objects.filter(object_id=str(cast.flood.pk)).exists()
    assert not [q["sql"] for q in asked if "AVG(" in q["sql"] or '"title_norm" = 1' in q["sql"]]


def test_the_nightly_job_weighs_every_title(cast: Cast) -> None:
    call_command("update_index", verbosity=0)
    IndexEntry.objects.update(title_norm=1.0)
    refresh_title_norms()
    weights = set(IndexEntry.objects.exclude(title="").values_list("title_norm", flat=True))
    assert len(weights) > 1

"""Indexes for the lists of stories that are not all stories: of a section, of a language, and of those in the works."""

from django.db import migrations

INDEXES = {
    # A section's stories, in the order of the list (`reach.ParentPath`).
    "desk_page_section": "ON wagtailcore_page (substr(path, 1, length(path) - 4), latest_revision_created_at)",
    "desk_page_language": "ON wagtailcore_page (locale_id, latest_revision_created_at)",
    # Drafts, withdrawn stories, and those with a newer draft: few of all there are.
    "desk_page_unpublished": "ON wagtailcore_page (latest_revision_created_at) WHERE NOT live",
    "desk_page_changed": "ON wagtailcore_page (latest_revision_created_at) WHERE has_unpublished_changes",
}


def make(apps, schema_editor):
    for name, what in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} {what}")


def drop(apps, schema_editor):
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_rights_of_later_roles"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(make, drop)]

"""Indexes on Wagtail's tables for what the desk and the scheduler ask of many stories."""

from django.db import migrations

INDEXES = {
    # The children of a page, in order; what treebeard asks of a level.
    "desk_page_level": "ON wagtailcore_page (depth, path)",
    # Every list of stories.
    "desk_page_edited": "ON wagtailcore_page (latest_revision_created_at)",
    # A publish asks which pages are copies of this one: nearly none are.
    "desk_page_alias": "ON wagtailcore_page (alias_of_id) WHERE alias_of_id IS NOT NULL",
    # The scheduler asks each second what expires.
    "desk_page_expiry": "ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
    # And what goes out: of all drafts ever saved, those few that wait for their time.
    "desk_draft_due": "ON wagtailcore_revision (base_content_type_id, approved_go_live_at) "
    "WHERE approved_go_live_at IS NOT NULL",
    # "Your most recent edits", on the first page of the desk.
    "desk_log_person": "ON wagtailcore_pagelogentry (user_id, action, page_id, timestamp)",
}

POSTGRESQL_INDEXES = {
    # The search index names its objects by text.
    "desk_page_text_id": "ON wagtailcore_page ((id::varchar(50)))",
    "desk_story_text_id": "ON stories_story ((page_ptr_id::varchar(50)))",
    # What a search looks through.
    "desk_search_words": "ON wagtailsearch_indexentry USING gin ((title || body))",
}


def indexes(schema_editor):
    found = dict(INDEXES)
    if schema_editor.connection.vendor == "postgresql":
        found |= POSTGRESQL_INDEXES
    return found


def make(apps, schema_editor):
    for name, what in indexes(schema_editor).items():
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} {what}")


def drop(apps, schema_editor):
    for name in indexes(schema_editor):
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(make, drop)]

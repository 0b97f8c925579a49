"""What the desk's search looks through on SQLite: the titles of pages alone."""

from django.db import migrations

from broadsheet.desk import title_search


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(title_search.SQLITE_TABLE)
        schema_editor.execute(title_search.SQLITE_FILLED)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {title_search.TABLE}")


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_index_lists")]

    operations = [migrations.RunPython(make, drop)]

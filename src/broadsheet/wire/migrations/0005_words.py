"""The table that items are found by; each kind of database has its own, and Django knows neither."""

from django.db import migrations

from broadsheet.wire import search_index


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in search_index.POSTGRESQL_TABLES:
            schema_editor.execute(statement)
    else:
        schema_editor.execute(search_index.SQLITE_TABLE)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {search_index.TABLE}")


class Migration(migrations.Migration):
    dependencies = [("wire", "0004_inbox")]

    operations = [migrations.RunPython(make, drop)]

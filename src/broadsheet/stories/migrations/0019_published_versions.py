"""What readers had of a story, publication by publication."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0018_dossiers")]

    operations = [
        migrations.CreateModel(
            name="PublishedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("words", models.JSONField()),
                ("withheld_at", models.DateTimeField(blank=True, null=True)),
                ("withheld_by", models.CharField(blank=True, max_length=254)),
                ("withheld_because", models.TextField(blank=True)),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_versions",
                        to="stories.story",
                    ),
                ),
            ],
            options={"ordering": ["at", "pk"]},
        ),
    ]

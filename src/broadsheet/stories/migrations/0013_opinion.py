"""Sections of opinion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0012_listed_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="is_opinion",
            field=models.BooleanField(
                default=False,
                help_text="Its stories are their writers' views: shown with the writer's portrait.",
                verbose_name="opinion",
            ),
        ),
    ]

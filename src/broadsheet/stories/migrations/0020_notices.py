"""What colleagues are told of a story, and which of that they want."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0019_published_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "assignment", "due_at", models.DateTimeField("due", blank=True, db_index=True, null=True)
        ),
        migrations.AddField(
            "assignment", "told_due_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("given", "a story is given to me"),
                            ("back", "my story is sent back"),
                            ("waits", "a story comes to my stage"),
                            ("due", "my story comes due"),
                            ("note", "somebody notes something about my story"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("by_name", models.CharField(blank=True, max_length=254)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.story"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["person", "-at"], name="notices_of_a_person"),
                    models.Index(
                        condition=models.Q(("seen_at", None)), fields=["person"], name="notices_not_seen"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unwanted", models.JSONField(default=list)),
                ("by_mail", models.BooleanField(default=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]

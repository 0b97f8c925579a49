from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0005_photo_rights")]

    operations = [
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("story_id", models.PositiveIntegerField()),
                ("headline", models.CharField(max_length=255)),
                ("since", models.DateTimeField()),
                ("by", models.EmailField(max_length=254)),
                ("reason", models.TextField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.EmailField(blank=True, max_length=254)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("story_id",),
                        name="muted_once_at_a_time",
                    )
                ],
            },
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0002_run_addresses")]

    operations = [
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=1000)),
                ("run", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("try_at", models.DateTimeField(db_index=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("message", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "address"), name="press_purge_once_a_run")],
            },
        ),
        migrations.CreateModel(
            name="PurgeMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.PositiveBigIntegerField()),
            ],
            options={"verbose_name": "purge mark"},
        ),
    ]

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wire", "0010_missing_pictures")]

    operations = [
        migrations.AlterField("band", "value", models.BigIntegerField()),
        migrations.AddIndex("band", models.Index(fields=["value", "item"], name="wire_band_shared")),
    ]

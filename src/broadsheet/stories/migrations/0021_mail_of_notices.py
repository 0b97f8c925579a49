from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("stories", "0020_notices")]

    operations = [
        migrations.AddField("notice", "mail_due_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("notice", "mail_tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddField("notice", "mail_error", models.CharField(blank=True, db_default="", max_length=300)),
        migrations.AddIndex(
            "notice",
            models.Index(
                condition=models.Q(("mail_due_at__isnull", False)), fields=["mail_due_at"], name="notices_to_be_mailed"
            ),
        ),
    ]

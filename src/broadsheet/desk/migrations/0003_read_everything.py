from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0002_seen_kills'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='seenkill',
            options={'default_permissions': (), 'permissions': (('lift_kills', 'Can lift kills'), ('read_everything', 'Can read everything, drafts included'))},
        ),
    ]

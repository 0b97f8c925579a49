from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0004_presence'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='seenkill',
            options={'default_permissions': (), 'permissions': (('lift_kills', 'Can lift kills'), ('read_everything', 'Can read everything, drafts included'), ('take_down_photos', 'Can take pictures off all pages at once'))},
        ),
    ]

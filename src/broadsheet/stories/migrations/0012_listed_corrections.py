from django.db import migrations
from django.db.models import Max


def list_them(apps, schema_editor):
    """Stories with notes to readers that went out before there was a list of them."""
    from broadsheet.paperfile import current

    Story, Listing = apps.get_model('stories', 'Story'), apps.get_model('stories', 'Listing')
    noted = Story.objects.filter(live=True, corrections__isnull=False, listings__list__startswith='language/')
    for pk, code, at in noted.values_list('pk', 'locale__language_code').annotate(last=Max('corrections__at')):
        day = at.astimezone(current().timezone).date().isoformat()
        values = {'published_at': at, 'day': day}
        Listing.objects.get_or_create(list=f'corrections/{code}', story_id=pk, defaults=values)


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0011_kinds_of_corrections'),
    ]

    operations = [migrations.RunPython(list_them, migrations.RunPython.noop)]

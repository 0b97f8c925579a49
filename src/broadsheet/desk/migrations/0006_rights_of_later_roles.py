"""Gives the groups of roles, in a paper that had them already, the rights that came to their roles later.

Once: what an administrator takes from a group afterwards stays taken. A new paper's groups are made with all of them.
"""

from django.db import migrations

TAKE_DOWN = ("desk", "seenkill", "take_down_photos", "Can take pictures off all pages at once")
DOSSIERS = {act: ("stories", "dossier", f"{act}_dossier", f"Can {act} dossier") for act in ("add", "change", "delete", "view")}
KEEP = [DOSSIERS["add"], DOSSIERS["change"]]
GIVEN = {
    "Photo editors": [TAKE_DOWN],
    "Editors in chief": [TAKE_DOWN, *KEEP, DOSSIERS["delete"]],
    "Administrators": [TAKE_DOWN, *KEEP, DOSSIERS["delete"]],
    "Front editors": KEEP,
    "Auditors": [DOSSIERS["view"]],
}
SECTION_EDITORS = "Section editors: "


def give(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for group in groups.all():
        wanted = KEEP if group.name.startswith(SECTION_EDITORS) else GIVEN.get(group.name, [])
        group.permissions.add(*(_right(apps, schema_editor, *one) for one in wanted))


def _right(apps, schema_editor, app, model, codename, name):
    # Django makes the rows of rights after all migrations: those of new models are not there yet.
    database = schema_editor.connection.alias
    kinds, rights = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    kind, _ = kinds.objects.using(database).get_or_create(app_label=app, model=model)
    right, _ = rights.objects.using(database).get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return right


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0005_take_down_photos"),
        ("stories", "0018_dossiers"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]

"""Two people at one section: the second one sees what the first has saved before theirs takes its place."""

from __future__ import annotations

from html import unescape
from typing import Any

from cast import Cast
from django.test import Client
from lxml import html
from signed_in import signed_in
from wagtail.models import Revision

from broadsheet.stories.models import Section


def form_of(client: Client, section: Section) -> dict[str, str]:
    """What the editor of a section, opened now, would send."""
    text = client.get(f"/desk/pages/{section.pk}/edit/").content.decode()
    form: Any = html.fromstring(text).xpath("//form[@id='page-edit-form']")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("action-")}


def test_a_section_is_not_saved_over_what_somebody_else_has_saved(cast: Cast, chief: Client) -> None:
    other = signed_in("sok@courier.example", is_superuser=True)
    address = f"/desk/pages/{cast.world.pk}/edit/"
    cast.world.save_revision()
    mine, theirs = form_of(chief, cast.world), form_of(other, cast.world)
    other.post(address, theirs | {"description": "All that is far."})
    count = Revision.objects.count()
    answer = chief.post(address, mine | {"title": "Abroad", "action-publish": "1"})
    text = unescape(answer.content.decode())
    assert answer.status_code == 409 and Revision.objects.count() == count
    assert "saved this page after you had opened it" in text
    assert "All that is far." in text and "Abroad" in text
    form: Any = html.fromstring(text).xpath("//form[input[@name='loaded_revision_id']]")[0]
    again = chief.post(address, dict(form.form_values()))
    assert again.status_code == 302 and Section.objects.get(pk=cast.world.pk).title == "Abroad"


def test_who_saves_the_same_is_not_asked(cast: Cast, chief: Client) -> None:
    address = f"/desk/pages/{cast.world.pk}/edit/"
    cast.world.save_revision()
    began = form_of(chief, cast.world)
    chief.post(address, began | {"description": "All that is far."})
    assert chief.post(address, began | {"description": "All that is far."}).status_code == 302

"""The desk's dossiers: made in one form, quotations picked from stories, and changed only by who publishes."""

from __future__ import annotations

from typing import Any

import pytest
from cast import NOW, Cast, prose
from django.test import Client
from signed_in import signed_in

from broadsheet.stories import acts, dossiers
from broadsheet.stories.models import Dossier, DossierQuotation, Listing


def rows(name: str, *given: dict[str, Any]) -> dict[str, str]:
    """The form of rows that are added."""
    form = {f"{name}-TOTAL_FORMS": str(len(given)), f"{name}-INITIAL_FORMS": "0"}
    for n, row in enumerate(given):
        form |= {f"{name}-{n}-{field}": str(value) for field, value in {"id": "", "ORDER": n + 1, **row}.items()}
    return form


@pytest.fixture
def quoted(cast: Cast) -> Cast:
    quotation = {"type": "quotation", "value": {"text": "<p>It was high.</p>", "attribution": "Keo"}}
    words = acts.StoryText("Flood water", [*prose("Water."), quotation], slug="flood")
    acts.publish(acts.revise(cast.flood, words, by=None, now=NOW), by=None, now=NOW)
    return cast


def test_a_dossier_is_made_in_one_form_and_its_quotations_are_picked(
    quoted: Cast, editor: Client, chief: Client
) -> None:
    said = {"words": "We stay.", "speaker": "Sok", "said_on": "2026-11-20", "story": quoted.ferry.pk}
    form = {
        "title": "The great flood", "language": "en", "slug": "", "summary": "Since May.", "background": "null",
        **rows("dossier_stories", {"story": quoted.flood.pk, "line": ""}, {"story": quoted.ferry.pk, "line": "First"}),
        **rows("people", {"name": "Sok Dara", "line": "Keeper", "photo": ""}), **rows("quotations", said),
    }  # fmt: skip
    foreign = form | rows("dossier_stories", {"story": quoted.khmer.pk, "line": ""})
    assert "in another language" in editor.post("/desk/dossiers/add/", foreign).content.decode()
    answer = editor.post("/desk/dossiers/add/", form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    dossier = Dossier.objects.get()
    assert dossier.slug == "the-great-flood" and Listing.objects.filter(list=f"dossier/{dossier.pk}").count() == 2
    address = f"/desk/dossiers/{dossier.pk}/quotations/"
    assert address in editor.get(f"/desk/dossiers/edit/{dossier.pk}/").content.decode()
    (offer,) = dossiers.offers(dossier)
    assert "It was high." in editor.get(address).content.decode()
    editor.post(address, {"quotation": [offer.token, "another"]})
    assert DossierQuotation.objects.count() == 2
    chief.post(f"/desk/dossiers/delete/{dossier.pk}/")
    assert not Listing.objects.filter(list__startswith="dossier/").exists()


@pytest.mark.parametrize("group", ["Reporters", "Sub-editors", "Photo editors", "Auditors"])
def test_who_may_not_publish_changes_no_dossier(group: str, quoted: Cast) -> None:
    client = signed_in("guest@courier.example", group)
    dossier = Dossier.objects.create(title="The great flood", language="en", slug="flood")
    dossiers.put_in(dossier, quoted.flood, now=NOW)
    (offer,) = dossiers.offers(dossier)
    client.post(f"/desk/dossiers/{dossier.pk}/quotations/", {"quotation": [offer.token]})
    client.post(f"/desk/dossiers/edit/{dossier.pk}/", {"title": "Mine"})
    client.post(f"/desk/dossiers/delete/{dossier.pk}/")
    assert Dossier.objects.get().title == "The great flood" and not DossierQuotation.objects.exists()

"""A running story at readers': its page, its feed, the box in its stories; what is withdrawn leaves all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NOW, Cast, prose
from lxml import etree, html
from what_readers_get import read, texts

from broadsheet.press.run import Press
from broadsheet.stories import acts, dossiers
from broadsheet.stories.errors import WrongPlace
from broadsheet.stories.models import Dossier, DossierPerson, DossierQuotation, DossierStory

FLOOD = "/dossier/flood"


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    made: Dossier = Dossier.objects.create(
        title="The great flood", language="en", slug="flood", background="<p>The river rose in May.</p>"
    )
    for story in (cast.flood, cast.ferry):
        dossiers.put_in(made, story, now=NOW, line="The last lorry crosses" if story == cast.ferry else "")
    DossierPerson.objects.create(dossier=made, name="Sok Dara", line="Keeper of the bridge", photo=cast.photo)
    DossierQuotation.objects.create(
        dossier=made, words="We stay.", speaker="Sok Dara", said_on=NOW.date(), story=cast.ferry
    )
    return made


def test_a_dossier_has_a_page_a_feed_and_a_place_in_the_map(cast: Cast, dossier: Dossier, press: Press) -> None:
    press.run_once(NOW)
    edition = press.writer.reading
    tree = html.fromstring(read(edition, FLOOD))
    steps = [(a.text, a.get("href")) for a in tree.xpath("//*[@class='timeline']//a")]
    assert steps == [
        ("The last lorry crosses", "/2026/11/23/ferry"),
        ("Flood water reaches the old bridge", "/2026/11/23/flood"),
    ]
    said = tree.xpath("//*[@class='said']")[0].text_content()
    assert "We stay." in said and "Sok Dara, 23 November 2026" in said and "Ferry carries its last lorry" in said
    assert "Keeper of the bridge" in read(edition, FLOOD) and tree.xpath("//*[@class='people']//img")
    for end in ("/rss.xml", "/atom.xml", "/feed.json", "/2026/11"):
        assert "/2026/11/23/ferry" in read(edition, FLOOD + end)
    assert FLOOD in read(edition, "/sitemap/pages.xml")
    assert len(etree.fromstring(read(edition, f"{FLOOD}/rss.xml").encode()).xpath("//item")) == 2
    box = html.fromstring(read(edition, "/2026/11/23/ferry")).xpath("//aside[@class='fact-box']")[0]
    assert "Part of The great flood" in " ".join(box.text_content().split()) and "rose in May" in box.text_content()
    assert box.xpath(".//a/@href") == [FLOOD]


def test_what_is_withdrawn_leaves_the_timeline_and_the_ledger(cast: Cast, dossier: Dossier, press: Press) -> None:
    press.run_once(NOW)
    acts.withdraw(cast.ferry, by=None, now=NOW)
    press.run_once(NOW)
    edition = press.writer.reading
    for address, text in texts(edition).items():
        assert "We stay." not in text and "last lorry" not in text, address
    acts.withdraw(cast.flood, by=None, now=NOW)
    press.run_once(NOW)
    assert not [address for address in edition.addresses() if address.startswith(FLOOD)]
    acts.publish(cast.ferry, by=None, now=NOW)
    press.run_once(NOW)
    assert "We stay." in read(edition, FLOOD)


def test_a_change_presses_what_shows_it_and_nothing_else(cast: Cast, dossier: Dossier, press: Press) -> None:
    press.run_once(NOW)
    DossierQuotation.objects.create(
        dossier=dossier, words="We left.", speaker="Keo", said_on=NOW.date() + timedelta(days=1), story=cast.flood
    )
    run = press.run_once(NOW)
    assert run is not None and set(run.rendered) == {FLOOD}
    said = read(press.writer.reading, FLOOD)
    assert said.index("We left.") < said.index("We stay."), "what was said last comes first"
    dossier.background = "<p>The river rose in June.</p>"
    dossier.save()
    run = press.run_once(NOW)
    assert run is not None and set(run.rendered) == {FLOOD, "/2026/11/23/flood", "/2026/11/23/ferry"}
    dossiers.take_out(dossier, cast.ferry, now=NOW)
    run = press.run_once(NOW)
    assert run is not None and "/" not in run.rendered and "/2026/11/23/market" not in run.rendered
    assert "rose in June" not in read(press.writer.reading, "/2026/11/23/ferry")
    assert "We stay." in read(press.writer.reading, FLOOD), "what was said stays said"


def test_quotations_are_picked_from_the_stories(cast: Cast, dossier: Dossier) -> None:
    quoted = {"type": "quotation", "value": {"text": "<p>It was <b>high</b>.</p>", "attribution": "Keo"}}
    bare = {"type": "quotation", "value": {"text": "<p>Nobody knows.</p>", "attribution": ""}}
    words = acts.StoryText("Flood water", [*prose("Water."), quoted, bare], slug="flood")
    acts.publish(acts.revise(cast.flood, words, by=None, now=NOW), by=None, now=NOW + timedelta(hours=1))
    (offer,) = dossiers.offers(dossier)
    assert (offer.words, offer.speaker, offer.said_on.isoformat()) == ("It was high .", "Keo", "2026-11-23")
    dossiers.take_down(dossier, [offer])
    assert dossiers.offers(dossier) == []


def test_a_story_in_another_language_is_refused(cast: Cast, dossier: Dossier) -> None:
    with pytest.raises(WrongPlace):
        dossiers.put_in(dossier, cast.khmer, now=NOW)


def test_a_story_that_came_into_another_language_has_no_box(cast: Cast, dossier: Dossier, press: Press) -> None:
    DossierStory.objects.create(dossier=dossier, story=cast.khmer)
    press.run_once(NOW)
    pages = {address: text for address, text in texts(press.writer.reading).items() if "rose in May" in text}
    assert "/2026/11/23/flood" in pages and not [address for address in pages if address.startswith("/km/")]

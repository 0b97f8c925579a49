"""An XMP packet says what it is given and nothing else."""

from __future__ import annotations

from broadsheet.text.xmp_packet import packet


def test_what_is_empty_is_left_out_with_its_namespace() -> None:
    said = packet({"photoshop:Credit": "A & B", "dc:title": "", "dc:creator": (), "plus:LicenseEndDate": ""})
    assert b"<photoshop:Credit>A &amp; B</photoshop:Credit>" in said
    assert b"xmlns:photoshop=" in said and b"xmlns:dc=" not in said and b"xmlns:plus=" not in said


def test_creators_stand_in_order_keywords_in_none_words_in_a_language() -> None:
    said = packet({"dc:creator": ("Sok",), "dc:subject": ("a", "b"), "dc:rights": "C"}).decode()
    assert "<dc:creator><rdf:Seq><rdf:li>Sok</rdf:li></rdf:Seq></dc:creator>" in said
    assert "<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>" in said
    assert '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">C</rdf:li></rdf:Alt></dc:rights>' in said

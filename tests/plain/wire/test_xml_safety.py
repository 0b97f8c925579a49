"""No document reaches for files, connections or memory, and a wrong encoding costs no letter."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from broadsheet.wire import formats
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import xml_safety
from broadsheet.wire.formats.xml_safety import open_xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HARMFUL = {
    "entity bomb": f'<!DOCTYPE nitf [<!ENTITY l0 "ha">{LAUGHS}]><nitf>&l9;</nitf>',
    "quadratic bomb": f'<!DOCTYPE nitf [<!ENTITY a "{"a" * 50_000}">]><nitf>{"&a;" * 50_000}</nitf>',
    "lower case": '<!doctype nitf [<!entity a "b">]><nitf/>',
    "subset": "<!DOCTYPE nitf [ ]><nitf/>",
    "subset behind a comment": "<!-- > --><!DOCTYPE nitf SYSTEM 'x' [ ]><nitf/>",
    "subset behind a quoted sign": '<!DOCTYPE nitf SYSTEM "a>b" [<!ENTITY a "b">]><nitf>&a;</nitf>',
    "file": '<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf>&a;</nitf>',
    "parameter entity": '<!DOCTYPE nitf [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x">%a;]><nitf/>',
    "XInclude": '<nitf xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></nitf>',
    "depth": "<nitf>" + "<a>" * 300_000,
    "closed depth": "<nitf>" + "<a>" * 240 + "</a>" * 240 + "</nitf>",
    "elements": "<nitf>" + "<a/>" * 290_000 + "</nitf>",
    "attributes": "<nitf " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>",
    "long text": "<nitf>" + "x" * 12_000_000 + "</nitf>",
    "truncated": "<nitf><body><p>The ferry",
    "strange encoding": '<?xml version="1.0" encoding="utf-7"?><nitf/>',
}


@pytest.mark.parametrize("name", HARMFUL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_harmful_xml_is_refused_in_under_two_seconds(name: str, encoding: str) -> None:
    if name == "strange encoding" and encoding != "utf-8":
        return
    raw = HARMFUL[name].encode(encoding)
    start = time.process_time()
    with pytest.raises(Refused) as refusal:
        formats.recognise(raw).read(raw)
    assert refusal.value.sentence.endswith(".")
    assert "headline" not in refusal.value.sentence, "it was read"
    assert time.process_time() - start < 2


def test_no_file_is_opened_for_a_doctype(tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY secret "SECRET">')
    opened = open_xml(f'<!DOCTYPE nitf SYSTEM "{secret}"><nitf><p>a &secret; b</p></nitf>'.encode())
    assert "SECRET" not in opened.root.raw_text()


def test_a_doctype_in_the_words_of_a_story_harms_nobody() -> None:
    words = "<!DOCTYPE html [ <!ENTITY a 'b'> ]>"
    assert open_xml(f"<nitf><p><![CDATA[{words}]]></p></nitf>".encode()).root.raw_text() == words


@pytest.mark.parametrize(
    ("declared", "real", "warned"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8", "cp1252", True),
        ("iso-8859-1", "utf-8", True),
        ("iso-8859-15", "iso-8859-15", False),
        ("iso-8859-1", "cp1252", False),
        ("windows-1252", "cp1252", False),
        ("utf-16", "utf-16", False),
        ("utf-16", "utf-16-be", False),
        ("utf-16", "utf-8", False),
    ],
)
def test_letters_survive_the_encoding_that_is_declared_wrongly(declared: str, real: str, warned: bool) -> None:
    raw = f'<?xml version="1.0" encoding="{declared}"?><nitf>Zoë paid 4 €</nitf>'.encode(real)
    opened = open_xml(raw)
    assert opened.root.raw_text() == "Zoë paid 4 €"
    assert bool(opened.warnings) is warned


def test_entities_of_html_and_bare_ampersands_are_mended() -> None:
    opened = open_xml(b"<nitf><p>Sok &amp; Sons&nbsp;&ndash; AT&T \x02&copy;</p></nitf>")
    assert opened.root.raw_text() == "Sok & Sons\u00a0– AT&T ©"
    assert opened.warnings


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<?xml version='1.0'?>\n<!-- <a> -->\n<newsItem xmlns='x'>", "newsitem"),
        (b"<!DOCTYPE NewsML SYSTEM 'x.dtd' [ <!ENTITY a 'b'> ]><NewsML>", "newsml"),
        (b"<x:nitf/>", "nitf"),
        (b"<!--", ""),
        (b"<", ""),
        (b"<!DOCTYPE", ""),
        (b"plain", ""),
    ],
)
def test_the_first_element_names_the_format(head: bytes, name: str) -> None:
    assert xml_safety.root_name(head) == name

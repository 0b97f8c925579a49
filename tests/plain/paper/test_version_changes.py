"""What became of one version of a story in the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.paper.version_changes import Change, Part, Words, changes

TEXTS = st.lists(st.text(alphabet="ab ក\u200b.", max_size=12), max_size=6).map(tuple)


def shown(found: tuple[Change, ...]) -> list[str]:
    sign = {"same": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    return [change.where + "".join(sign[part.kind].format(part.text) for part in change.parts) for change in found]


def test_only_what_changed_is_told_word_by_word() -> None:
    old = Words("Dam opens", "", ("Five gates opened at dawn.", "Nobody was hurt.", "It rained."))
    new = Words("Dam opens", "Water rose.", ("Four gates opened at dawn.", "It rained.", "A boat sank."))
    assert shown(changes(old, new)) == [
        "standfirst[+Water rose.+]",
        "[-Five-][+Four+] gates opened at dawn.",
        "[-Nobody was hurt.-]",
        "[+A boat sank.+]",
    ]
    assert changes(old, old) == ()


def test_captions_are_told_where_both_versions_have_kept_them() -> None:
    old, new = Words("", "", (), ("Boats at dusk",)), Words("", "", (), ("Boats at dawn", "A dam."))
    assert shown(changes(old, new)) == ["captionBoats at [-dusk-][+dawn+]", "caption[+A dam.+]"]
    assert changes(Words("", "", ()), new) == (), "one of before they were kept says nothing of them"


def test_khmer_is_compared_by_the_words_that_are_parted() -> None:
    old, new = "ទឹក\u200bមក\u200bដល់", "ទឹក\u200bទៅ\u200bដល់"
    assert changes(Words("", "", (old,)), Words("", "", (new,)))[0].parts[1] == Part("out", "មក")


@given(TEXTS, TEXTS)
def test_no_word_of_either_is_lost(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    found = changes(Words("", "", old), Words("", "", new))
    for kind, texts, others in (("out", old, new), ("in", new, old)):
        told = sorted("".join(p.text for p in change.parts if p.kind in ("same", kind)) for change in found)
        rest = list(others)
        kept = [text for text in texts if text in rest and rest.remove(text) is None]  # type: ignore[func-returns-value]
        assert sum(map(len, told)) >= sum(map(len, texts)) - sum(map(len, kept))


def test_what_is_too_long_to_compare_is_told_whole() -> None:
    paragraphs = tuple(f"{n} " + "word " * 200 for n in range(20))
    assert len(changes(Words("", "", paragraphs), Words("", "", tuple(f"x{text}" for text in paragraphs)))) == 40

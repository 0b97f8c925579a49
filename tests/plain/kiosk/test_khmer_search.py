"""Khmer words are found wherever they stand in a sentence, though nothing says where a word begins."""

from __future__ import annotations

import random
import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from tests.plain.kiosk.searched_paper import put_story

from broadsheet.edition.writing import EditionWriter
from broadsheet.kiosk.finding import Question, find
from broadsheet.text.index_words import wanted_in
from broadsheet.text.search_words import syllables_of

ARCHIVE = Path(__file__).parents[4] / "shared" / "samples" / "archives" / "khmer.tar.xz"
WANTED_SHARE = 0.95
ARTICLES = 250

OWN = (
    "នៅព្រឹកថ្ងៃច័ន្ទ ទឹកទន្លេបានឡើងខ្ពស់ជាងផ្លូវជាតិ ហើយប្រជាពលរដ្ឋរាប់រយគ្រួសារត្រូវជម្លៀសទៅកាន់ទីទួលសុវត្ថិភាព។",
    "ក្រសួងអប់រំបានប្រកាសថាសាលារៀនបឋមសិក្សាទាំងអស់នឹងបើកទ្វារឡើងវិញនៅដើមខែធ្នូ បន្ទាប់ពីជួសជុលអគាររួច។",
    "អ្នកនេសាទម្នាក់និយាយថាត្រីក្នុងបឹងទន្លេសាបឆ្នាំនេះមានចំនួនច្រើនជាងឆ្នាំមុន ដោយសារទឹកជំនន់មកដល់ទាន់ពេល។",
    "ក្រុមបាល់ទាត់ជម្រើសជាតិបានយកឈ្នះលើក្រុមភ្ញៀវដោយលទ្ធផលបីទល់នឹងមួយនៅកីឡដ្ឋានអូឡាំពិក។",
)
"""Written for this test."""

ASKED = {
    0: "ទន្លេ ផ្លូវជាតិ ប្រជាពលរដ្ឋ គ្រួសារ ជម្លៀស សុវត្ថិភាព ថ្ងៃច័ន្ទ រាប់រយ ទីទួល",
    1: "ក្រសួង អប់រំ ប្រកាស សាលារៀន បឋមសិក្សា ទ្វារ ខែធ្នូ ជួសជុល អគារ",
    2: "នេសាទ និយាយ ត្រី បឹង ទន្លេសាប ឆ្នាំនេះ ចំនួន ទឹកជំនន់ ទាន់ពេល",
    3: "បាល់ទាត់ ជម្រើសជាតិ យកឈ្នះ ភ្ញៀវ លទ្ធផល កីឡដ្ឋាន អូឡាំពិក",
}
"""Story → words that stand in it."""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[EditionWriter]:
    made = EditionWriter(tmp_path / "edition" / "edition.sqlite3")
    yield made
    made.close()


def finds(writer: EditionWriter, query: str, number: int) -> bool:
    """Whether `query` finds the story `number`, which went out in that second."""
    question = Question("km", wanted_in(query), since=number, until=number + 1)
    return find(writer.reading, question).count == 1


def mistyped(word: str, chance: random.Random) -> str:
    """`word` as others type it: a zero-width space in it, or a vowel before the subscript."""
    place = chance.randrange(1, len(word))
    if word[place - 1] != "\u17d2":
        word = word[:place] + "\u200b" + word[place:]
    return word.replace("\u17be", "\u17c1\u17b8").replace("\u17c4", "\u17c1\u17b6")


def test_words_of_our_own_sentences_are_found(writer: EditionWriter) -> None:
    with writer.run() as run:
        for number, sentence in enumerate(OWN):
            put_story(run, number, "ព័ត៌មាន", ["ចាប់ផ្តើម", sentence], at=number, language="km")
    chance = random.Random(1)
    for number, words in ASKED.items():
        for word in words.split():
            assert finds(writer, word, number), word
            assert finds(writer, mistyped(word, chance), number), word
    assert find(writer.reading, Question("km", wanted_in("ភ្នំពេញ"))).count == 0


def read_archive() -> list[tuple[str, list[list[str]]]]:
    """(the text as it is written, its sentences as somebody cut them into words) of each article."""
    with tarfile.open(ARCHIVE) as archive:
        member = archive.extractfile("khmer/kh_data_1000.zip")
        assert member is not None
        articles = zipfile.ZipFile(BytesIO(member.read()))
    cut = sorted(name for name in articles.namelist() if name.endswith("_seg.txt"))
    found = []
    for name in cut[:: max(1, len(cut) // ARTICLES)][:ARTICLES]:
        text = articles.read(name.replace("_seg", "_orig")).decode("utf-8", "replace")
        sentences = articles.read(name).decode("utf-8", "replace").split("\n")
        found.append((text, [sentence.split() for sentence in sentences]))
    return found


def chosen(sentences: list[list[str]], chance: random.Random) -> str:
    """A word of several syllables from within a sentence; "" where there is none."""
    inner = [word for words in sentences for word in words[2:-2] if len(syllables_of(word)) > 1]
    return chance.choice(inner) if inner else ""


@pytest.mark.samples
@pytest.mark.skipif(not ARCHIVE.exists(), reason="needs the sample archive of Khmer articles")
def test_words_from_within_sentences_of_news_are_found(
    writer: EditionWriter, record_property: pytest.FixtureRequest
) -> None:
    articles, chance = read_archive(), random.Random(2026)
    queries: dict[int, str] = {}
    with writer.run() as run:
        for number, (text, sentences) in enumerate(articles):
            put_story(run, number, "", ["", text], at=number, language="km")
            word = chosen(sentences, chance)
            if word:
                queries[number] = mistyped(word, chance) if number % 4 == 0 else word
    assert len(queries) >= 200
    missed = {number: word for number, word in queries.items() if not finds(writer, word, number)}
    share = 1 - len(missed) / len(queries)
    record_property("khmer_share_found", share)  # type: ignore[operator]
    assert share >= WANTED_SHARE, missed

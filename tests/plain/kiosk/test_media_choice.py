"""Photos by what the browser takes."""

from __future__ import annotations

import pytest

CHROME = "image/avif,image/webp,image/apng,*/*;q=0.8"


@pytest.fixture
def siblings(paper, kiosk):
    with paper.writer.run() as run:
        run.hold("/world/story-1", ["ab1.jpg", "ab1.webp", "ab1.avif"])
        run.touched.add("/world/story-1")
    for ending in ("webp", "avif"):
        source = paper.path.parent / "photo"
        source.write_bytes(ending.encode())
        paper.writer.put_media(f"ab1.{ending}", source)
    kiosk.look()


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        (CHROME, "image/avif"), ("image/webp,*/*", "image/webp"), ("*/*", "image/jpeg"), ("", "image/jpeg"),
        ("image/*", "image/jpeg"), ("image/avif;q=0,image/webp", "image/webp"), ("image/avif;q=0", "image/jpeg"),
    ],
)  # fmt: skip
def test_the_smallest_format_that_is_taken_is_sent(ask, siblings, accept, sent):
    answer = ask("/media/ab1.jpg", accept=accept)
    assert (answer.headers["content-type"], answer.headers["vary"]) == (sent, "Accept")


def test_each_format_has_an_etag_of_its_own(ask, siblings):
    etags = {ask("/media/ab1.jpg", accept=accept).headers["etag"] for accept in (CHROME, "image/webp", "*/*")}
    assert len(etags) == 3
    avif = ask("/media/ab1.jpg", accept=CHROME).headers["etag"]
    assert ask("/media/ab1.jpg", accept=CHROME, if_none_match=avif).status == 304
    assert ask("/media/ab1.jpg", accept="*/*", if_none_match=avif).status == 200


def test_a_photo_without_siblings_does_not_vary(ask):
    answer = ask("/media/ab2.jpg", accept=CHROME)
    assert answer.headers["content-type"] == "image/jpeg"
    assert "vary" not in answer.headers


def test_a_sibling_that_is_not_public_is_not_sent(ask, paper, kiosk):
    stray = paper.writer.media_folder / "ab" / "ab1.avif"
    stray.write_bytes(b"stray")
    assert ask("/media/ab1.jpg", accept=CHROME).headers["content-type"] == "image/jpeg"

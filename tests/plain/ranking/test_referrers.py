"""Where readers came from, in one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ranking.referrers import CLASSES, referrer_class


@pytest.mark.parametrize(
    ("host", "word"),
    [
        ("", "direct"), ("own", "own"), ("www.google.com", "search"), ("google.com.kh", "search"),
        ("bing.com", "search"),
        ("search.brave.com", "search"), ("yandex.ru", "search"), ("duckduckgo.com", "search"), ("t.co", "social"),
        ("m.facebook.com", "social"), ("lm.facebook.com", "social"), ("t.me", "social"), ("WWW.Reddit.com", "social"),
        ("notfacebook.com", "other"), ("facebook.com.evil.example", "other"), ("news.example:8080", "other"),
        ("com.google.android.googlequicksearchbox", "search"), ("com.facebook.katana", "social"),
        ("out.example.", "other"),
    ],
)  # fmt: skip
def test_a_host_has_a_class(host, word):
    assert referrer_class(host) == word


@given(st.text())
def test_whatever_is_said_becomes_one_of_five_words(said):
    assert referrer_class(said) in CLASSES

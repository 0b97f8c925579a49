"""A secret can be stored and used, and not read in passing."""

from __future__ import annotations

import copy
import pickle

import pytest

from broadsheet.wire.errors import SecretLost
from broadsheet.wire.sealing import DOTS, Secret, scrubbed, seal, unseal

WORDS = 'tide/&high "5"'


def test_what_is_sealed_comes_back_under_the_same_key_alone() -> None:
    sealed = seal(Secret(WORDS), key="paper")
    assert unseal(sealed, key="paper").reveal() == WORDS
    assert WORDS not in sealed and sealed != seal(Secret(WORDS), key="paper")
    for broken, key in ((sealed, "other"), (sealed[:-3] + "AA=", "paper"), ("x", "paper"), ("é", "paper")):
        with pytest.raises(SecretLost):
            unseal(broken, key=key)
    assert seal(Secret(""), key="paper") == "" and not unseal("", key="paper")


def test_a_secret_shows_dots_and_does_not_leave_its_process() -> None:
    secret = Secret(WORDS)
    assert f"{secret} {secret!r} {[secret]} {secret:>5}" == f"{DOTS} Secret({DOTS}) [Secret({DOTS})]   {DOTS}"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(secret)
    assert secret == Secret(WORDS) and secret != Secret("x") and secret != WORDS


def test_a_sentence_is_scrubbed_of_a_secret_in_every_form_in_which_it_travels() -> None:
    said = 'a tide/&high "5" b tide%2F%26high%20%225%22 c bWFseTp0aWRlLyZoaWdoICI1Ig== d tide/&high \\"5\\" e'
    assert scrubbed(said, Secret(WORDS), user="maly") == f"a {DOTS} b {DOTS} c {DOTS} d {DOTS} e"
    assert scrubbed("as it is", Secret("")) == "as it is"

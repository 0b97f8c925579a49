"""Makes text of bytes whose encoding is told wrongly or not at all."""

from __future__ import annotations

import codecs
import re

from broadsheet.wire.errors import Refused

MAX_BYTES = 16 * 1024 * 1024
_UTF_8 = re.compile(r"utf-?8", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?16\w*|utf-?32\w*|(?:us-)?ascii|iso-?8859-?\d+(?:-[ie])?|latin-?\d|windows-\d+|cp\d+|ibm\d+|koi8-[ru]|mac\w+|"
    r"euc-\w+|shift_jis|iso-2022-\w+|gb\w+|big5\w*|tis-620|x-mac-\w+",
    re.IGNORECASE,
)
_MOST_STRANGE = 2000
# What cp1252 leaves open is a control character in Latin-1.
_CP1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_OLD = ("cp1252", "cp850", "mac_roman")
_CYRILLIC = ("cp1251", "koi8_r")
_BEYOND = re.compile(rb"[\xa3\xa8\xb3\xb8\xc0-\xff]+")
_SIGNS = frozenset("“”„‘’‚–—…•€£°§«»½¼¾©®™·¿¡ºª\xa0\xad")


def decode(raw: bytes, said: str = "") -> str:
    """The text of `raw`. UTF-8 counts as such whatever is said; then what is `said`; else the old charset in which
    most of the letters make sense.

    Errors: `Refused` where it is too long for a text.
    """
    if len(raw) > MAX_BYTES:
        raise Refused(
            f"The text has {len(raw) // 1024 // 1024} MiB; Broadsheet takes up to {MAX_BYTES // 1024 // 1024}."
        )
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw[: len(raw) // 2 * 2].decode("utf-16", "replace")
    # These are pure ASCII to the eye.
    if said.lower().startswith("iso-2022") and (found := _as_said(raw, said)) is not None:
        return found
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if not _UTF_8.fullmatch(said) and (found := _as_said(raw, said)) is not None:
        return found
    # A few letters of another charset must not turn all that is UTF-8 around them.
    loose = raw.decode("utf-8", "replace")
    strange = loose.count("\ufffd")
    if strange <= _MOST_STRANGE and len(re.findall("[^\x00-\x7f\ufffd]", loose)) > 4 * strange:
        return raw.decode("utf-8", "broadsheet-cp1252")
    among = _CYRILLIC if _is_cyrillic(raw) else _OLD
    charset = max(among, key=lambda name: (_sense(raw, name), -among.index(name)))
    return codecs.charmap_decode(raw, "strict", _CP1252)[0] if charset == "cp1252" else raw.decode(charset, "replace")


def _is_cyrillic(raw: bytes) -> bool:
    """Whether whole words stand beyond ASCII, as in no Western language: then they are Russian by all likelihood."""
    runs = [len(run) for run in _BEYOND.findall(raw[:200_000])]
    return sum(length for length in runs if length > 2) > 4 * sum(length for length in runs if length <= 2)


def _as_said(raw: bytes, said: str) -> str | None:
    """The text in the charset that is said; None where that is none of text, or is not what the bytes are in."""
    if not _KNOWN.fullmatch(said):
        return None
    try:
        # What is called Latin-1 is cp1252 with its quotation marks and dashes.
        name = codecs.lookup(said.lower().removeprefix("x-")).name
        return raw.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (UnicodeDecodeError, LookupError):
        return None


def _sense(raw: bytes, charset: str) -> int:
    """How many letters beyond ASCII stand where letters of that case may stand, less those that do not."""
    text = raw[:200_000].decode(charset, "replace")
    score = 0
    for match in re.finditer("[^\x00-\x7f]", text):
        sign, before, after = match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if sign.isalpha():
            misplaced = sign.isupper() and before.isalpha() and (before.islower() or after.islower())
            score += -1 if misplaced else 1
        else:
            score += 1 if sign in _SIGNS and not (before.isalpha() and after.isalpha() and sign not in "’‘\xad") else -1
    return score


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return codecs.charmap_decode(error.object[error.start : error.end], "strict", _CP1252)[0], error.end


codecs.register_error("broadsheet-cp1252", _as_cp1252)

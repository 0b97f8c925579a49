"""Puts together what a picture's file says of it, from XMP, IIM and EXIF, and joins it with what its item says.

sidecar item  ›  XMP  ›  IIM  ›  EXIF      the first that has a field gives it, field by field
limits of use                              add up: what the file forbids is never lost by a sidecar that is silent
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from broadsheet.text.xmp_packet import CORE, DC, PHOTOSHOP, PLUS, RIGHTS
from broadsheet.wire.characters import clean, line
from broadsheet.wire.dispatch import DispatchPicture, Subject
from broadsheet.wire.pictures import blocks, exif, iim, limits, xmp
from broadsheet.wire.pictures.xmp import EXT, PRISM

MAX_LINE = 500
MAX_TEXT = 20_000
_MADE = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia")
_FULL = re.compile(r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)")
_LAST_ZONE = timedelta(hours=12)
"""Somewhere a day is over twelve hours after UTC: an embargo without a zone ends only then."""

_DAY_OVER = timedelta(hours=10)
"""And fourteen hours before UTC it is over for the first time: rights that name no hour end then."""


@dataclass(frozen=True, slots=True)
class FileWords:
    """What a file says of its picture. Times are aware; `guid` is its owner's own name for it, empty where none is."""

    guid: str = ""
    headline: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    instructions: str = ""
    alt: str = ""
    slugline: str = ""
    place: str = ""
    urgency: int = 0
    created_at: datetime | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def read(raw: bytes) -> FileWords:
    """All that the file says; empty for a file without words.

    Errors: `PictureRefused` where its parts are too many or too heavy.
    """
    found = blocks.find(raw)
    if found is None:
        return FileWords()
    packets = [properties for packet in found.xmp if (properties := xmp.read(packet)) is not None]
    own: xmp.Properties = {}
    for properties in packets:
        for name, values in properties.items():
            own.setdefault(name, values)
    warnings = [] if len(packets) == len(found.xmp) else ["A part of what its file says of it (XMP) can't be read."]
    made = xmp.first(own, (EXT, "DigitalSourceType"))
    if made.rpartition("/")[2] in _MADE:
        warnings.append("Its file says that it was made by a machine that learned from other pictures.")
    sets = iim.read(iim.of_resources(bytes(found.photoshop)))
    return _together(own, sets, exif.read(found.exif), tuple(warnings))


def joined(told: DispatchPicture, own: FileWords) -> DispatchPicture:
    """What the item tells of its picture, with the file's words where the item has none; limits of both hold."""
    terms = told.usage_terms or own.usage_terms
    instructions = told.instructions or own.instructions
    lost = limits.missing(f"{terms}\n{instructions}", f"{own.instructions}\n{own.usage_terms}")
    return replace(
        told,
        headline=told.headline or own.headline,
        caption=told.caption or own.caption,
        credit=told.credit or own.credit,
        creator=told.creator or own.creator,
        source=told.source or own.source,
        copyright=told.copyright or own.copyright,
        alt=told.alt or own.alt,
        usage_terms=terms,
        instructions="\n".join(part for part in (instructions, lost) if part),
        expires_at=told.expires_at or own.expires_at,
    )


def _together(own: xmp.Properties, sets: iim.Datasets, camera: dict[int, str], warnings: tuple[str, ...]) -> FileWords:
    def text(properties: tuple[tuple[str, str], ...], dataset: int = 0, tag: int = 0) -> str:
        held = sets.get((2, dataset), [])
        found = xmp.first(own, *properties) or (held[0] if held else "") or camera.get(tag, "")
        return clean(found).strip()[:MAX_TEXT]

    def short(properties: tuple[tuple[str, str], ...], dataset: int = 0, tag: int = 0) -> str:
        return line(text(properties, dataset, tag))[:MAX_LINE]

    by = own.get((DC, "creator")) or sets.get((2, 80)) or [camera.get(exif.ARTIST, "")]
    city = short(((PHOTOSHOP, "City"), (EXT, "City")), 90)
    country = short(((PHOTOSHOP, "Country"), (EXT, "CountryName")), 101)
    urgency = short(((PHOTOSHOP, "Urgency"),), 10)
    words = list(own.get((DC, "subject")) or sets.get((2, 25)) or [])
    codes = [*own.get((CORE, "SubjectCode"), []), *sets.get((2, 12), [])]
    return FileWords(
        guid=short(((EXT, "DigImageGUID"),)),
        headline=short(((PHOTOSHOP, "Headline"),), 105) or short(((DC, "title"),), 5),
        caption=text(((DC, "description"),), 120, exif.DESCRIPTION),
        credit=short(((PHOTOSHOP, "Credit"), (PRISM, "creditLine")), 110),
        creator=", ".join(dict.fromkeys(line(name)[:MAX_LINE] for name in by if line(name)))[:MAX_LINE],
        source=short(((PHOTOSHOP, "Source"), (PLUS, "ImageSupplierName")), 115),
        copyright=short(((DC, "rights"), (PLUS, "CopyrightOwnerName")), 116, exif.COPYRIGHT),
        usage_terms=text(((RIGHTS, "UsageTerms"), (PLUS, "OtherConditions"))),
        instructions=text(((PHOTOSHOP, "Instructions"),), 40),
        alt=text(((CORE, "AltTextAccessibility"),)),
        slugline=short(((DC, "title"),), 5),
        place=", ".join(part for part in (city, country) if part),
        urgency=int(urgency) if urgency in set("12345678") else 0,
        created_at=_taken(own, sets, camera),
        embargoed_until=_later(xmp.first(own, (PRISM, "embargoDate"), (PLUS, "LicenseStartDate")), sets, 30, 35),
        expires_at=_end(own, sets),
        keywords=tuple(dict.fromkeys(line(word)[:MAX_LINE] for word in words if line(word)))[:200],
        subjects=tuple(subject for code in codes[:200] if (subject := _subject(code)) is not None),
        warnings=warnings,
    )


def _taken(own: xmp.Properties, sets: iim.Datasets, camera: dict[int, str]) -> datetime | None:
    said = xmp.first(own, (PHOTOSHOP, "DateCreated"))
    dates, times = sets.get((2, 55), [""]), sets.get((2, 60), [""])
    stamp = camera.get(exif.TAKEN, "").replace(":", "-", 2).replace(" ", "T") + camera.get(exif.OFFSET, "")
    return _moment(said) or _moment(_iim_time(dates[0], times[0])) or _moment(stamp)


def _later(said: str, sets: iim.Datasets, date: int, time: int) -> datetime | None:
    """The end of an embargo: without a zone, when that hour has passed everywhere."""
    dates, times = sets.get((2, date), [""]), sets.get((2, time), [""])
    for stamp in (said, _iim_time(dates[0], times[0])):
        moment = _moment(stamp)
        if moment is not None:
            return moment if re.search(r"T.*(?:Z|[+-]\d\d:?\d\d)$", stamp) else moment + _LAST_ZONE
    return None


def _end(own: xmp.Properties, sets: iim.Datasets) -> datetime | None:
    """When the rights end, the earliest where several are told. A day without an hour counts until it is over first."""
    dates, times = sets.get((2, 37), [""]), sets.get((2, 38), [""])
    told = [
        xmp.first(own, (PLUS, "LicenseEndDate")),
        xmp.first(own, (PRISM, "expirationDate")),
        xmp.first(own, (PRISM, "rightsExpirationDate")),
        _iim_time(dates[0], times[0]),
    ]
    ends = []
    for stamp in told:
        moment = _moment(stamp)
        if moment is not None:
            ends.append(moment if "T" in stamp else moment + _DAY_OVER)
    return min(ends) if ends else None


def _iim_time(date: str, time: str) -> str:
    """A date and a time of IIM, such as 20261124 and 120000+0700, as ISO 8601; empty where there is none."""
    day = _FULL.fullmatch(date.strip())
    if not day or day[1] == "0000":
        return ""
    hour = re.fullmatch(r"(\d\d)(\d\d)(\d\d)([+-]\d{4})?", time.strip())
    clock = f"T{hour[1]}:{hour[2]}:{hour[3]}{hour[4] or ''}" if hour else ""
    return f"{day[1]}-{day[2]}-{day[3]}{clock}"


def _moment(said: str) -> datetime | None:
    said = said.strip()
    if re.fullmatch(r"\d{4}", said):
        said += "-01-01"
    elif re.fullmatch(r"\d{4}-\d\d", said):
        said += "-01"
    try:
        found = datetime.fromisoformat(said)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if 1800 < found.year < 2200 else None


def _subject(said: str) -> Subject | None:
    """What IIM calls IPTC:15000000:Sport:: and XMP by the bare code."""
    parts = [part.strip() for part in line(said).split(":")]
    code = next((part for part in parts if re.fullmatch(r"\d{8}", part)), "")
    if not code:
        return None
    names = [part for part in parts if part and part != code and part.upper() != "IPTC"]
    return Subject(name=(names[-1] if names else "")[:MAX_LINE], code=code, scheme="subj")

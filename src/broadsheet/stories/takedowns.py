"""Takes pictures off readers' pages in one act: some by number, or all under a credit line, or of an agency.

target ──▶ photos ──▶ one line of the kill file, on the disk ──▶ one transaction: orders of all their pages
                        └── the wire refuses these files, and what comes under that credit or agency is held
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet import killfile
from broadsheet.killfile import Kill
from broadsheet.paperfile import current
from broadsheet.press import keys, orders
from broadsheet.stories import kills
from broadsheet.stories.credit_lines import folded, names_in
from broadsheet.stories.errors import NothingToTakeDown, ReasonMissing
from broadsheet.stories.models import Photo, PhotoOrigin
from broadsheet.wire.models import Source


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be taken down: one of the three is given."""

    photo_ids: tuple[int, ...] = ()
    credit: str = ""
    agency: str = ""

    def __str__(self) -> str:
        if self.credit:
            return f"everything credited “{self.credit}”"
        if self.agency:
            return f"everything of {self.agency}"
        return f"{len(self.photo_ids)} chosen picture{'' if len(self.photo_ids) == 1 else 's'}"


def photos_of(target: Target) -> list[int]:
    """The photos that `target` names, and every other one that is the same file, by number."""
    named = sorted(set(_named(target)))
    hashes: set[str] = set()
    for some in _pieces(named):
        hashes.update(Photo.objects.filter(pk__in=some).exclude(file_hash="").values_list("file_hash", flat=True))
    return sorted({*named, *kills.same_files(hashes)})


def take_down(target: Target, *, by: str, reason: str, now: datetime) -> Kill:
    """Take all of `target` from every page, for good; the stories stay, without it.

    A picture whose file is lost is on no page and is left out. Errors: `ReasonMissing`, `NothingToTakeDown`; `OSError`
    where the kill file can't be written: then nothing has happened.
    """
    if not reason.strip():
        raise ReasonMissing("a takedown")
    # Its orders are written after the line is on the disk; were they lost, the press would find the line by itself.
    with transaction.atomic():
        photo_ids = photos_of(target)
        hashes = tuple(sorted(set(_hashes(photo_ids))))
        if not hashes and not target.credit and not target.agency:
            raise NothingToTakeDown
        entry = killfile.of(current()).add(
            Kill(
                number=0, at=now, by=by, reason=reason.strip(), story_id=0, pictures=hashes,
                credit=target.credit.strip(), agency=target.agency.strip(),
            )
        )  # fmt: skip
        orders.write((keys.of("photo", pk) for pk in photo_ids), now=now)
    return entry


def of_agency(agency: str) -> Q:
    """The photos that a takedown of `agency` would name, for lists."""
    wanted = folded(agency)
    credit, source = (_lines(column, wanted) for column in ("credit", "source"))
    return Q(credit__in=credit) | Q(source__in=source) | Q(pk__in=_sent_by(wanted).values("photo_id"))


def is_takedown(kill: Kill) -> bool:
    """Whether `kill` is of pictures alone and somebody's at the desk: an agency's cancellation is none."""
    return not kill.story_id and not kill.items


def credits() -> list[str]:
    """Every credit line of the library, as written."""
    return sorted(set(Photo.objects.exclude(credit="").order_by().values_list("credit", flat=True).distinct()))


def agencies() -> list[str]:
    """What can be named as an agency: the wire's sources, and who is said to have supplied photos."""
    said = Photo.objects.exclude(source="").order_by().values_list("source", flat=True).distinct()
    return sorted({*Source.objects.values_list("name", flat=True), *said})


def _named(target: Target) -> Iterator[int]:
    if target.photo_ids:
        yield from Photo.objects.filter(pk__in=target.photo_ids).values_list("pk", flat=True)
    if wanted := folded(target.credit):
        yield from _with("credit", [line for line in credits() if folded(line) == wanted])
    if wanted := folded(target.agency):
        for column in ("credit", "source"):
            yield from _with(column, _lines(column, wanted))
        yield from _sent_by(wanted).values_list("photo_id", flat=True)


def _lines(column: str, agency: str) -> list[str]:
    """What stands in `column` somewhere and names `agency`, which is folded."""
    lines = Photo.objects.order_by().values_list(column, flat=True).distinct()
    return [line for line in lines if agency in names_in(line)]


def _sent_by(agency: str) -> QuerySet[PhotoOrigin]:
    names = [name for name in Source.objects.values_list("name", flat=True) if folded(name) == agency]
    found: QuerySet[PhotoOrigin] = PhotoOrigin.objects.filter(picture__version__item__source__name__in=names)
    return found


def _with(column: str, lines: list[str]) -> Iterator[int]:
    for start in range(0, len(lines), kills.AT_ONCE):
        some = {f"{column}__in": lines[start : start + kills.AT_ONCE]}
        yield from Photo.objects.filter(**some).values_list("pk", flat=True)


def _hashes(photo_ids: list[int]) -> Iterator[str]:
    """A photo that has no hash yet gets it here: an empty one would stand for every other such photo."""
    for some in _pieces(photo_ids):
        for photo in Photo.objects.filter(pk__in=some).only("file", "file_hash"):
            try:
                yield photo.get_file_hash()
            except OSError:
                continue


def _pieces(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + kills.AT_ONCE] for start in range(0, len(numbers), kills.AT_ONCE))

"""Founds a paper: its languages, fronts, sections and roles in an empty desk database."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from broadsheet.paperfile import PaperFile
from broadsheet.press import orders
from broadsheet.stories import roles
from broadsheet.stories.models import Front, Section
from broadsheet.text.slugs import slug


@transaction.atomic
def found(paper: PaperFile, sections: Sequence[str]) -> None:
    """A front a language and, in the main language, `sections`; does nothing where the paper is founded already."""
    if Front.objects.exists():
        return
    Page.objects.filter(depth__gt=1).delete()
    Site.objects.all().delete()
    fronts = [_front(paper, language) for language in paper.languages]
    for front in fronts[1:]:
        Front.objects.filter(pk=front.pk).update(translation_key=fronts[0].translation_key)
    host = urlsplit(paper.address)
    Site.objects.create(
        hostname=host.hostname or "localhost",
        port=host.port or (443 if host.scheme == "https" else 80),
        site_name=paper.name,
        root_page=fronts[0],
        is_default_site=True,
    )
    for name in sections:
        _add_section(fronts[0], name)
    roles.make()
    orders.write([f"front:{code}" for code in paper.languages], now=timezone.now())


@transaction.atomic
def add_fronts(paper: PaperFile) -> None:
    """A front for each language that `paper` has got since it was founded."""
    there = {front.locale.language_code: front for front in Front.objects.select_related("locale")}
    lacking = [language for language in paper.languages if language not in there]
    for language in lacking:
        front = _front(paper, language)
        if first := there.get(paper.languages[0]):
            Front.objects.filter(pk=front.pk).update(translation_key=first.translation_key)
    if lacking:
        orders.write([f"front:{code}" for code in paper.languages], now=timezone.now())


@transaction.atomic
def add_section(
    front: Front, name: str, *, address: str = "", description: str = "", is_opinion: bool = False
) -> Section:
    """A live section below `front`, in its navigation; `address` is its slug, made of the name where empty."""
    section = _add_section(front, name, address=address, description=description, is_opinion=is_opinion)
    roles.for_sections([section])
    return section


def _add_section(
    front: Front, name: str, *, address: str = "", description: str = "", is_opinion: bool = False
) -> Section:
    now = timezone.now()
    section = Section(
        title=name,
        slug=address or slug(name),
        description=description,
        is_opinion=is_opinion,
        locale_id=front.locale_id,
        show_in_menus=True,
        first_published_at=now,
        last_published_at=now,
    )
    front.add_child(instance=section)
    section.save_revision().publish()
    return section


def _front(paper: PaperFile, language: str) -> Front:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    root = Page.objects.get(depth=1)
    now = timezone.now()
    front = Front(
        title=paper.name,
        slug=f"front-{language}",
        locale=locale,
        first_published_at=now,
        last_published_at=now,
    )
    root.add_child(instance=front)
    front.save_revision().publish()
    return front

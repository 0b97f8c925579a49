"""What a story made from a dispatch says: their words, our shape, their photo in our library."""

from __future__ import annotations

import hashlib

from broadsheet.staff.models import Staff
from broadsheet.stories import acts, cancelling, kills
from broadsheet.stories.body_pieces import body_of, pieces_of_prose
from broadsheet.stories.models import Photo, Section, Story, Topic
from broadsheet.stories.photo_library import photo_of
from broadsheet.wire import standing_words
from broadsheet.wire.dispatch import Dispatch
from broadsheet.wire.models import ItemPicture, Version


def words_of(dispatch: Dispatch) -> dict[str, str]:
    """The story's fields that hold words, as the dispatch has them, each no longer than its column."""
    words = {
        "title": dispatch.headline or dispatch.slugline,
        "standfirst": dispatch.standfirst,
        "dateline": dispatch.dateline or dispatch.place,
        "credit_line": dispatch.credit or dispatch.copyright,
    }
    return {name: fitting(name, value) for name, value in words.items()}


def fitting(name: str, words: str) -> str:
    """`words`, cut where the story's column is shorter."""
    longest = Story._meta.get_field(name).max_length
    return words[:longest] if longest else words


def story_text(dispatch: Dispatch, photo: Photo | None, section: Section) -> acts.StoryText:
    """What a story made from `dispatch` under `section` says."""
    words = words_of(dispatch)
    return acts.StoryText(
        headline=words["title"],
        body=body_of(pieces_of_prose(dispatch.body_html)),
        standfirst=words["standfirst"],
        dateline=words["dateline"],
        credit_line=words["credit_line"],
        lead_photo=photo,
        topic_ids=topics_for(dispatch, section.locale.language_code),
    )


def topics_for(dispatch: Dispatch, language: str) -> list[int]:
    """The paper's topics in `language` that the agency's subjects and keywords name, in the agency's order."""
    wanted = [word.name.strip().casefold() for word in (*dispatch.subjects, *dispatch.mentions) if word.name.strip()]
    if not wanted:
        return []
    by_name: dict[str, int] = {}
    for pk, name in Topic.objects.filter(language=language).order_by("pk").values_list("pk", "name"):
        by_name.setdefault(name.strip().casefold(), pk)
    return list(dict.fromkeys(by_name[name] for name in wanted if name in by_name))


def picture_of(version: Version) -> ItemPicture | None:
    """The picture that leads a story made of `version`: its first one that is here and that nobody has taken back.

    A picture that was killed here stays away under whatever name and from whatever agency it comes again.
    """
    said = standing_words.of(version)
    if said.lender is not None and not said.dispatch.pictures:
        version = said.lender
    killed = kills.killed()
    for picture in version.pictures.exclude(file="").select_related("version__item__source"):
        source = picture.version.item.source.slug
        if cancelling.is_cancelled(picture) or (source, picture.guid) in killed.items:
            continue
        if not killed.pictures or _digest(picture) not in killed.pictures:
            return picture
    return None


def photo_for(picture: ItemPicture, *, by: Staff | None) -> Photo:
    """The photo of our library for a picture of the wire; a cancellation will find it."""
    photo = photo_of(picture, by=by)
    cancelling.note_photo(photo, picture)
    return photo


def is_file_of(photo: Photo, picture: ItemPicture) -> bool:
    """Whether the photo's file is the picture's, byte for byte."""
    try:
        return bool(photo.get_file_hash() == _digest(picture))
    except OSError:
        return False


def _digest(picture: ItemPicture) -> str:
    """What Wagtail knows the file by. Errors: `OSError`."""
    with picture.file.open("rb") as file:
        return hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()

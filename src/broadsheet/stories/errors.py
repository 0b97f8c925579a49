"""What can go wrong with an act upon a story.

StoryError
├── AlreadyDecided  a proposal that somebody else has decided, or that is overtaken
├── BannerMovedOn   a banner that was put up, taken back or has become too old
├── BannerNeedsAnother  who has worded a banner was about to put it up
├── DraftMovedOn    a decision about a draft that is no longer the latest
├── EntryMovedOn    an entry of a live blog that somebody has changed meanwhile
├── FrontMovedOn    a front that somebody else has laid out meanwhile
├── ItemCancelled   the agency has cancelled what a story was to be made from
├── ItemKilled      a story made from this item was killed here
├── KillNotKept     a kill could not be written down (an OSError too)
├── LiveBlogClosed  an entry for a live blog that has ended
├── MayNotPublish   somebody who may not publish there was about to
├── NoSection       there is no section to put a story into
├── NotDecided      a proposal with rows that must be decided and were not
├── NotKilled       there is no such kill to be lifted
├── PhotoMovedOn    words for a photo that somebody else has written in meanwhile
├── PhotosHeld      photos of a story may not go out before somebody has decided about their rights
├── NothingToTakeDown  a takedown that names no picture that is here
├── NotYours        a stage of a story that this person may not move
├── ReasonMissing   an act that must be explained was not
├── SecondEyesMissing  what needs two people was seen by one alone
├── StyleForbids    a story with a fault that the paper does not print
├── StoryKilled     what was killed can't be published
├── TooLong         words for which a field has no room
└── WrongPlace      what can't stand there on a front, or not so
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from broadsheet.wire.models import Item


class StoryError(Exception):
    """Any refused act; the message is a sentence for the person who asked for it."""


class AlreadyDecided(StoryError):
    def __init__(self, state: str) -> None:
        super().__init__(f"Nothing was changed: this proposal is no longer open ({state}).")


class BannerMovedOn(StoryError):
    def __init__(self, banner: object) -> None:
        super().__init__(f"Nothing was changed: “{banner}” was put up or taken back already, or is too old.")


class BannerNeedsAnother(StoryError):
    def __init__(self, banner: object) -> None:
        super().__init__(f"“{banner}” was worded by you: a second person must put it up.")


class EntryMovedOn(StoryError):
    def __init__(self, entry: object) -> None:
        self.entry = entry
        super().__init__(f"Nothing was changed: “{entry}” was changed by a colleague meanwhile. Look once more.")


class LiveBlogClosed(StoryError):
    def __init__(self, blog: object) -> None:
        super().__init__(f"The live blog of “{blog}” is closed. Open it again first.")


class FrontMovedOn(StoryError):
    def __init__(self, front: object, by: str) -> None:
        super().__init__(f"Nothing was changed: “{front}” was laid out otherwise by {by} meanwhile. Look once more.")


class WrongPlace(StoryError):
    """A story that can't stand there, or an hour that is no good; the message says why."""


class DraftMovedOn(StoryError):
    def __init__(self, story: object) -> None:
        super().__init__(f"Nothing was changed: “{story}” was edited while you decided. Look at it once more.")


class NotDecided(StoryError):
    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(f"Nothing was changed: {rows} paragraphs that both changed wait for your choice.")


class ItemCancelled(StoryError):
    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__(f"“{item}” was cancelled by its agency; no story can be made from it.")


class ItemKilled(StoryError):
    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__(f"A story made from “{item}” was killed; lift the kill before a new one is made.")


class KillNotKept(StoryError, OSError):
    def __init__(self, story_id: int, error: OSError) -> None:
        self.story_id = story_id
        super().__init__(
            f"Story {story_id} is taken from readers, but the kill could not be written down "
            f"({error.strerror or error}): somebody could publish it again. "
            "Make room on the disk and kill it once more."
        )


class MayNotPublish(StoryError, PermissionDenied):
    def __init__(self, page: object) -> None:
        super().__init__(f"Not published: you may not publish “{page}” at that place.")


class NothingToTakeDown(StoryError):
    def __init__(self) -> None:
        super().__init__("Nothing was taken down: none of these pictures is in the library.")


class NotYours(StoryError):
    def __init__(self, act: str, story: object) -> None:
        super().__init__(f"“{story}” can’t be {act} by you, or not now: look at where it is.")


class SecondEyesMissing(StoryError):
    def __init__(self, story: object, why: Sequence[str]) -> None:
        super().__init__(
            f"Not published: “{story}” needs a second pair of eyes, because {' and '.join(why)}. "
            "Somebody else must look at these words: submit it, or let a colleague publish it."
        )


class StyleForbids(StoryError):
    def __init__(self, story: object, faults: Sequence[str]) -> None:
        super().__init__(f"Not published: “{story}” has faults that this paper does not print. {' '.join(faults)}")


class NotKilled(StoryError):
    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"There is no standing kill with the number {number}.")


class PhotoMovedOn(StoryError):
    def __init__(self, photo: object) -> None:
        super().__init__(f"“{photo}” was changed by somebody else meanwhile.")


class PhotosHeld(StoryError):
    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(f"Not published: {' '.join(self.reasons)} An editor must decide about their rights first.")


class ReasonMissing(StoryError):
    def __init__(self, act: str) -> None:
        super().__init__(f"Give the reason: {act} stays on the record.")


class TooLong(StoryError):
    def __init__(self, field: str, room: int) -> None:
        super().__init__(f"Nothing was changed: “{field}” has room for {room} characters.")


class StoryKilled(StoryError):
    def __init__(self, story_id: int) -> None:
        self.story_id = story_id
        super().__init__(f"Story {story_id} was killed and can't be published until the kill is lifted.")


class NoSection(StoryError):
    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(
            f"The paper has no section in {language!r}. Add one at the desk, under the front of that language."
        )

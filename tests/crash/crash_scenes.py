"""What is interrupted: a publication, a withdrawal and a kill, each at the desk, at the scheduler and at the press.

Every scene begins with the cast, pressed. The wedding is to be published, with a photo that nobody has seen yet; the
flood, with its photo, its writer and its topic, is withdrawn or killed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from cast import NOW, make_cast, make_photo, prose
from crash_points import Points
from django.test import Client
from editing import story_form

from broadsheet import killfile
from broadsheet.paper.presses import open_press
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, kills
from broadsheet.stories.acts import StoryText
from broadsheet.stories.clock_watch import ClockWatch
from broadsheet.stories.founding import found
from broadsheet.stories.models import Photo, Story
from broadsheet.stories.scheduler import Scheduler

LATER = NOW + timedelta(hours=1)
"""When every act happens."""

Acknowledged = bool


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of one process. `prepare` brings the cast to where it begins; `act` passes the points.

    `certain`: the act was due before it began, so that it must have happened in the end, wherever it was broken off.
    """

    process: str
    what: str
    certain: bool
    prepare: Callable[[], None]
    act: Callable[[Points, str], None]
    sampled: bool = True
    """Whether the tests try a few of its points; `make crash` tries all of all."""

    @property
    def name(self) -> str:
        return f"{self.process}-{self.what}"


def set_the_stage() -> str:
    """The cast in a founded paper, pressed, with somebody signed in at the desk; gives the session's cookie."""
    found(current(), ["World", "National"])
    make_cast()
    for drawn in Photo.objects.all():
        # As whoever uploads one has it from the first.
        drawn.get_file_hash()
    wedding = _story("wedding")
    photo = make_photo("Wedding", credit="Chan Maly/Courier", alt="Two boats")
    photo.get_file_hash()
    words = StoryText(wedding.title, prose("They met on the river."), slug="wedding", lead_photo=photo)
    acts.revise(wedding, words, by=None, now=NOW)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Staff.objects.get(email="editor@courier.example"))
    _press()
    return client.cookies["broadsheet-desk"].value


def _press(points: Points | None = None, *, now: datetime = LATER) -> None:
    with open_press() as press:
        if points is not None:
            points.begin(press.writer)
        while press.run_once(now) is not None:
            pass


def _story(slug: str) -> Story:
    story: Story = Story.objects.get(slug=slug)
    return story


def _photo(story: Story) -> Photo:
    assert story.lead_photo is not None
    return story.lead_photo


# At the desk: what a browser posts.


def _post(points: Points, cookie: str, address: str, form: dict[str, object]) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["broadsheet-desk"] = cookie
    points.begin()
    response = client.post(address, form)
    assert response.status_code == 302, response.content.decode()[:2000]


def _desk_publish(points: Points, cookie: str) -> None:
    story = _story("wedding")
    lead = _photo(story.get_latest_revision_as_object()).pk
    form = story_form(story.title, "They met.", slug="wedding", lead_photo=str(lead), act="action-publish")
    _post(points, cookie, f"/desk/pages/{story.pk}/edit/", form)


def _desk_withdraw(points: Points, cookie: str) -> None:
    _post(points, cookie, f"/desk/pages/{_story('flood').pk}/unpublish/", {})


def _desk_kill(points: Points, cookie: str) -> None:
    story = _story("flood")
    _post(points, cookie, f"/desk/kill/{story.pk}/", {"reason": "Court order", "pictures": [str(_photo(story).pk)]})


# At the scheduler: what falls due.


def scheduler_at(now: datetime) -> Scheduler:
    """A scheduler on a machine whose clock stands at `now` and never jumped."""
    since_start = (now - NOW).total_seconds()
    return Scheduler(ClockWatch(wall=lambda: now, since_start=lambda: since_start, boot="the same machine"))


def _run_due(points: Points, cookie: str) -> None:
    scheduler = scheduler_at(LATER)
    points.begin()
    scheduler.step()


def _scheduled() -> None:
    acts.schedule(_story("wedding"), LATER, by=None, now=NOW)


def _expiring() -> None:
    story = _story("flood")
    draft = story.get_latest_revision_as_object()
    draft.expire_at = LATER
    draft.save_revision().publish()
    _press(now=NOW)


def _half_killed() -> None:
    """The kill stands in its file; the machine stopped before the desk database heard of it."""
    story = _story("flood")
    acts.schedule(story, LATER, by=None, now=NOW)
    hashes = (_photo(story).get_file_hash(),)
    killfile.of(current()).add(kills._entry(story, "chief", "Court order", NOW, hashes))


# At the press: what was ordered.


def _press_due(points: Points, cookie: str) -> None:
    _press(points)


def _published() -> None:
    acts.publish(_story("wedding"), by=None, now=LATER)


def _withdrawn() -> None:
    acts.withdraw(_story("flood"), by=None, now=LATER)


def _killed() -> None:
    story = _story("flood")
    kills.kill(story, by="chief", reason="Court order", now=LATER, photos=[_photo(story)])


def _nothing() -> None:
    pass


def _edition_lost() -> None:
    """Everything is pressed anew, photos and all."""
    edition = current().edition
    with ExitStack() as stack:
        for path in edition.parent.glob("edition.sqlite3*"):
            stack.callback(path.unlink)


SCENES = (
    Scene("desk", "publish", False, _nothing, _desk_publish),
    Scene("desk", "withdraw", False, _nothing, _desk_withdraw),
    Scene("desk", "kill", False, _nothing, _desk_kill),
    Scene("scheduler", "publish", True, _scheduled, _run_due),
    Scene("scheduler", "withdraw", True, _expiring, _run_due),
    Scene("scheduler", "kill", True, _half_killed, _run_due),
    Scene("press", "publish", True, _published, _press_due),
    Scene("press", "withdraw", True, _withdrawn, _press_due),
    Scene("press", "kill", True, _killed, _press_due),
    Scene("press", "all", True, _edition_lost, _press_due, sampled=False),
)

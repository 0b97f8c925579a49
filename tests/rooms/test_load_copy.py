"""Stories by the thousand: the same again for the same number, different as copy is, going on where they broke off."""

from __future__ import annotations

from cast import NOW, Cast

from broadsheet.demo.bulk import make_stories
from broadsheet.demo.load_copy import varied_copy
from broadsheet.press.run import Press
from broadsheet.press.verify import verify
from broadsheet.stories.models import Story, StoryAddress

PEOPLE, SUBJECTS, PHOTOS = [1, 2, 3], [4, 5, 6, 7, 8], [9]


def test_a_number_has_the_same_copy_every_time_and_no_other_number_has_it() -> None:
    stories = [varied_copy(number, PEOPLE, SUBJECTS, PHOTOS) for number in range(60)]
    assert stories == [varied_copy(number, PEOPLE, SUBJECTS, PHOTOS) for number in range(60)]
    assert len({repr(story.body) for story in stories}) == 60
    kinds = {block["type"] for story in stories for block in story.body}
    assert kinds == {"prose", "quotation", "list", "fact_box"}
    assert len({sum(block["value"].count("<p>") for block in s.body if block["type"] == "prose") for s in stories}) > 8
    assert {len(story.bylines) for story in stories} == {0, 1, 2}
    assert {story.photo for story in stories} == {None, 9}


def test_stories_that_were_broken_off_go_on_and_can_all_be_pressed(cast: Cast, press: Press) -> None:
    before = Story.objects.filter(live=True).count()
    make_stories(before + 15, now=NOW, varied=True)
    assert make_stories(before + 40, now=NOW, varied=True) == 25
    assert Story.objects.filter(live=True).count() == before + 40
    assert StoryAddress.objects.values("address").distinct().count() == StoryAddress.objects.count()
    assert not press.run_all(NOW).failed
    assert verify(press, NOW).clean

"""What a newspaper is made of, one file a thing.

Front (a language) ── Section ── Story ──┬─ Byline   ┌─ Topic
                                         └─ Photo ───┘
StoryAddress  every address under which a story was ever public
Listing       which published story stands in which list, by date
StoryOrigin, PhotoOrigin   which dispatch a story, a photo was made from
Proposal      what an agency would change in a story, and what became of that
DueFailure    a story that was due and would not go out
MachineClock  whether a scheduler's machine can be trusted with the time
EndedRights   photos whose rights have ended, and which stories lost them
RightsDecision  who let a photo go out that its owner's words hold back, and why
Stage, Assignment, DeskNote   where a story is on its way to readers, who works on it, what colleagues noted
TranslationMark   that a translation has caught up
FrontLayout   what editors have put on a front, at one moment
Dossier, DossierStory, DossierPerson, DossierQuotation   a running story, and what belongs to it
DiaryEntry    what will happen, and who covers it
KeptDraft     what a draft said before autosave wrote over it
LiveBlog, LiveEntry, LiveAct   a story told entry by entry while it happens, and what was done to each
Banner        breaking news above the fronts
Mute          which stories editors keep out of the live lists
"""

from broadsheet.stories.models.byline import Byline
from broadsheet.stories.models.diary import DiaryEntry
from broadsheet.stories.models.dossier import Dossier, DossierPerson, DossierQuotation, DossierStory
from broadsheet.stories.models.due_failure import DueFailure
from broadsheet.stories.models.ended_rights import EndedRights
from broadsheet.stories.models.front import Front
from broadsheet.stories.models.kept_draft import KeptDraft
from broadsheet.stories.models.layout import Banner, FrontLayout
from broadsheet.stories.models.listing import Listing
from broadsheet.stories.models.live_blog import LiveAct, LiveBlog, LiveEntry
from broadsheet.stories.models.machine_clock import MachineClock
from broadsheet.stories.models.mute import Mute
from broadsheet.stories.models.notice import Notice, NoticeChoice
from broadsheet.stories.models.origin import PhotoOrigin, StoryOrigin
from broadsheet.stories.models.photo import Photo, Rendition
from broadsheet.stories.models.proposal import Proposal
from broadsheet.stories.models.published_version import PublishedVersion
from broadsheet.stories.models.rights_decision import RightsDecision
from broadsheet.stories.models.section import Section
from broadsheet.stories.models.stage import Assignment, DeskNote, Stage
from broadsheet.stories.models.story import Story, StoryByline, StoryCorrection, StoryTopic
from broadsheet.stories.models.story_address import StoryAddress
from broadsheet.stories.models.topic import Topic
from broadsheet.stories.models.translation_mark import TranslationMark

__all__ = [
    "Assignment",
    "Banner",
    "Byline",
    "DeskNote",
    "DiaryEntry",
    "Dossier",
    "DossierPerson",
    "DossierQuotation",
    "DossierStory",
    "DueFailure",
    "EndedRights",
    "Front",
    "FrontLayout",
    "KeptDraft",
    "Listing",
    "LiveAct",
    "LiveBlog",
    "LiveEntry",
    "MachineClock",
    "Mute",
    "Notice",
    "NoticeChoice",
    "Photo",
    "PhotoOrigin",
    "Proposal",
    "PublishedVersion",
    "Rendition",
    "RightsDecision",
    "Section",
    "Stage",
    "Story",
    "StoryAddress",
    "StoryByline",
    "StoryCorrection",
    "StoryOrigin",
    "StoryTopic",
    "Topic",
    "TranslationMark",
]

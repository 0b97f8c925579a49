"""The recipes: one file a kind of page. Each knows the addresses of its kind and what such a page is gathered from."""

from broadsheet.paper.recipes.archive import ArchiveRecipe
from broadsheet.paper.recipes.article import ArticleRecipe, RowRecipe
from broadsheet.paper.recipes.corrections import CorrectionsRecipe
from broadsheet.paper.recipes.feeds import FeedRecipe
from broadsheet.paper.recipes.front import FrontRecipe
from broadsheet.paper.recipes.furniture import AssetRecipe, MessageRecipe, SearchRecipe, ShellRecipe
from broadsheet.paper.recipes.lists import ListRecipe
from broadsheet.paper.recipes.live import LiveRecipe
from broadsheet.paper.recipes.machines import RobotsRecipe, RootRecipe
from broadsheet.paper.recipes.muted import MutedRecipe
from broadsheet.paper.recipes.saved import SavedRecipe
from broadsheet.paper.recipes.sitemaps import SitemapRecipe
from broadsheet.paper.recipes.specimen import SpecimenRecipe
from broadsheet.paper.recipes.versions import VersionsRecipe

ALL = (
    ArticleRecipe(),
    RowRecipe(),
    LiveRecipe(),
    ListRecipe(),
    ArchiveRecipe(),
    FrontRecipe(),
    FeedRecipe(),
    CorrectionsRecipe(),
    VersionsRecipe(),
    SitemapRecipe(),
    ShellRecipe(),
    MessageRecipe(),
    SavedRecipe(),
    SearchRecipe(),
    AssetRecipe(),
    RobotsRecipe(),
    RootRecipe(),
    MutedRecipe(),
    SpecimenRecipe(),
)

__all__ = ["ALL"]

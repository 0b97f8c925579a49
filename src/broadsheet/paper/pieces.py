"""The frozen pieces that templates receive: all that a reader page may show, and nothing that could query.

    ArticlePage ─┬─ Site       what every page of one language shares
                 ├─ Meta       what the head of the document says
                 └─ Article ── Block, Picture, Link, Moment …

Text fields are plain text, escaped by the template; fields named `html` were cleaned and are written as they are.
"""

from __future__ import annotations

from msgspec import Struct

from broadsheet.paper.picture_pieces import Picture

HOLE = "<!--hole:most-viewed-->"
"""Where the kiosk puts the live list; a template writes it at most once."""


class Link(Struct, frozen=True):
    """A name that leads to an address of this paper."""

    name: str
    address: str


class Moment(Struct, frozen=True):
    """A point in time: `iso` with the paper's offset for machines; `text` (date and time) and `date` for people."""

    iso: str
    text: str
    date: str


class LanguageLink(Struct, frozen=True):
    """Another language's version of this page (or its front): code as in BCP 47, name in that language."""

    language: str
    name: str
    address: str


class Site(Struct, frozen=True):
    """What every page of one language shares."""

    publication: str
    tagline: str
    language: str
    direction: str
    base_url: str
    home: str
    logo: str
    """Address of the paper's logo image, or of ours where it has none; never empty."""
    logo_alt: str
    nav: tuple[Link, ...]
    languages: tuple[LanguageLink, ...]
    style: str
    beacon: str
    feed: str
    about: str
    """The imprint line at the foot of every page."""
    logo_is_mark: bool = False
    """The logo is a mark without the name (ours is): the templates set the name in type beside it."""
    logo_width: int = 0
    """At a height of 56, so that nothing moves when it comes; 0: a drawing that doesn't say."""
    icon: str = ""
    """Address of the small drawing that browsers show in a tab; empty: none."""
    touch_icon: str = ""
    """A phone's home screen's drawing; empty: none, nor a manifest."""
    image_beacon: bool = False
    search: str = ""
    """Address of the page that searches; empty: none."""
    archive: str = ""
    fonts: tuple[str, ...] = ()
    """Addresses of the fonts that a page begins with."""
    offline: str = ""
    """Address of the script that keeps stories on the reader's device; empty: the paper keeps none."""


class Meta(Struct, frozen=True):
    """What the head of the document says."""

    title: str
    """The whole document title, "Publication - Headline"."""
    description: str
    canonical: str
    """Absolute address; empty for pages that have none (404)."""
    kind: str
    """Open Graph type: "article" or "website"."""
    image: Picture | None = None
    feed: Link | None = None
    story_id: int = 0
    """The story that a view of this page counts for; 0: none."""
    robots: str = ""
    translations: tuple[LanguageLink, ...] = ()
    json_ld: str = ""
    """Structured data, ready and safe to stand in a script element; empty: none."""


class Card(Struct, frozen=True):
    """A story as other pages show it."""

    story_id: int
    headline: str
    address: str
    kicker: str
    standfirst: str
    teaser: str
    section: Link
    published: Moment
    picture: Picture | None
    byline: str
    """Names of the writers as one line; may be empty."""
    portrait: Picture | None = None
    """Of the first writer, where this is opinion."""


class BannerLine(Struct, frozen=True):
    """Breaking news above a front; `address` is that of its story, empty where it has none."""

    text: str
    address: str


class Related(Struct, frozen=True):
    """An older story that is like the one whose page names it."""

    headline: str
    address: str
    published: Moment


class Author(Struct, frozen=True):
    """A byline on a story or on its own page."""

    name: str
    address: str
    role: str
    biography: str
    portrait: Picture | None


class Prose(Struct, frozen=True):
    """Paragraphs, sub-headings and lists, as cleaned HTML."""

    html: str
    kind: str = "prose"


class PhotoBlock(Struct, frozen=True):
    picture: Picture
    kind: str = "photo"


class Quotation(Struct, frozen=True):
    html: str
    attribution: str
    kind: str = "quotation"


class ListBlock(Struct, frozen=True):
    """A list whose items are cleaned inline HTML."""

    ordered: bool
    items_html: tuple[str, ...]
    kind: str = "list"


class Table(Struct, frozen=True):
    """A table whose cells are cleaned inline HTML; `head` is plain text or empty, every row has the same length."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"


class FactBox(Struct, frozen=True):
    title: str
    html: str
    kind: str = "fact_box"


Block = Prose | PhotoBlock | Quotation | ListBlock | Table | FactBox


class Correction(Struct, frozen=True):
    """What was wrong in a story, told to readers below it.

    `kind` is "correction", "clarification", "update" or "retraction"; the last is told above it.
    """

    made: Moment
    text: str
    kind: str = "correction"


class Article(Struct, frozen=True):
    """A story as its own page shows it."""

    story_id: int
    headline: str
    kicker: str
    standfirst: str
    authors: tuple[Author, ...]
    dateline: str
    section: Link
    published: Moment
    updated: Moment | None
    picture: Picture | None
    body: tuple[Block, ...]
    topics: tuple[Link, ...]
    agency: str
    """Whose copy this is, as a credit line at the end; empty for our own."""
    reading_minutes: int
    corrections: tuple[Correction, ...] = ()
    versions: str = ""
    """Where its earlier versions are shown; empty where they are not."""
    form: str = ""
    """How it is set: "opinion", "essay" for one told in photos, "long" for a long read; empty for a news story."""


class DossierBox(Struct, frozen=True):
    """What a story says of the dossier that it is part of. `html` is its background, cleaned."""

    title: str
    address: str
    html: str


class ArticlePage(Struct, frozen=True):
    """Context of `article.html`."""

    site: Site
    meta: Meta
    article: Article
    more: tuple[Card, ...]
    """The next older stories of the section."""
    related: tuple[Related, ...] = ()
    """Older stories on the same topics, those most like it first."""
    dossiers: tuple[DossierBox, ...] = ()


class Strip(Struct, frozen=True):
    """One section's band on the front."""

    section: Link
    cards: tuple[Card, ...]
    is_opinion: bool = False


class FrontPage(Struct, frozen=True):
    """Context of `front.html`: lead and seconds may be missing in a paper that has no story yet."""

    site: Site
    meta: Meta
    lead: Card | None
    seconds: tuple[Card, ...]
    latest: tuple[Card, ...]
    strips: tuple[Strip, ...]
    years: tuple[Link, ...] = ()
    package: str = "words"
    """The shape of what leads: "big" where others on its topic belong to it, "picture", or "words" without one."""
    topic: Link | None = None
    beside: tuple[Card, ...] = ()
    """The topic of a big lead, and the other new stories on it, newest first."""
    banner: BannerLine | None = None


class ListPage(Struct, frozen=True):
    """Context of `list.html`: a section front, a month of it, a topic or a byline, newest first."""

    site: Site
    meta: Meta
    title: str
    description: str
    author: Author | None
    lead: Card | None
    cards: tuple[Card, ...]
    months: tuple[Link, ...]
    """Months of this list, newest first; on a section front the way into its archive."""
    newer: Link | None
    older: Link | None
    banner: BannerLine | None = None
    """Only on a section front."""

"""Writes the first paper.toml of a paper: every setting, with what it means."""

from __future__ import annotations

import json
from datetime import date

_TEXT = """\
# The settings of this paper. Broadsheet reads them when it starts. Every setting is explained in
# docs/reference/settings.md; a line that begins with "# " and a name shows the default.

[paper]
name = {name}
# Codes; the main language first. Its addresses have no prefix, the others' begin with their code: /km/…
languages = {languages}
timezone = {timezone}
# Where readers will find the paper. Every absolute address in feeds, sitemaps and shared links begins so.
# address = "https://news.example"
# Words in a teaser, as in the Most viewed list. A word is a run of letters; figures don't count.
# teaser_words = 45
# Stories without a photo get a share card with their headline if they went out on this day or later; older ones share
# the paper's card.
{share_cards_from}
# Whether /_specimen/ shows every piece of the paper's furniture: for who works on a theme.
{specimen}

[kiosk]
# The readers' site. Put a proxy that speaks HTTPS in front of it.
# host = "127.0.0.1"
# port = 8000
# Stories in the Most viewed list.
# most_viewed = 6
# Memory for ready answers, in MiB, in each kiosk process.
# cache_mib = 64
# Addresses of proxies whose X-Forwarded-For is believed; of nobody else's.
# trusted_proxies = []
# The edition's PostgreSQL database, as a role that can only read it; or a file that holds this address.
# database = ""
# database_file = ""
# Processes that serve readers; one for each core that they shall have.
# workers = 1
# Port of /metrics (for Prometheus) and /healthz, on this machine alone; 0: none.
# inner_port = 8002
# Whether pages without JavaScript count through an image.
# image_beacon = false

[readers]
# Whether readers' own devices keep the front, the stories read last and those they save, for when there is no network.
# offline = true
# Readers see how a story has changed: its published versions, paragraph by paragraph.
# versions = false

[ranking]
# How Most viewed is made: a reader counts half after so many hours, and nothing after the window.
# half_life_hours = 6
# window_hours = 48
# Stories that went out longer ago stand in no list for being read.
# age_limit_days = 30
# Readers that a story must have had in the window to have a place.
# floor_readers = 3
# Where kiosks on several machines count together; empty: a file in data/.
# valkey = ""

[machines]
# Robots that robots.txt refuses altogether. Left out: a list of those that collect for machine learning.
# refuse_agents = ["GPTBot", "CCBot"]
# What robots.txt says about use, as contentsignals.org has it; "" says nothing.
# content_signal = "search=yes, ai-train=no"
# Text and data mining is reserved (/.well-known/tdmrep.json); tdm_policy is the address of a licence, if there is one.
# tdm_reservation = true
# tdm_policy = ""
# A WebSub hub that is told at once when a feed changes, such as "https://hub.example/".
# hub = ""

[desk]
# The editors' site.
# port = 8001
# Where editors find it.
# address = "https://desk.news.example"
# The desk's PostgreSQL database instead of the SQLite file; or a file that holds this address.
# database = "postgresql://desk@db.example/desk"
# database_file = "/run/secrets/desk"
# What goes out only when two people have seen its words: "lead" (leads the front), "legal" (flagged as a risk).
# second_eyes = ["lead", "legal"]

[mail]
# The SMTP server by which colleagues get notices of their stories; without a host no mail is sent.
# host = "smtp.news.example"
# port = 587
# How it is spoken to: starttls, tls or none.
# security = "starttls"
# user = "desk"
# A file that holds the password alone.
# password_file = "data/mail-password"
# sender = "desk@news.example"

[style]
# What the desk remarks in a story: spellings (wrong = ours), words never printed, names that take a side = ours.
# spellings = {{ "organize" = "organise" }}
# banned = ["very unique"]
# neutral = {{ "Sea of the East" = "the bay" }}
# How long things may be: words in a sentence; characters in headline, lead's headline and standfirst, and in a line.
# sentence_words = 40
# headline_characters = 80
# lead_headline_characters = 60
# standfirst_characters = 220
# line_characters = 34
# What keeps a story from readers: spelling, banned, neutral, day, sentence, length, credit, caption, alt, topic
# blocks = ["neutral", "caption"]

[edition]
# The edition's PostgreSQL database, as the press writes it; or a file that holds this address.
# database = "postgresql://press@db.example/edition"
# database_file = "/run/secrets/edition"

[wire]
# Hosts that copy may be fetched from although they are inside the network, or on other ports than 80, 443, 993, 143:
# ["receiver.lan:8080", "10.0.0.5"].
# hosts = []

[purge]
# A cache between kiosk and readers that is told what changed: "varnish", "nginx", "fastly" or "cloudflare".
# cache = "none"
# Where Varnish or nginx take PURGE.
# servers = []
# Fastly's service or Cloudflare's zone, and a file that holds the token.
# service = ""
# token_file = ""
"""


def paper_toml(
    *, name: str, languages: list[str], timezone: str, share_cards_from: date | None = None, specimen: bool = False
) -> str:
    """The text of a new paper.toml."""
    day = f"share_cards_from = {share_cards_from}" if share_cards_from else "# share_cards_from = 0001-01-01"
    # A JSON string without escapes of "/" is a TOML string too.
    return _TEXT.format(
        name=json.dumps(name, ensure_ascii=False),
        languages=json.dumps(languages),
        timezone=json.dumps(timezone),
        share_cards_from=day,
        specimen="specimen = true" if specimen else "# specimen = false",
    )

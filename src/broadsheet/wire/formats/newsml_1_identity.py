"""Which item a NewsML 1 item is a revision of: its identity without what changes from revision to revision.

urn:newsml:afp.com:20140829T135002Z:TX-PAR-FXW86:1  ──▶  urn:newsml:afp.com:20140829T135002Z:TX-PAR-FXW86, revision 1
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.formats.xml_tree import Node

_PUBLIC = re.compile(r"(urn:newsml:[^:]+:\d{8}[^:]*:.+?):(\d{1,9})([NUA]?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    guid: str
    version: str
    provider: str


def identity(item: Node, first_created: datetime | None, called: str) -> Identity | None:
    """The identity of an item; None where it has none, and is not `called` anything either.

    In this order: the public identifier without its revision; provider, date and id; provider and id where the date is
    that of the revision (Belga); an id of the agency's own (TASS); provider, time and name.
    """
    named = item.one("identification/newsidentifier") or Node("newsidentifier", "NewsIdentifier", {})
    provider, day, name = named.word("providerid"), named.word("dateid"), named.word("newsitemid")
    revision = named.one("revisionid")
    version = revision.words() if revision else ""
    if revision:
        revision.attribute("previousrevision"), revision.attribute("update")
    public = named.word("publicidentifier")
    item.many("identification/datelabel", "identification/label")
    for node in item.many("identification"):
        node.leave_out("datelabel", "label")
    found = _PUBLIC.fullmatch(public)
    version = (version or (found[2] if found else ""))[:100] or "1"
    own = _own_id(item)
    # A number of nothing but zeros is no number; ANP repeats the revision in the id.
    name = "" if not name.strip("0") else re.sub(rf"[-_.]v{re.escape(version)}\Z", "", name)
    if found:
        guid = found[1]
    elif name and not public.lower().startswith("urn:newsml:") and day:
        guid = f"urn:newsml:{provider}:{day}:{name}"
    elif name:
        guid = f"urn:newsml:{provider}::{name}"
    elif own:
        guid = f"{provider}:{own}"
    elif called:
        digest = hashlib.sha256(called.lower().encode("utf-8", "replace")).hexdigest()[:20]
        guid = f"{provider}:{first_created:%Y%m%dT%H%M%S}:{digest}" if first_created else f"{provider}:{digest}"
    else:
        return None
    return Identity(lasting(guid), version, provider)


def without_revision(public: str) -> str:
    """An item's public identifier without the revision at its end."""
    found = _PUBLIC.fullmatch(public.strip())
    return lasting(found[1] if found else public)


def _own_id(item: Node) -> str:
    for node in item.everywhere("guid"):
        node.read = True
        if words := node.words():
            return words
    return ""

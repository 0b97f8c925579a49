"""The table [purge] of paper.toml: what stands between kiosk and readers, and must be told of changes."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.paperfile.values import Values

CACHES = ("none", "varnish", "nginx", "fastly", "cloudflare")


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """`cache` is one of CACHES; Varnish and nginx are told at `servers`, the others by `service` and a token."""

    cache: str = "none"
    servers: tuple[str, ...] = ()
    service: str = ""
    token_file: str = ""


def purge_plan(values: Values) -> PurgePlan:
    """What the table says.

    Errors: `PaperFileError` for a cache that is not known, or lacks what it needs.
    """
    plan = PurgePlan(
        values.text("purge", "cache", "none"),
        tuple(server.rstrip("/") for server in values.texts("purge", "servers")),
        values.line("purge", "service", ""),
        values.line("purge", "token_file", ""),
    )
    if plan.cache not in CACHES:
        raise values.complaint("purge", "cache", f"must be one of {', '.join(CACHES)}.")
    if plan.cache in ("varnish", "nginx") and not plan.servers:
        raise values.complaint("purge", "servers", 'must name the caches, such as ["http://127.0.0.1:6081"].')
    if plan.cache in ("fastly", "cloudflare") and not (plan.service and plan.token_file):
        raise values.complaint("purge", "service", "and token_file must be set for this cache.")
    return plan

"""Says in one word where a reader came from. The word is all that is kept of it."""

from __future__ import annotations

CLASSES = ("direct", "own", "search", "social", "other")

LONGEST = 253
"""Characters of a host's name (RFC 1035)."""

OWN = "own"
"""What our own script says instead of our own host."""

SEARCH = (
    "google", "bing", "duckduckgo", "yahoo", "yandex", "baidu", "ecosia", "qwant", "startpage", "naver", "coccoc",
    "seznam", "kagi", "mojeek",
)  # fmt: skip
"""Names of search engines, as they stand in a host's name."""

SEARCH_HOSTS = ("search.brave.com",)

SOCIAL = (
    "facebook.com", "fb.com", "fb.me", "messenger.com", "instagram.com", "threads.net", "threads.com", "twitter.com",
    "x.com", "t.co", "linkedin.com", "lnkd.in", "reddit.com", "telegram.org", "t.me", "telegram.me", "tiktok.com",
    "youtube.com", "youtu.be", "whatsapp.com", "wa.me", "bsky.app", "pinterest.com", "line.me", "vk.com", "weibo.com",
    "mastodon.social", "news.ycombinator.com",
)  # fmt: skip
"""Hosts of social networks; their subdomains belong to them."""


def referrer_class(host: str) -> str:
    """One of `CLASSES` for the host that a reader came from: "" is direct, "own" is a page of this paper."""
    host = host.strip().lower()[:LONGEST].partition(":")[0].rstrip(".")
    if not host:
        return "direct"
    if host == OWN:
        return "own"
    if host.startswith("com.") or any(host == name or host.endswith("." + name) for name in SOCIAL):
        # Android's apps give their package's name for a host: com.facebook.katana.
        return "search" if "googlequicksearchbox" in host else "social"
    if host in SEARCH_HOSTS or any(label in SEARCH for label in host.split(".")[:-1]):
        return "search"
    return "other"

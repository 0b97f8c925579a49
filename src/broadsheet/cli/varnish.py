"""Writes a configuration for Varnish in front of the kiosks: a shared cache, several kiosks, word of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from broadsheet.paperfile import PaperFile

_TEXT = """\
# Varnish in front of the kiosks of {name}. Lay it down as /etc/varnish/default.vcl, check it with
# `varnishd -C -f /etc/varnish/default.vcl`, and set in paper.toml:
#
#     [kiosk]
#     trusted_proxies = ["127.0.0.1"]         # as the kiosks see this Varnish, so that readers are told apart
#     [purge]
#     cache = "varnish"                       # what changes is new within seconds, and not only when its time is over
#     servers = ["http://127.0.0.1:6081"]
#
# Nothing here makes a list older than the 30 s that the kiosk promises: Varnish obeys its Cache-Control, and takes no
# page that is older than that says, unless every kiosk is down. It speaks no TLS: put hitch before it.

vcl 4.1;

import directors;
import std;

probe edition {{ .url = "/healthz"; .interval = 1s; .timeout = 2s; .window = 3; .threshold = 2; .initial = 2; }}

{backends}

# Who may say what is to be forgotten: the machine of the press.
acl press {{ "127.0.0.1"; "::1"; }}

sub vcl_init {{
    new kiosks = directors.round_robin();
{members}
}}

sub vcl_recv {{
    set req.backend_hint = kiosks.backend();
{host}
    if (req.method == "PURGE" || req.method == "BAN") {{
        if (client.ip !~ press) {{
            return (synth(405, "Not allowed here"));
        }}
        if (req.method == "PURGE") {{
            return (purge);
        }}
        ban("obj.http.x-host == " + req.http.host);
        return (synth(200, "Forgotten"));
    }}
    if (req.url ~ "^/-/" || (req.method != "GET" && req.method != "HEAD")) {{
        return (pass);
    }}
    # The kiosk knows nobody, and makes no difference between questions after the question mark, but for searches.
    unset req.http.Cookie;
    unset req.http.Authorization;
    if (req.url !~ "^/([a-z-]+/)?search\\?") {{
        set req.url = regsub(req.url, "\\?.*$", "");
    }}
    # Browsers spell in dozens of ways which pictures they take; three copies are enough.
    if (req.url !~ "^/media/" || req.http.Accept !~ "image/(avif|webp)") {{
        unset req.http.Accept;
    }} elseif (req.http.Accept ~ "image/avif") {{
        set req.http.Accept = "image/avif, image/webp";
    }} else {{
        set req.http.Accept = "image/webp";
    }}
    # An old page is sent for 5 s while it is fetched anew; for a day where no kiosk is well, or one has just failed.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {{
        set req.grace = 5s;
    }} else {{
        set req.grace = 1d;
    }}
    return (hash);
}}

sub vcl_backend_response {{
    set beresp.http.x-host = bereq.http.host;
    if (beresp.status < 500) {{
        set beresp.grace = 1d;
        return (deliver);
    }}
    if (bereq.is_bgfetch) {{
        return (abandon);
    }}
    if (bereq.retries == 0) {{
        return (retry);
    }}
    set beresp.uncacheable = true;
    return (deliver);
}}

sub vcl_backend_error {{
    if (bereq.retries == 0 && !bereq.is_bgfetch) {{
        return (retry);
    }}
}}

sub vcl_deliver {{
    if (resp.status >= 500 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {{
        return (restart);
    }}
    unset resp.http.x-host;
}}
"""

_BACKEND = """\
backend kiosk_{number} {{
    .host = "{host}";
    .port = "{port}";
    .connect_timeout = 2s;
    .first_byte_timeout = 15s;
    .probe = edition;
}}"""


def varnish_vcl(paper: PaperFile, kiosks: Sequence[str]) -> str:
    """The configuration; each of `kiosks` is "host:port"."""
    host = urlsplit(paper.address).hostname
    places = [kiosk.rpartition(":") for kiosk in kiosks]
    return _TEXT.format(
        name=paper.name.replace("\n", " "),
        backends="\n".join(
            _BACKEND.format(number=number, host=place[0].strip("[]"), port=place[2])
            for number, place in enumerate(places, 1)
        ),
        members="\n".join(f"    kiosks.add_backend(kiosk_{number});" for number in range(1, len(places) + 1)),
        # Whatever host is asked for, there is one paper.
        host=f'    set req.http.host = "{host}";' if host else "",
    )

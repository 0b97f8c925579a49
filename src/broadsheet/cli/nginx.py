"""Writes a configuration for nginx in front of the kiosks: TLS, a shared cache, several kiosks, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from broadsheet.paperfile import PaperFile

_TEXT = """\
# nginx in front of the kiosks of {name}. Lay it down as /etc/nginx/conf.d/broadsheet.conf, check it with
# `nginx -t`, and set in paper.toml, so that readers are told apart:
#
#     [kiosk]
#     trusted_proxies = {trusted}
#
# Nothing here makes a list older than the 30 s that the kiosk promises: nginx obeys its Cache-Control, and takes
# no page that is older than that says, unless every kiosk is down.

upstream broadsheet_kiosks {{
{servers}
    keepalive 64;
}}

proxy_cache_path {cache} levels=1:2 keys_zone=broadsheet:64m max_size={cache_size} inactive=1d use_temp_path=off;

# But for searches the kiosk makes no difference between questions that differ after the question mark; neither does the
# cache.
map $request_uri $broadsheet_path {{
    ~^/([a-z-]+/)?search\\?           $request_uri;
    ~^(?<broadsheet_plain>[^?]*)      $broadsheet_plain;
}}

# Browsers spell what they take in dozens of ways; three copies of a page are enough.
map $http_accept_encoding $broadsheet_coding {{
    default   "";
    ~*\\bbr\\b  "gzip, br";
    ~*gzip    "gzip";
}}

limit_req_zone $binary_remote_addr zone=broadsheet_beacons:16m rate=10r/s;
limit_conn_zone $binary_remote_addr zone=broadsheet_connections:16m;
{plain_server}
server {{
    listen {listen};
    server_name {host};
{tls}
    server_tokens off;
    client_header_timeout 10s;
    client_body_timeout 5s;
    send_timeout 20s;
    keepalive_timeout 30s;
    reset_timedout_connection on;
    large_client_header_buffers 4 8k;
    client_max_body_size 1k;
    limit_conn broadsheet_connections 100;
    gzip off; # pages come packed
    add_header X-Cache $upstream_cache_status always;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header Accept-Encoding $broadsheet_coding;
    proxy_connect_timeout 2s;
    proxy_read_timeout 15s;
    proxy_next_upstream error timeout http_502 http_503;

    proxy_cache broadsheet;
    proxy_cache_lock on;
    proxy_cache_revalidate on;
    proxy_cache_background_update on;
    # While a page is fetched anew the kiosk's own stale-while-revalidate holds, and its stale-if-error after that.
    proxy_cache_use_stale error timeout http_500 http_502 http_503 http_504;

    location / {{
        # nginx would keep a copy for each browser's own spelling of Accept-Encoding; the key has ours.
        proxy_ignore_headers Vary;
        proxy_cache_key "$broadsheet_coding $broadsheet_path";
        proxy_pass http://broadsheet_kiosks;
    }}

    location /media/ {{
        proxy_cache_key $broadsheet_path;
        proxy_pass http://broadsheet_kiosks;
    }}

    location = /-/view {{
        limit_req zone=broadsheet_beacons burst=50 nodelay;
        limit_req_status 429; # scripts read no answer to a beacon
        proxy_cache off;
        proxy_pass http://broadsheet_kiosks;
    }}

    location = /-/view.gif {{
        proxy_cache off;
        limit_req zone=broadsheet_beacons burst=50 nodelay;
        proxy_pass http://broadsheet_kiosks;
    }}
}}
"""

_PLAIN = """
server {{
    listen {port};
    server_name {host};
    return 301 https://{host}$request_uri;
}}
"""

_TLS = """\
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:broadsheet_tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
    add_header Strict-Transport-Security "max-age=31536000" always;
"""


@dataclass(frozen=True, slots=True)
class Front:
    """What nginx must be told beside paper.toml. `plain_port` leads to HTTPS; without a certificate it serves."""

    kiosks: Sequence[str]
    """Each "host:port"."""
    certificate: str = ""
    key: str = ""
    port: str = "443"
    plain_port: str = "80"
    cache: str = "/var/cache/nginx/broadsheet"
    cache_size: str = "2g"
    proxies: Sequence[str] = ("127.0.0.1",)
    """Addresses by which kiosks see this nginx."""


def nginx_conf(paper: PaperFile, front: Front) -> str:
    """The configuration, to be included where `http` is."""
    host = urlsplit(paper.address).hostname or "_"
    secure = bool(front.certificate)
    trusted = ", ".join(f'"{proxy}"' for proxy in front.proxies)
    return _TEXT.format(
        name=paper.name.replace("\n", " "),
        trusted=f"[{trusted}]",
        servers="\n".join(f"    server {kiosk} max_fails=2 fail_timeout=2s;" for kiosk in front.kiosks),
        cache=front.cache,
        cache_size=front.cache_size,
        plain_server=_PLAIN.format(port=front.plain_port, host=host) if secure else "",
        listen=f"{front.port} ssl http2" if secure else front.plain_port,
        host=host,
        tls=_TLS.format(certificate=front.certificate, key=front.key) if secure else "",
    )

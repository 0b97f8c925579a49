"""Makes every article of the site once, as a static site maker does, and prints what it cost as JSON.

Each is routed to by its address, served by Wagtail's own view, rendered and compressed; nothing is written.
"""

from __future__ import annotations

import gzip
import json
import os
import time


def bake() -> dict[str, float]:
    """Pages made, and the CPU seconds that they took."""
    import django

    django.setup()
    from django.test import RequestFactory
    from wagtail.views import serve

    from plain_wagtail.models import ArticlePage

    addresses = [page.url for page in ArticlePage.objects.live()]
    requests = RequestFactory()
    # What is compiled or looked up once a process is not counted.
    for address in addresses[:10]:
        serve(requests.get(address), address).render()
    cpu, size = time.process_time(), 0
    for address in addresses:
        response = serve(requests.get(address), address)
        response.render()
        size += len(gzip.compress(response.content, 6))
    return {"pages": len(addresses), "cpu": time.process_time() - cpu, "bytes": size}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "plain_wagtail.settings"
    print(json.dumps(bake()))

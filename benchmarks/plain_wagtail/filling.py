"""Makes the site's database and fills it with articles, which it reads from a file.

python -m plain_wagtail.filling ARTICLES.json      [{"title": …, "teaser": …, "paragraphs": [HTML, …]}, …]
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


def fill(articles: list[dict[str, Any]]) -> None:
    """An article a row of `articles`, the first at /article-0/; each a minute older than the one before."""
    from django.core.management import call_command
    from django.db import transaction
    from wagtail.models import Page, Site

    from plain_wagtail.models import ArticlePage, HomePage

    call_command("makemigrations", "plain_wagtail", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        Page.objects.filter(depth__gt=1).delete()
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title="The Gazette", slug="home"))
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        now = datetime.now(UTC)
        for number, article in enumerate(articles):
            at = now - timedelta(minutes=number)
            home.add_child(
                instance=ArticlePage(
                    title=article["title"],
                    slug=f"article-{number}",
                    teaser=article["teaser"],
                    body=[{"type": "prose", "value": "".join(article["paragraphs"])}],
                    first_published_at=at,
                    last_published_at=at,
                )
            )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "plain_wagtail.settings"
    import django

    package = Path(os.environ["PLAIN_WAGTAIL"]) / "plain_migrations"
    package.mkdir()
    (package / "__init__.py").touch()
    django.setup()
    fill(json.loads(Path(sys.argv[1]).read_text("utf-8")))

"""Shows after an act what readers really get: a sentence in the message area, and a page that says the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page, Revision

from broadsheet.desk.fronts_page import banner_address
from broadsheet.desk.rights import may_publish
from broadsheet.paperfile import current
from broadsheet.press import keys
from broadsheet.press.models import Order
from broadsheet.press.proof import Proof, State, Subject, prove
from broadsheet.stories.models import Listing, Story, StoryAddress

MOST_AT_ONCE = 5
"""Stories of a bulk act that are followed to readers; the press page tells of the rest."""


def follow_page(request: HttpRequest, page: Page) -> None:
    """After an editor's publication or withdrawal: a message that tells when readers have it."""
    if not issubclass(page.specific_class or Page, Story):
        return
    waits = Revision.page_revisions.filter(pk=page.latest_revision_id, approved_go_live_at__isnull=False)
    if waits.exists():
        return
    made = Order.objects.filter(key=keys.of("story", page.pk), due_at__lte=timezone.now())
    at = made.aggregate(at=Max("made_at"))["at"]
    if at is not None:
        follow(request, page, since=at)


def follow_approved(request: HttpRequest, page: Page) -> None:
    """After the last approval of a workflow, which publishes without Wagtail's hook for publications."""
    if "action-workflow-action" in request.POST:
        follow_page(request, page)


def follow_many(request: HttpRequest, action: str, pages: list[Page], view: Any) -> None:
    if action in ("publish", "unpublish"):
        for page in pages[:MOST_AT_ONCE]:
            page.refresh_from_db(fields=["latest_revision"])
            follow_page(request, page)


def follow(request: HttpRequest, page: Page, *, since: datetime) -> None:
    """A message about `page`, on which somebody acted at `since`."""
    query = "?" + urlencode({"since": since.timestamp()})
    asked, shown = (reverse(name, args=[page.pk]) + query for name in ("desk_proof", "desk_proof_page"))
    message = format_html(
        '<span data-desk-proof="{}" data-desk-title="{}">“{}”: <a href="{}">do readers have it?</a></span>',
        asked, page.title, page.title, shown,
    )  # fmt: skip
    if page.live and may_publish(request.user):
        message += format_html(' <a href="{}">Breaking news…</a>', banner_address(page.pk))
    messages.info(request, message)


@never_cache
@require_safe
def answer(request: HttpRequest, page_id: int) -> JsonResponse:
    """The state of things as JSON, at once: "waiting", "live", "gone" or "alarm"."""
    story = get_object_or_404(Story, pk=page_id)
    proof = _prove(story, request)
    words: dict[str, Any] = {"state": str(proof.state), "sentence": sentence(proof)}
    if proof.state == State.ALARM:
        words["reason"] = proof.reason
    elif proof.state != State.WAITING:
        words |= {"pages": proof.pages, "seconds": proof.seconds}
    if proof.state == State.LIVE:
        words["address"] = current().address + story.current_address()
    return JsonResponse(words)


@never_cache
@require_safe
def show(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same for a person, as things are now; looking again is a click."""
    story = get_object_or_404(Story, pk=page_id)
    proof = _prove(story, request)
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[story.pk]), "label": story.title},
        {"url": "", "label": "What readers get"},
    ]
    context = {
        "page_title": "What readers get",
        "header_title": "What readers get",
        "header_icon": "view",
        "breadcrumbs_items": crumbs,
        "story": story,
        "proof": proof,
        "sentence": sentence(proof),
        "live_address": current().address + story.current_address() if proof.state == State.LIVE else "",
    }
    return render(request, "desk/proof.html", context)


def sentence(proof: Proof) -> str:
    """What `proof` says, in a few words."""
    pages = "1 page" if proof.pages == 1 else f"{proof.pages:,} pages"
    match proof.state:
        case State.WAITING:
            return "Waiting for the press …"
        case State.ALARM:
            return proof.reason
        case State.LIVE if proof.pages:
            return f"Live on {pages} in {proof.seconds:.1f} s"
        case State.LIVE:
            return "Live; no page had to change"
        case _ if proof.pages:
            return f"Gone from {pages} in {proof.seconds:.1f} s"
    return "Readers do not have it; no page had to change"


def _prove(story: Story, request: HttpRequest) -> Proof:
    now = timezone.now()
    return prove(_subject(story), since=_since(story, request, now), now=now, paper=current())


def _subject(story: Story) -> Subject:
    addresses = StoryAddress.objects.filter(story=story).order_by("-current", "address")
    # In a list is what is published, not killed, and in a section that is not withdrawn.
    listed = Listing.objects.filter(story=story).exists()
    return Subject(
        key=keys.of("story", story.pk),
        row=f"story/{story.pk}",
        addresses=tuple(addresses.values_list("address", flat=True)),
        live=listed,
    )


def _since(story: Story, request: HttpRequest, now: datetime) -> datetime:
    """When the act was: as its message says, else when the story was last published."""
    asked = request.GET.get("since", "")
    if not asked:
        return story.last_published_at or now
    try:
        at = datetime.fromtimestamp(float(asked), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Http404 from error
    # A microsecond, lost on the way through the address, must not hide the run of that very moment.
    return min(at - timedelta(microseconds=1), now)

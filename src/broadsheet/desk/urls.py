"""The desk's addresses: Wagtail under /desk/, sign-in links, and what a preview needs to look as for readers."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images.views.chooser import viewset as image_chooser

from broadsheet.desk import doorway, files, photo_offers, push
from broadsheet.desk.log_report import LogReport
from broadsheet.desk.page_search import PageSearch

urlpatterns = [
    path("", RedirectView.as_view(url="/desk/", permanent=False)),
    path("door/<str:token>/", doorway.enter, name="desk_door"),
    # Before Wagtail's own at the same addresses, which look through the whole log, and at all pages.
    path("desk/reports/site-history/", require_admin_access(LogReport.as_view())),
    path("desk/reports/site-history/results/", require_admin_access(LogReport.as_view(results_only=True))),
    path("desk/pages/search/", require_admin_access(PageSearch.as_view())),
    path("desk/pages/search/results/", require_admin_access(PageSearch.as_view(results_only=True))),
    # Machines send here: no session, no form.
    path("desk-wire/push/<slug:slug>", push.take, name="desk_push"),
    # The same for the three ways of uploading photos: ours offer those that look alike.
    path("desk/images/add/", require_admin_access(photo_offers.UploadOfOne.as_view())),
    path("desk/images/multiple/add/", require_admin_access(photo_offers.UploadOfMany.as_view())),
    path(
        "desk/images/chooser/create/",
        require_admin_access(image_chooser.construct_view(photo_offers.UploadInChooser)),
    ),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^desk-media/(?P<name>.+)$", files.photo, name="desk_photo"),
    re_path(r"^media/(?P<name>[0-9a-z.-]+)$", files.rendition),
    re_path(r"^theme/(?P<name>[a-z0-9.-]+)$", files.theme),
    # What a preview links to, readers have: anything else that looks like an address of theirs.
    re_path(r"^(?P<address>(?!desk/|documents/|desk-|door/).+)$", files.to_readers),
]

"""What stands in the places of the desk's addresses where the table of routes asks them.

Names are those of `things` in test_routes.py; what is not among them, or begins with "=", stands for itself.
"""

from __future__ import annotations

STORY_AND_OWN = [("story",), ("own",)]
TREE = [("story",), ("own",), ("section",), ("front",)]

_PAGE = {
    "<int:page_id>/usage/": STORY_AND_OWN,
    "<int:page_id>/edit/": TREE,
    "<int:page_id>/edit/preview/": STORY_AND_OWN,
    "<int:page_id>/view_draft/": STORY_AND_OWN,
    "<int:parent_page_id>/add_subpage/": [("section",), ("front",), ("root",)],
    "<int:page_id>/delete/": TREE,
    "<int:page_id>/unpublish/": [("story",), ("section",), ("front",)],
    "<int:page_id>/convert_alias/": [("story",)],
    "<int:page_to_move_id>/move/": [("story",), ("own",), ("section",)],
    "<int:page_to_move_id>/move/<int:destination_id>/confirm/": [
        ("story", "foreign"), ("own", "foreign"), ("section", "front-km"),
    ],
    "<int:page_to_move_id>/set_position/": [("story",), ("section",)],
    "<int:page_id>/copy/": TREE,
    "workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/": [("waiting", "=approve", "task-state")],
    "workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/": [
        ("waiting", "=reject", "task-state")
    ],
    "workflow/confirm_cancellation/<int:page_id>/": [("waiting",)],
    "workflow/preview/<int:page_id>/<int:task_id>/": [("waiting", "task")],
    "<int:page_id>/privacy/": [("story",)],
    "<int:page_id>/lock/": TREE,
    "<int:page_id>/unlock/": [("locked",)],
    "<int:page_id>/revisions/": [("story",)],
    "<int:page_id>/revisions/<int:revision_id>/view/": [("story", "revision")],
    "<int:page_id>/revisions/<int:revision_id>/revert/": [("story", "revision")],
    "<int:page_id>/revisions/<int:revision_id>/unschedule/": [("story", "revision")],
    "^(?P<pk>\\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\\d+)\\.\\.\\."
    "(?P<revision_id_b>live|latest|\\d+)/$": [("story", "earliest", "latest")],
    "<int:page_id>/workflow_history/": [("waiting",)],
    "<int:page_id>/workflow_history/detail/<int:workflow_state_id>/": [("waiting", "workflow-state")],
    "<int:page_id>/history/": STORY_AND_OWN,
    "<int:page_id>/history/results/": [("story",)],
    "<int:parent_page_id>/": [("front",), ("section",)],
    "<int:parent_page_id>/results/": [("section",)],
    "add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/": [
        ("=stories", "=story", "section"), ("=stories", "=story", "foreign"),
        ("=stories", "=section", "front"), ("=stories", "=front", "root"),
    ],
    "add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/preview/": [
        ("=stories", "=story", "section"), ("=stories", "=section", "front"),
    ],
    "usage/<slug:content_type_app_name>/<slug:content_type_model_name>/": [("=stories", "=story")],
    "usage/<slug:content_type_app_name>/<slug:content_type_model_name>/results/": [("=stories", "=story")],
    "create/<slug:app_label>/<slug:model_name>": [("=stories", "=story")],
}  # fmt: skip

_DESK = {
    "bulk/<str:app_label>/<str:model_name>/<str:action>/": [
        ("=wagtailcore", "=page", f"={act}", "id") for act in ("publish", "unpublish", "delete", "move")
    ],
    "choose-page/<int:parent_page_id>/": [("section",)],
    "collections/<int:pk>/": [("collection",)],
    "collections/<int:pk>/delete/": [("collection",)],
    "collections/<int:collection_id>/privacy/": [("collection",)],
    "tag-autocomplete/<slug:app_name>/<slug:model_name>/": [("=taggit", "=tag")],
    "translation/submit/page/<int:page_id>/": [("story",)],
    "translation/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/": [("=stories", "=topic", "topic")],
    "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/": [
        ("=stories", "=story", "story", "1")
    ],
    "editing-sessions/release/<int:session_id>/": [("1",)],
    "embeds/chooser/upload/": [()],
    "^.*/$": [()],
    **{
        f"workflows/{act}/<int:pk>/{end}": [("workflow",)]
        for act, end in (("enable", ""), ("disable", ""), ("edit", ""), ("usage", ""), ("usage", "results/"))
    },
    "workflows/remove/<int:page_pk>/": [("section",)],
    "workflows/remove/<int:page_pk>/<int:workflow_pk>/": [("root", "workflow")],
    "workflows/tasks/add/<str:app_label>/<str:model_name>/": [("=wagtailcore", "=groupapprovaltask")],
    **{f"workflows/tasks/{act}/<int:pk>/": [("task",)] for act in ("edit", "disable", "enable")},
    "workflows/task_chooser/<int:task_id>/": [("task",)],
    "api/main/^pages/<int:pk>/": [("story",), ("own",)],
    "api/main/^pages/<int:pk>/action/<str:action_name>/": [
        ("own", act) for act in (
            "convert_alias", "copy", "delete", "publish", "unpublish", "move", "copy_for_translation",
            "create_alias", "revert_to_page_revision",
        )
    ] + [("story", act) for act in ("copy", "delete", "publish", "unpublish", "create_alias")],
    "api/main/^images/<int:pk>/": [("photo",)],
    "api/main/^documents/<int:pk>/": [("1",)],
    **{f"images/{end}": [("photo",)] for end in (
        "<int:image_id>/", "<int:image_id>/delete/", "<int:image_id>/generate_url/",
        "<int:image_id>/generate_url/output/", "usage/<int:image_id>/", "multiple/<int:image_id>/",
        "multiple/<int:image_id>/delete/", "chooser/<int:image_id>/select_format/", "chooser/chosen/<str:pk>/",
    )},
    "images/<int:image_id>/preview/<str:filter_spec>/": [("photo", "width-100")],
    "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/": [("1",)],
    "images/multiple/delete_upload/<int:uploaded_file_id>/": [("1",)],
    **{f"documents/{end}": [("1",)] for end in (
        "edit/<int:document_id>/", "delete/<int:document_id>/", "multiple/<int:doc_id>/",
        "multiple/create_from_uploaded_document/<int:uploaded_file_id>/", "multiple/<int:doc_id>/delete/",
        "multiple/delete_upload/<int:uploaded_file_id>/", "usage/<int:document_id>/", "chooser/chosen/<str:pk>/",
    )},
    **{
        f"{things}/{act}/<int:pk>/": [(thing,)]
        for things, thing in (
            ("bylines", "byline"), ("topics", "topic"), ("dossiers", "dossier"), ("agency-codes", "code"),
            ("users", "colleague"), ("groups", "group"), ("sites", "site"),
        )
        for act in ("edit", "delete", "usage", "history", "history-results", "copy")
    },
    **{
        f"snippets/choose/{path}/chosen/<str:pk>/": [(thing,)]
        for path, thing in (
            ("stories/byline", "byline"), ("stories/topic", "topic"), ("stories/dossier", "dossier"),
            ("wire/codemapping", "code"),
        )
    },
    **{f"wire/{end}": [("item",)] for end in (
        "group/<int:pk>/", "<int:pk>/", "<int:pk>/make-story/", "<int:pk>/mark/",
    )},
    "wire/proposals/<int:pk>/": [("proposal",)],
    "wire/raw/<int:pk>/": [("raw",)],
    "wire/picture/<int:pk>/": [("1",)],
    "wire/sources/add/<slug:kind>/": [("feed",)],
    **{f"wire/sources/<int:pk>/{end}": [("source",)] for end in ("", "test/", "look/", "key/")},
    "proof/<int:page_id>/": [("story",)],
    "proof/<int:page_id>/page/": [("story",)],
    "most-viewed/<int:pk>/mute/": [("story",)],
    "most-viewed/<int:pk>/unmute/": [("story",)],
    "kills/<int:number>/lift/": [("1",)],
    "kills/<int:number>/seen/": [("1",)],
    "clocks/<int:number>/believe/": [("1",)],
    "kill/<int:pk>/": [("story",), ("own",), ("abroad",)],
    "board/<int:pk>/": STORY_AND_OWN,
    "board/<int:pk>/move/": [("waiting",), ("own",)],
    "board/<int:pk>/back/": [("waiting",), ("own",)],
    "checks/<int:pk>/": STORY_AND_OWN,
    "meeting/<int:pk>/": STORY_AND_OWN,
    "here/<int:pk>/": STORY_AND_OWN,
    "replace/<int:pk>/": STORY_AND_OWN,
    "dossiers/<int:pk>/quotations/": [("dossier",)],
    "notices/<int:pk>/": [("notice",)],
    "versions/<int:pk>/": STORY_AND_OWN,
    "versions/<int:pk>/withhold/": [("version",)],
    **{f"live/<int:pk>/{end}": [("told",), ("own",)] for end in ("", "entries/", "turn/")},
    **{f"live/entry/<int:pk>/{end}": [("posted",), ("waits",)] for end in ("", "act/")},
    "diary/<int:pk>/": [("entry",)],
    "fronts/banner/<int:number>/": [("banner",)],
    "fronts/<int:pk>/back/<int:number>/": [("front", "layout")],
    **{f"fronts/<int:pk>/{end}": [("front",), ("section",), ("foreign",)] for end in (
        "", "change/", "undo/", "plan/", "preview/", "widths/",
    )},
    "translations/<int:pk>/dealt-with/": STORY_AND_OWN,
    "read/<int:pk>/": [("story",), ("own",)],
    "photo-offers/<int:pk>/": [("photo",)],
    "photo-desk/<int:pk>/": [("photo",)],
    "photo-desk/<int:pk>/download/": [("photo",)],
    "photo-rights/<int:pk>/": [("photo",)],
    "photo-rights/ended/<int:pk>/seen/": [("1",)],
    "sign-in-link/<int:pk>/": [("colleague",)],
    "password_reset/confirm/<uidb64>/<token>/": [("x", "y")],
}  # fmt: skip

EXAMPLES: dict[str, list[tuple[str, ...]]] = {
    **{f"desk/pages/{end}": names for end, names in _PAGE.items()},
    **{f"desk/{end}": names for end, names in _DESK.items()},
    "door/<str:token>/": [("x.y",)],
    "desk-wire/push/<slug:slug>": [("delta",)],
    "documents/^(\\d+)/(.*)$": [("1", "a.pdf")],
    "documents/authenticate_with_password/<int:restriction_id>/": [("1",)],
    "^desk-media/(?P<name>.+)$": [("original_images/boats.jpg",)],
    "^media/(?P<name>[0-9a-z.-]+)$": [("0.jpg",)],
    "^theme/(?P<name>[a-z0-9.-]+)$": [("theme.css",)],
    "^(?P<address>(?!desk/|documents/|desk-|door/).+)$": [("world",)],
}

"""Hangs the desk's screens on Wagtail's hooks; each screen lies in a module of its own."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html, format_html_join
from wagtail import hooks

from broadsheet.desk import (
    alarms,
    board,
    board_card,
    brown_out,
    checks,
    clock_alarms,
    contact_sheet,
    dashboard,
    diary,
    diary_entry,
    dossiers,
    ended_rights,
    front_editor,
    fronts_page,
    here,
    home,
    inbox,
    inbox_item,
    kill_alarms,
    kill_guard,
    kill_record,
    killing,
    live,
    live_entry,
    meeting_page,
    menu,
    most_viewed,
    notices_page,
    photo_decisions,
    photo_guard,
    photo_offers,
    photo_words_page,
    place_guard,
    proof,
    proposal_page,
    replacing_page,
    rights,
    shape_guard,
    sign_in_links,
    sources,
    story_reading,
    takedown,
    translations,
    versions_page,
)
from broadsheet.desk.press_health import PressPage
from broadsheet.desk.snippets import Bylines, CodeMappings, Topics
from broadsheet.desk.story_lists import StoryListing, StoryPages

hooks.register(
    "register_admin_viewset",
    lambda: [StoryPages(), StoryListing(), Bylines(), Topics(), dossiers.Dossiers(), CodeMappings()],
)

hooks.register("register_admin_menu_item", menu.wire)
hooks.register("register_admin_menu_item", menu.dashboard)
hooks.register("register_admin_menu_item", menu.board)
hooks.register("register_admin_menu_item", menu.live_blogs)
hooks.register("register_admin_menu_item", notices_page.menu_item)
hooks.register("register_admin_menu_item", menu.fronts)
hooks.register("register_admin_menu_item", menu.diary)
hooks.register("register_admin_menu_item", menu.photo_desk)
hooks.register("register_admin_menu_item", menu.translations)
hooks.register("register_settings_menu_item", menu.sources)
hooks.register("register_admin_menu_item", menu.most_viewed)
hooks.register("register_reports_menu_item", menu.press)
hooks.register("register_reports_menu_item", menu.kills)
hooks.register("register_reports_menu_item", menu.photo_rights)
hooks.register("construct_main_menu", menu.tidy)
hooks.register("construct_settings_menu", menu.without(menu.HIDDEN_SETTINGS))
hooks.register("construct_reports_menu", menu.without(menu.HIDDEN_REPORTS))
hooks.register("construct_help_menu", menu.help_of_ours)

# After Wagtail's own items: ours take their place.
hooks.register("construct_homepage_summary_items", home.figures, order=1_000)
hooks.register("construct_homepage_panels", home.panels)
hooks.register("construct_homepage_panels", board_card.panel)
hooks.register("construct_homepage_panels", clock_alarms.panel)
hooks.register("construct_homepage_panels", ended_rights.panel)
hooks.register("construct_homepage_panels", sources.panel)
hooks.register("construct_homepage_panels", brown_out.panel)
hooks.register("register_user_listing_buttons", sign_in_links.button)

hooks.register("register_page_action_menu_item", killing.KillMenuItem.last)
hooks.register("register_page_listing_more_buttons", killing.row_button)
hooks.register("register_page_listing_more_buttons", story_reading.row_button)
hooks.register("register_page_listing_more_buttons", live.row_button)
hooks.register("register_page_header_buttons", live.header_button)
hooks.register("register_page_header_buttons", fronts_page.header_button)
hooks.register("register_page_header_buttons", killing.header_button)
hooks.register("register_permissions", rights.own_permissions)
hooks.register("before_create_page", shape_guard.refuse_new)
hooks.register("after_create_page", shape_guard.make_group)
hooks.register("before_edit_page", kill_guard.refuse_in_editor)
hooks.register("before_publish_page", kill_guard.refuse_publication)
hooks.register("before_copy_page", kill_guard.refuse_copy)
hooks.register("before_bulk_action", kill_guard.refuse_many)
hooks.register("before_edit_page", meeting_page.refuse_to_overwrite)
hooks.register("before_edit_page", place_guard.refuse_to_overwrite)
hooks.register("before_edit_page", photo_guard.refuse_in_editor)
hooks.register("before_edit_page", photo_offers.tell_in_editor)
hooks.register("before_edit_page", takedown.tell_in_editor)
hooks.register("before_create_page", photo_guard.refuse_new)
hooks.register("before_publish_page", photo_guard.refuse_publication)
hooks.register("before_bulk_action", photo_guard.refuse_many)
# Last: it takes out what others have put in.
hooks.register("construct_page_action_menu", kill_guard.without_roads, order=1_000)

hooks.register("after_publish_page", proof.follow_page)
hooks.register("after_unpublish_page", proof.follow_page)
hooks.register("after_edit_page", proof.follow_approved)
hooks.register("after_bulk_action", proof.follow_many)

hooks.register(
    "insert_global_admin_js",
    lambda: format_html_join(
        "", '<script type="module" src="{}"></script>', [(static("desk/proof.js"),), (static("desk/alarms.js"),)]
    ),
)
hooks.register(
    "insert_global_admin_css",
    lambda: format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css")),
)

hooks.register(
    "register_admin_urls",
    lambda: [
        path("board/", board.show, name="desk_board"),
        path("board/<int:pk>/", board_card.show, name="desk_board_card"),
        path("board/<int:pk>/move/", board_card.move, name="desk_board_move"),
        path("board/<int:pk>/back/", board_card.send_back, name="desk_board_back"),
        path("dossiers/<int:pk>/quotations/", dossiers.pick, name="desk_dossier_quotations"),
        path("live/", live.listing, name="desk_live_list"),
        path("live/<int:pk>/", live.show, name="desk_live"),
        path("live/<int:pk>/entries/", live.entries, name="desk_live_entries"),
        path("live/<int:pk>/turn/", live.turn, name="desk_live_turn"),
        path("live/entry/<int:pk>/", live_entry.edit, name="desk_live_entry"),
        path("live/entry/<int:pk>/act/", live_entry.act, name="desk_live_act"),
        path("replace/<int:pk>/", replacing_page.show, name="desk_replace"),
        path("dashboard/", dashboard.show, name="desk_dashboard"),
        path("diary/", diary.show, name="desk_diary"),
        path("diary/diary.ics", diary.calendar_file, name="desk_diary_file"),
        path("diary/budget/", diary.budget, name="desk_budget"),
        path("diary/new/", diary_entry.edit, name="desk_diary_new"),
        path("diary/<int:pk>/", diary_entry.edit, name="desk_diary_entry"),
        path("here/<int:pk>/", here.tell, name="desk_here"),
        path("meeting/<int:pk>/", meeting_page.decide, name="desk_meeting"),
        path("fronts/", fronts_page.show, name="desk_fronts"),
        path("fronts/banner/", fronts_page.propose, name="desk_banner_new"),
        path("fronts/banner/<int:number>/", fronts_page.decide, name="desk_banner"),
        path("fronts/<int:pk>/", front_editor.show, name="desk_front"),
        path("fronts/<int:pk>/change/", front_editor.change, name="desk_front_change"),
        path("fronts/<int:pk>/undo/", front_editor.undo, name="desk_front_undo"),
        path("fronts/<int:pk>/back/<int:number>/", front_editor.put_back, name="desk_front_put_back"),
        path("fronts/<int:pk>/plan/", front_editor.plan, name="desk_front_plan"),
        path("fronts/<int:pk>/preview/", front_editor.preview, name="desk_front_preview"),
        path("fronts/<int:pk>/widths/", front_editor.widths, name="desk_front_widths"),
        path("notices/", notices_page.show, name="desk_notices"),
        path("notices/<int:pk>/", notices_page.follow, name="desk_notice"),
        path("translations/", translations.show, name="desk_translations"),
        path("translations/<int:pk>/dealt-with/", translations.dealt_with, name="desk_translation_dealt_with"),
        path("versions/<int:pk>/", versions_page.show, name="desk_versions"),
        path("versions/<int:pk>/withhold/", versions_page.withhold, name="desk_version_withhold"),
        path("wire/", inbox.Inbox.as_view(), name="desk_wire"),
        path("wire/results/", inbox.Inbox.as_view(results_only=True), name="desk_wire_results"),
        path("wire/live/", inbox.Live.as_view(), name="desk_wire_live"),
        path("wire/group/<int:pk>/", inbox.group, name="desk_wire_group"),
        path("wire/refused/", inbox.Refused.as_view(), name="desk_wire_refused"),
        path("wire/<int:pk>/", inbox_item.show, name="desk_wire_item"),
        path("wire/<int:pk>/make-story/", inbox_item.make_story, name="desk_wire_make_story"),
        path("wire/<int:pk>/mark/", inbox_item.mark, name="desk_wire_mark"),
        path("wire/proposals/", proposal_page.Proposals.as_view(), name="desk_proposals"),
        path("wire/proposals/<int:pk>/", proposal_page.show, name="desk_proposal"),
        path("wire/raw/<int:pk>/", inbox_item.raw, name="desk_wire_raw"),
        path("wire/picture/<int:pk>/", inbox_item.picture, name="desk_wire_picture"),
        path("wire/sources/", sources.listing, name="desk_sources"),
        path("wire/sources/add/<slug:kind>/", sources.add, name="desk_source_add"),
        path("wire/sources/<int:pk>/", sources.edit, name="desk_source"),
        path("wire/sources/<int:pk>/test/", sources.test, name="desk_source_test"),
        path("wire/sources/<int:pk>/look/", sources.look_now, name="desk_source_look"),
        path("wire/sources/<int:pk>/key/", sources.new_key, name="desk_source_key"),
        path("proof/<int:page_id>/", proof.answer, name="desk_proof"),
        path("proof/<int:page_id>/page/", proof.show, name="desk_proof_page"),
        path("most-viewed/", most_viewed.MostViewedPage.as_view(), name="desk_most_viewed"),
        path("most-viewed/numbers/", most_viewed.numbers, name="desk_most_viewed_numbers"),
        path("most-viewed/<int:pk>/mute/", most_viewed.mute, name="desk_mute"),
        path("most-viewed/<int:pk>/unmute/", most_viewed.unmute, name="desk_unmute"),
        path("kills/", kill_record.KillsPage.as_view(), name="desk_kills"),
        path("alarms/", alarms.latest, name="desk_alarms"),
        path("kills/<int:number>/lift/", kill_record.lift, name="desk_kill_lift"),
        path("kills/<int:number>/seen/", kill_alarms.seen, name="desk_kill_seen"),
        path("clocks/<int:number>/believe/", clock_alarms.believe, name="desk_clock_believe"),
        path("photo-rights/ended/<int:pk>/seen/", ended_rights.seen, name="desk_rights_seen"),
        path("kill/<int:pk>/", killing.confirm, name="desk_kill"),
        path("photo-desk/", contact_sheet.show, name="desk_photos"),
        path("photo-desk/words/", photo_words_page.show, name="desk_photo_words"),
        path("photo-desk/<int:pk>/", contact_sheet.one, name="desk_contact"),
        path("photo-desk/<int:pk>/download/", contact_sheet.download, name="desk_photo_download"),
        path("takedown/", takedown.show, name="desk_takedown"),
        path("photo-rights/", photo_decisions.DecisionsPage.as_view(), name="desk_photo_decisions"),
        path("photo-offers/<int:pk>/", photo_offers.offer, name="desk_photo_offer"),
        path("photo-rights/<int:pk>/", photo_decisions.decide, name="desk_photo_rights"),
        path("checks/<int:pk>/", checks.live, name="desk_checks"),
        path("read/<int:pk>/", story_reading.show, name="desk_read"),
        path("press/", PressPage.as_view(), name="desk_press"),
        path("sign-in-link/<int:pk>/", sign_in_links.show, name="desk_sign_in_link"),
    ],
)

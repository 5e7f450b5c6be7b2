"""The addresses of Wagtail's admin that somebody here needs. Every other one answers 404.

A new release of Wagtail brings new ones: `tests/cms/admin/` names what it has not seen before.
Left out on purpose: its API, reports, usage, copies, moves, locks, private pages, tags,
collections and sites (they list what is every team's); workflows and redirects (nothing of ours
stands behind them); users and groups (a way in changes by `notices.sign_in_reset` alone, roles by
`accounts.roles.memberships`); activities and places, whose one editor is in the staff's portal.
"""

OPEN_TO_ALL = frozenset(
    {
        "admin_login",
        "admin_password_reset",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
    }
)
"""Nothing of anybody's: sign-in and sign-out, and what every page of the admin fetches."""

SHOWING_A_STORY = frozenset(
    {
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_unschedule",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:view_draft",
        "simple_translation:submit_page_translation",
    }
)
"""Where the words of one story stand: whoever is in it has been looked at."""
EDITING = frozenset(
    {
        "wagtailadmin_pages:edit",
        "wagtailimages:edit",
        "wagtailsettings:edit",
        "wagtailsnippets_participants_interest:edit",
    }
)
"""Where a row is changed by a form that knows its version."""
STAYING = (
    SHOWING_A_STORY
    | EDITING
    | {
        # pages
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_explore_root",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtail_bulk_action",
        # the links in a text
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_phone_link",
        # pictures
        "admin_picture_preview",
        "wagtailimages:add",
        "wagtailimages:add_multiple",
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete",
        "wagtailimages:delete_multiple",
        "wagtailimages:delete_upload_multiple",
        "wagtailimages:edit_multiple",
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:create",
        # windows in which works and people are chosen
        "participant_chooser:choose",
        "participant_chooser:choose_results",
        "participant_chooser:chosen",
        "work_chooser:choose",
        "work_chooser:choose_results",
        "work_chooser:chosen",
        # lists that leaders keep
        "wagtailsnippets_participants_interest:add",
        "wagtailsnippets_participants_interest:delete",
        "wagtailsnippets_participants_interest:list",
        "wagtailsnippets_participants_interest:list_results",
        # one's own
        "wagtailadmin_account",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wagtailadmin_home",
    }
)

"""Whatever Wagtail, allauth and DRF offer stands in docs/library-acts.md, with what makes it true.

An act that a new release brings is in no row: it fails here until somebody has decided
(rules.md#library-acts).
"""

import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from rest_framework.renderers import JSONRenderer
from rest_framework.settings import api_settings
from wagtail import hooks
from wagtail.admin.action_menu import PageActionMenu
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu

from accounts.models import Role
from accounts.roles import memberships
from cms.admin import allowed_addresses
from cms.models import StoryIndexPage, StoryPage
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.test_permissions import walk

pytestmark = pytest.mark.django_db
OURS = ("accounts.", "cms.", "portals.", "pictures.", "config.", "api.")
LIBRARIES = {"admin/": "address", "konto/": "address", "api/": "address"}


def listed(kind):
    """Return the rows of one kind: (pattern, stands, what makes it true)."""
    lines = Path("docs/library-acts.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return [row[1:] for row in rows if len(row) == 4 and row[0] == kind]


def rows_of(name, rows):
    exact = [row for row in rows if row[0].strip("`") == name]
    return exact or [row for row in rows if fnmatchcase(name, row[0].strip("`"))]


def offered(kind):
    """Return the names of everything of a kind that the installed libraries register."""
    if kind == "address":
        return {
            f"{space}:{name}" if space else name
            for where, space, name, _words in walk(get_resolver())
            if where.startswith(tuple(LIBRARIES)) and name
        }
    if kind == "hook":
        hooks.search_for_hooks()
        return {
            f"{name}: {act.__module__.removeprefix('wagtail.')}.{act.__qualname__}"
            for name, registered in hooks._hooks.items()
            for act, _order in registered
            if not act.__module__.startswith(OURS)
        }
    menus = {"menu": admin_menu, "settings": settings_menu, "reports": reports_menu}
    return {
        f"{where}: {item.name}"
        for where, menu in menus.items()
        for item in menu.registered_menu_items
    }


@pytest.mark.parametrize("kind", ["address", "hook", "menu"])
def test_every_act_stands_in_the_list_once_and_nothing_else_does(kind):
    rows, there = listed(kind), offered(kind)
    assert sorted(name for name in there if not rows_of(name, rows)) == []
    used = Counter(row[0] for name in there for row in rows_of(name, rows))
    assert [row[0] for row in rows if not used[row[0]]] == []
    assert [row for row in rows if row[1] not in ("stays", "closed") or len(row[2]) < 10] == []


def test_a_new_act_is_in_no_row():
    for kind, name in (
        ("address", "wagtailadmin_pages:share"),
        ("address", "account_connections"),
        ("address", "api:session-delete-all"),
        ("hook", "register_bulk_action: admin.views.pages.bulk_actions.share.ShareBulkAction"),
        ("menu", "menu: share"),
    ):
        assert rows_of(name, listed(kind)) == [], name


def test_the_list_says_what_the_gate_does():
    rows = listed("address")
    open_here = allowed_addresses.STAYING | allowed_addresses.OPEN_TO_ALL
    for where, space, name, _words in walk(get_resolver()):
        full = f"{space}:{name}" if space else name
        if where.startswith("admin/") and full:
            says = rows_of(full, rows)[0][1]
            assert (full, says) == (full, "stays" if full in open_here else "closed")


CLOSED_AT_THE_ACCOUNT = (
    "account_email", "account_signup", "account_email_verification_sent",
    "account_confirm_login_code",
)  # fmt: skip


@pytest.mark.parametrize("name", CLOSED_AT_THE_ACCOUNT)
def test_what_is_closed_at_the_account_makes_nothing(signed_in, client, name):
    user = UserFactory()
    memberships.give(user, team=TeamFactory(), role=Role.LEADER, by=UserFactory(administrator=True))
    before = user.email
    for who in (signed_in(user), client):
        sent = {"email": "ny@reir.example", "email2": "ny@reir.example", "action_add": ""}
        who.post(
            reverse(name), sent | {"password1": "Sjiraff-9-hatt", "password2": "Sjiraff-9-hatt"}
        )
    user.refresh_from_db()
    assert user.email == before
    assert not type(user).objects.filter(email="ny@reir.example").exists()


def test_what_is_switched_off_is_off():
    assert settings.WAGTAIL_WORKFLOW_ENABLED is False
    assert settings.WAGTAILADMIN_COMMENTS_ENABLED is False
    assert "wagtail.contrib.redirects.middleware.RedirectMiddleware" not in settings.MIDDLEWARE
    assert "allauth.socialaccount" not in settings.INSTALLED_APPS
    assert [JSONRenderer] == api_settings.DEFAULT_RENDERER_CLASSES


@pytest.mark.parametrize("role", [Role.LEADER, Role.EDITOR, "superuser"])
def test_the_page_under_edit_offers_only_acts_of_the_list(signed_in, rf, role):
    team, user = TeamFactory(), UserFactory(administrator=role == "superuser")
    pages.index(StoryIndexPage)
    given = Role.LEADER if role == "superuser" else role
    memberships.give(user, team=team, role=given, by=UserFactory(administrator=True))
    page = pages.story(team=team)
    request = rf.get("/")
    request.user = user
    menu = PageActionMenu(request, view="edit", page=page, lock=None, locked_for_user=False)
    items = {item.name for item in [menu.default_item, *menu.menu_items] if item}
    said = {row[0].strip("`") for row in listed("action") if row[1] == "stays"}
    assert items <= said
    html = signed_in(user).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for word in (
        "workflow",
        "set_privacy",
        "/lock/",
        "/copy/",
        "/move/",
        "convert_alias",
        "/usage/",
    ):
        assert not re.search(rf'(?:href|action|data-[a-z-]*url[a-z-]*)="[^"]*{word}', html), word
    assert "comments-toggle" not in html


def test_a_translation_is_one_page_a_draft_and_asks_anew(signed_in):
    team, user = TeamFactory(), UserFactory(administrator=True)
    story = pages.story(team=team, title="Kanariella")
    pages.home("nn")
    memberships.give(user, team=team, role=Role.LEADER, by=UserFactory(administrator=True))
    nynorsk = pages.home("nn").locale
    parent = story.get_parent().specific
    address = reverse("simple_translation:submit_page_translation", args=[parent.pk])
    signed_in(user).post(address, {"locales": [nynorsk.pk], "include_subtree": "on"})
    assert StoryIndexPage.objects.filter(locale=nynorsk).exists()
    assert not StoryPage.objects.filter(locale=nynorsk).exists()


def test_nothing_in_the_admin_leads_to_the_librarys_own_news(signed_in):
    team, user = TeamFactory(), UserFactory()
    memberships.give(user, team=team, role=Role.EDITOR, by=UserFactory(administrator=True))
    home = signed_in(user).get(reverse("wagtailadmin_home")).content.decode()
    assert "guide.wagtail.org" not in home
    assert reverse("wagtailadmin_account") in home


def test_ones_own_page_offers_nothing_that_is_shown_nowhere(signed_in):
    team, user = TeamFactory(), UserFactory()
    memberships.give(user, team=team, role=Role.EDITOR, by=UserFactory(administrator=True))
    page = signed_in(user).get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="name_email-first_name"' in page
    assert 'type="file"' not in page
    assert 'name="notifications-' not in page

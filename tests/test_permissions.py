"""Every route × every role × own team and another × every method (rules.md#other-teams).

The routes come from the URL resolver, the expectations from tests/permission_table.py; a route
that the table does not know fails. Wagtail's admin and the sign-in pages have one rule a prefix.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.template.backends import django
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.sign_in.middleware import StaffSecondFactorMiddleware
from activities.models import Session
from api.throttling import PublicThrottle
from portals import forbidden
from tests import permission_table as table
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import ShiftFactory
from tests.permission_ground import STAFF, TWO_HATS, Ground
from tests.permission_table import Row

PORTALS = {
    "staff": table.STAFF_PORTAL,
    "partner": table.PARTNER_PORTAL,
    "mine": table.MINE_OPEN | table.MINE_PORTAL,
    "api": table.API_PUBLIC | table.API_STAFF,
    "": table.PUBLIC,
}
WITH_A_TEST_OF_THEIR_OWN = {
    ("", "stripe_webhook"), ("", "stripe_payout_webhook"), ("", "picture"), ("", "wagtail_serve"),
}  # fmt: skip
TEAM_LISTS = ("week", "week_people", "colleagues", "phone_list", "substitutes", "home", "routines")
PREFIXES = ("admin/", "konto/")
METHODS = ("GET", "POST")
API_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
KEYS = {
    "shift_pk": "shift",
    "guest_pk": "guest",
    "message_pk": "message",
    "earning_pk": "earning",
    "step_pk": "step",
    "person_pk": "participant",
    "participant_pk": "participant",
    "consent_pk": "consent",
    "offer_id": "offer",
    "lease_id": "lease",
}
DONE, SHOWN, LED_ON = {200, 201, 204, 302, 303}, {200}, {302, 303}
UNUSABLE = {400, 409}
"""What the API answers when somebody who may write sends nothing of use."""


# --- The routes ------------------------------------------------------------------
def walk(resolver: Any, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Any]:
    """Yield (address pattern, namespace, URL name, words in the address) of every route."""
    for part in resolver.url_patterns:
        where = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from walk(part, where, (*spaces, part.namespace) if part.namespace else spaces)
        elif isinstance(part, URLPattern):
            words = list(part.pattern.converters) or list(part.pattern.regex.groupindex)
            yield where, ":".join(spaces), part.name or "", words


ROUTES = list(walk(get_resolver()))
OURS = [
    (space, name, words)
    for where, space, name, words in ROUTES
    if not where.startswith(PREFIXES) and (space, name) not in WITH_A_TEST_OF_THEIR_OWN
]


def address_of(space: str, name: str, words: list[str], row: Row, side: Any) -> str:
    """Return the address of a route about the objects of `side`."""
    view = f"{space}:{name}" if space else name
    return reverse(view, kwargs={word: value_of(word, row, side) for word in words})


def value_of(word: str, row: Row, side: Any) -> Any:
    """Return what stands in the address for a word of the route."""
    if word in row.sent:
        return row.sent[word]
    if word == "number":
        return side.invoice.number
    if word == "slug":
        return side.activity.slug
    if word == "participant":
        return side.participant.code
    if word == "token":
        return getattr(side, row.of)
    return getattr(side, KEYS.get(word, row.of or "session")).pk


# --- The ground ------------------------------------------------------------------
@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, signed_in: Any, tmp_path_factory: Any
) -> Iterator[Ground]:
    """Build both teams once, in one transaction that is rolled back."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=str(media)),
        transaction.atomic(),
    ):
        ground = Ground(signed_in)
        ground.media = media
        yield ground
        transaction.set_rollback(True)


@pytest.fixture
def ground(built: Ground, settings: Any) -> Ground:
    """Give the ground with its pictures in place."""
    settings.MEDIA_ROOT = str(built.media)
    return built


@pytest.fixture
def _no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill in no template: the views decide who gets what, and others look at what pages say.

    Nor is anybody looked up whom only the page of a 403 names (`tests/portals/test_forbidden.py`).
    """
    monkeypatch.setattr(django.Template, "render", lambda *_unused: "")
    monkeypatch.setattr(forbidden, "who_can", lambda _request: [])
    monkeypatch.setattr(forbidden, "leader_for", lambda _user: None)
    monkeypatch.setattr(forbidden, "person_of_contact", lambda _user: None)


def ask(client: Any, method: str, address: str) -> Any:
    """Return the answer; whatever it changed is undone."""
    PublicThrottle.cache.clear()
    sent = {"content_type": "application/json"} if address.startswith("/api/") else {}
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, address, **sent)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer


# --- The expectation -------------------------------------------------------------
def expected(space: str, name: str, row: Row, role: str, *, own: bool, method: str) -> set[int]:
    """Return the statuses that `role` may get."""
    let_in = getattr(row, method.lower(), None)
    outside = {"staff": staff_outside, "partner": partner_outside, "api": api_outside}
    if space == "mine" and name in table.MINE_PORTAL and role != "card":
        return LED_ON
    if let_in is None:
        return {404} if name == "nothing_here" else {401, 403, 405} if space == "api" else {405}
    if role not in let_in:
        if space == "mine":
            return {405}
        return outside[space](row, role, own=own)
    if not own and row.of and not row.shared and let_in != table.EVERYBODY:
        return {404}
    if row.always_leads_on:
        return LED_ON
    if method == "GET":
        return SHOWN
    return DONE | UNUSABLE if space == "api" else DONE


def expected_of_two_hats(
    space: str, name: str, row: Row, roles: tuple[str, str], *, own: bool, method: str
) -> set[int]:
    """Return the statuses of somebody with `roles` in the own and in the other team.

    About a team's object they are what they are in that team; on a list they are both.
    """
    here, there = roles
    if row.of and not row.shared:
        role = here if own else there
    else:
        role = there if there in (getattr(row, method.lower(), None) or ()) else here
    is_anothers = row.personal or row.private
    if is_anothers and role in (getattr(row, method.lower(), None) or ()):
        return {404 if row.private else 403}
    return expected(space, name, row, role, own=True, method=method)


def staff_outside(row: Row, role: str, *, own: bool) -> set[int]:
    """Return what somebody gets who is not let in at the staff's portal."""
    if role in ("anonymous", "card"):
        return LED_ON
    if role not in STAFF:
        return {403}
    is_another_teams = bool(row.of) and not own and not row.shared
    return {404} if is_another_teams or role in row.blind else {403}


def partner_outside(row: Row, role: str, *, own: bool) -> set[int]:
    """Return what somebody gets who is no partner."""
    return LED_ON if role in ("anonymous", "card") else {403}


def api_outside(row: Row, role: str, *, own: bool) -> set[int]:
    """Return what somebody gets who may not call the endpoint."""
    if role in ("anonymous", "card"):
        return {401}
    return {404} if role in STAFF and row.of and not own else {403}


# --- The matrix ------------------------------------------------------------------
def test_the_table_knows_every_route_and_no_other() -> None:
    known = {(space, name) for space, rows in PORTALS.items() for name in rows}
    assert {(space, name) for space, name, _words in OURS} ^ known == set()


@pytest.mark.usefixtures("_no_words")
@pytest.mark.parametrize(
    ("space", "name", "words"), OURS, ids=[f"{space}:{name}" for space, name, _words in OURS]
)
def test_each_role_gets_what_the_table_says(
    ground: Ground, space: str, name: str, words: list[str]
) -> None:
    row = PORTALS[space][name]
    unexpected = []
    for own in (True, False) if words and not row.sent else (True,):
        side = ground.own if own else ground.other
        address = (
            "/api/v1/finnes/ikke/"
            if name == "nothing_here"
            else address_of(space, name, words, row, side)
        )
        for method in API_METHODS if space == "api" else METHODS:
            for role, client in ground.clients.items():
                status = ask(client, method, address).status_code
                wanted = expected(space, name, row, role, own=own, method=method)
                if status not in wanted:
                    unexpected.append(f"{role} {method} {address}: {status}, not {sorted(wanted)}")
            for hats, client in ground.two_hats.items():
                chosen = f"?team={side.team.slug}" if space == "staff" and row.of else ""
                status = ask(client, method, address + chosen).status_code
                wanted = expected_of_two_hats(
                    space, name, row, TWO_HATS[hats], own=own, method=method
                )
                if status not in wanted:
                    unexpected.append(f"{hats} {method} {address}: {status}, not {sorted(wanted)}")
            status = ask(ground.password_only, method, address).status_code
            if status not in (302, 401, 403) and name not in ("healthz", "readyz"):
                unexpected.append(f"password alone {method} {address}: {status}")
    assert unexpected == []


@pytest.mark.usefixtures("_no_words")
def test_a_substitute_sees_their_session_and_nothing_else_of_the_team(
    ground: Ground, signed_in: Any
) -> None:
    side, theirs = ground.other, {("staff", "sheet"), ("staff", "incident_report")}
    lent = MembershipFactory(team=ground.own.team, role="leader").user
    client = signed_in(lent)
    address = reverse("staff:sheet", args=[side.session.pk])

    def unexpected() -> list[str]:
        found = []
        for space, name, words in OURS:
            row = PORTALS[space][name]
            if space not in ("staff", "api") or not words or not row.of or row.shared:
                continue
            for method in METHODS:
                where = address_of(space, name, words, row, side)
                status = ask(client, method, where).status_code
                wanted = expected(space, name, row, "leader", own=False, method=method)
                if (space, name) not in theirs and status not in wanted:
                    found.append(f"{method} {where}: {status}, not {sorted(wanted)}")
        return found

    happened = reverse("staff:incident_report", args=[side.session.pk])
    assert [ask(client, "GET", one).status_code for one in (address, happened)] == [404, 404]
    shift = ShiftFactory(session=side.session, staff=lent, lent_by=ground.own.team)
    Session.objects.filter(pk=side.session.pk).update(published_at=timezone.now())
    assert [ask(client, "GET", one).status_code for one in (address, happened)] == [200, 200]
    assert unexpected() == []
    others = [reverse(f"staff:{name}") + f"?team={side.team.slug}" for name in TEAM_LISTS]
    assert [ask(client, "GET", one).status_code for one in others] == [404] * len(others)
    times = {"starts_at": side.session.starts_at, "ends_at": side.session.ends_at}
    past = {"starts_at": timezone.now() - timedelta(hours=27)}
    past["ends_at"] = past["starts_at"] + timedelta(hours=2)
    Session.objects.filter(pk=side.session.pk).update(**past)
    assert [ask(client, "GET", one).status_code for one in (address, happened)] == [404, 404]
    Session.objects.filter(pk=side.session.pk).update(**times)
    lent.memberships.update(ended_at=timezone.now())
    MembershipFactory(team=TeamFactory(), user=lent)
    assert ask(client, "GET", address).status_code == 404
    shift.delete()


def test_who_is_not_signed_in_is_led_to_the_one_sign_in_page(ground: Ground) -> None:
    for address in ("/staff/", "/partner/", "/admin/"):
        answer = ask(ground.clients["anonymous"], "GET", address)
        assert answer["Location"].startswith(reverse("account_login")), address


# --- Routes with a rule of their own -----------------------------------------------
def test_an_original_picture_is_seen_by_the_team_of_who_is_on_it(ground: Ground) -> None:
    for side, seeing in ((ground.own, set(STAFF)), (ground.other, set())):
        address = reverse("picture", args=[side.picture.file.name])
        answers = {role: ask(client, "GET", address) for role, client in ground.clients.items()}
        found = {role for role, answer in answers.items() if answer.status_code == 200}
        assert found == seeing
        assert {answer.status_code for answer in answers.values()} <= {200, 404}
        assert ask(ground.password_only, "GET", address).status_code == 302


def test_stripes_door_takes_nothing_that_is_not_signed(ground: Ground) -> None:
    for role, client in ground.clients.items():
        assert ask(client, "POST", reverse("stripe_webhook")).status_code in (400, 404, 503), role
        assert ask(client, "GET", reverse("stripe_webhook")).status_code == 405, role


def test_a_public_page_that_is_not_there_is_404_for_everybody(ground: Ground) -> None:
    for role, client in ground.clients.items():
        assert ask(client, "GET", "/finnes-ikke/").status_code == 404, role
        assert ask(client, "POST", "/finnes-ikke/").status_code == 405, role


# --- One rule a prefix -------------------------------------------------------------
def filled(where: str) -> str:
    """Return an address that a pattern takes: a number for each word."""
    where = re.sub(r"\(\?P<\w+>[^)]*\)", "1", where)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "1", where).replace("^", "").replace("$", "")


OPEN_IN_ADMIN = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


def test_nobody_without_a_right_of_wagtails_opens_its_admin(ground: Ground) -> None:
    asking = {role: ground.clients[role] for role in ("anonymous", "card", "partner", "worker")}
    asking["password alone"] = ground.password_only
    found = [
        f"{role} {filled(where)}"
        for where, _space, name, _words in ROUTES
        if where.startswith("admin/") and name not in OPEN_IN_ADMIN
        for role, client in asking.items()
        if ask(client, "GET", filled(where)).status_code == 200
    ]
    assert found == []


def test_a_password_alone_opens_only_the_way_to_the_second_factor(ground: Ground) -> None:
    middleware = StaffSecondFactorMiddleware
    found = {
        name
        for where, _space, name, _words in ROUTES
        if where.startswith("konto/")
        for method in METHODS
        if ask(ground.password_only, method, filled(where)).status_code == 200
    }
    assert found <= middleware.OPEN_NAMES | middleware.SET_UP_NAMES


def test_the_sign_in_pages_never_fail(ground: Ground) -> None:
    for where, _space, _name, _words in ROUTES:
        if where.startswith("konto/"):
            for role in ("anonymous", "partner"):
                assert ask(ground.clients[role], "GET", filled(where)).status_code < 500, where

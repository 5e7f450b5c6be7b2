"""A password alone opens no staff page by any route (rules.md#second-factor)."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.sign_in.middleware import StaffSecondFactorMiddleware
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OWN_PORTALS = ("staff/", "admin/", "partner/", "api/", "min/", "bilder/")


def code_now() -> str:
    """Return the six digits that an app would show."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def all_paths() -> list[str]:
    """Return an address for every route of ours that knows the person, made from the resolver."""
    found: set[str] = set()

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            part = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, part)
            elif isinstance(pattern, URLPattern):
                found.add(_filled(part))

    walk(get_resolver().url_patterns, "")
    return sorted(path for path in found if path.startswith(OWN_PORTALS))


def _filled(route: str) -> str:
    route = re.sub(r"<int:\w+>|\(\?P<\w+>[^)]*\\d[^)]*\)", "1", route)
    route = re.sub(r"<(\w+:)?\w+>|\(\?P<\w+>[^)]*\)", "x", route)
    return re.sub(r"[\^$\\?]", "", route)


def password_only(user: Any) -> Client:
    """Return a client that came in through the real form with the password."""
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize("path", all_paths())
def test_a_password_alone_opens_no_route(path: str) -> None:
    client = password_only(MembershipFactory(leader=True).user)
    for method in (client.get, client.post):
        answer = method(f"/{path}")
        if path.startswith("api/"):
            assert answer.status_code == 403
            assert answer.json()["code"] == "second_factor"
        else:
            assert answer.status_code == 302
            assert answer.url.startswith(reverse("second_factor"))


def test_the_routes_above_are_not_none() -> None:
    assert len([path for path in all_paths() if path.startswith("admin/")]) > 50


@pytest.mark.parametrize("path", ["/", "/kalender/", "/nn/", "/finnes-ikke/", "/min/", "/k/abc"])
def test_not_even_a_public_page_is_shown_halfway(path: str) -> None:
    answer = password_only(MembershipFactory().user).get(path)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('second_factor')}?next={path.replace('/', '%2F')}"


def test_a_visitor_passes_without_a_session_or_a_query(client: Client, rf: Any) -> None:
    request = rf.get("/kalender/")
    passed = object()
    assert StaffSecondFactorMiddleware(lambda _request: passed)(request) is passed
    assert not hasattr(request, "session")


def test_an_administrator_and_a_hand_given_group_are_stopped_as_well() -> None:
    in_group = UserFactory()
    in_group.groups.add(Group.objects.create(name="redaktører"))
    for user in (UserFactory(administrator=True), in_group, UserFactory(is_staff=True)):
        assert password_only(user).get("/admin/").url.startswith(reverse("second_factor"))


def test_a_partner_needs_no_second_factor() -> None:
    assert password_only(UserFactory()).get(reverse("own_portal")).url == "/partner/"


def test_a_partner_who_added_one_is_asked_for_it() -> None:
    user = UserFactory()
    TOTP.activate(user, SECRET)
    client = password_only(user)
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_htmx_is_told_to_move_the_whole_page() -> None:
    client = password_only(MembershipFactory().user)
    answer = client.post("/staff/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("second_factor"))


def test_a_program_gets_a_sentence() -> None:
    client = password_only(MembershipFactory().user)
    answer = client.get("/staff/", headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json() == {
        "message": "Du må logge inn med to steg før du kan gjøre dette.",
        "code": "second_factor",
    }


def test_password_and_code_open_the_portal() -> None:
    user = MembershipFactory().user
    TOTP.activate(user, SECRET)
    client = password_only(user)
    assert client.get("/staff/").status_code != 200
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get(reverse("own_portal")).url == "/staff/"


def test_a_recovery_code_opens_the_portal() -> None:
    user = MembershipFactory().user
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    client = password_only(user)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("own_portal")).url == "/staff/"


def test_setting_up_an_app_counts_as_proof_and_leads_on() -> None:
    user = MembershipFactory().user
    client = password_only(user)
    client.get(reverse("second_factor"), {"next": "/staff/uke/"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": code_now()})
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1
    assert client.get(reverse("own_portal")).url == "/staff/uke/"
    assert client.get(reverse("own_portal")).url == "/staff/"


def test_a_wrong_code_at_set_up_proves_nothing() -> None:
    client = password_only(MembershipFactory().user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert client.get(reverse("own_portal")).url.startswith(reverse("second_factor"))


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_change_password",
    ],
)
def test_a_password_alone_cannot_go_round_the_factor_of_the_owner(name: str) -> None:
    """A session from before the owner set up an app must not add, remove or read a factor."""
    user = MembershipFactory().user
    client = password_only(user)
    TOTP.activate(user, SECRET)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for method in (client.get, client.post):
        assert method(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=user).count() == 1


def test_the_owner_proves_the_factor_in_an_older_session() -> None:
    user = MembershipFactory().user
    client = password_only(user)
    TOTP.activate(user, SECRET)
    way = client.get("/staff/").url
    assert client.get(way).status_code == 200
    assert client.post(way, {"code": code_now()}).url == "/staff/"
    assert client.get(reverse("own_portal")).url == "/staff/"


def test_a_record_of_somebody_else_in_the_session_proves_nothing(signed_in: Any) -> None:
    client = signed_in(MembershipFactory().user)
    session = client.session
    session["account_authentication_methods_user"] = "0"
    session.save()
    assert client.get("/staff/").url.startswith(reverse("second_factor"))


def test_switched_off_for_the_demonstration(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    assert password_only(MembershipFactory().user).get(reverse("own_portal")).url == "/staff/"


def test_a_role_that_ends_is_noticed_by_the_next_request() -> None:
    membership = MembershipFactory()
    client = password_only(membership.user)
    assert client.get(reverse("own_portal")).url.startswith(reverse("second_factor"))
    membership.ended_at = membership.created_at
    membership.save()
    assert client.get(reverse("own_portal")).url == "/partner/"


@pytest.mark.parametrize("path", ["login/", "password_reset/", "password_reset/confirm/a/b/"])
def test_the_doors_of_the_admin_lead_to_the_one_form(path: str) -> None:
    leader = MembershipFactory(leader=True).user
    TOTP.activate(leader, SECRET)
    client = Client()
    for method in (client.get, client.post):
        answer = method(f"/admin/{path}", {"username": leader.email, "password": PASSWORD})
        assert answer.url.startswith("/konto/")
    assert "_auth_user_id" not in client.session


def test_the_way_on_from_the_admin_stays_in_the_house() -> None:
    client = Client()
    assert (
        client.get("/admin/login/?next=/admin/pages/").url
        == "/konto/login/?next=%2Fadmin%2Fpages%2F"
    )
    assert client.get("/admin/login/?next=https://example.com/").url == "/konto/login/"


def test_nobody_signs_up() -> None:
    answer = Client().post(
        reverse("account_signup"),
        {"email": "ny@example.no", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.templates[0].name == "account/signup_closed.html"
    assert "_auth_user_id" not in answer.client.session


def test_the_api_knows_sessions_only() -> None:
    assert settings.REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"] == [
        "rest_framework.authentication.SessionAuthentication"
    ]

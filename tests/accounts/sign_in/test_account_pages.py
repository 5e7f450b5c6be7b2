"""Sign-in as it is set up: portals, limits, passwords, the person to ring, and the commands."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from accounts import context_processors, due
from accounts.models import Invitation, Membership, Team
from accounts.permissions import is_staff_member
from accounts.sign_in.checks import second_factor_is_required
from tests.factories.accounts import PASSWORD, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


# --- Portals -----------------------------------------------------------------
def test_everybody_comes_to_their_own_portal(signed_in: Any) -> None:
    worker = MembershipFactory().user
    leading_administrator = MembershipFactory(user__is_superuser=True).user
    for user, portal in [
        (worker, "/staff/"),
        (leading_administrator, "/staff/"),
        (UserFactory(administrator=True), "/admin/"),
        (UserFactory(), "/partner/"),
    ]:
        assert signed_in(user).get(reverse("own_portal")).url == portal
    assert Client().get(reverse("own_portal")).url == "/konto/login/?next=/konto/videre/"


def test_the_page_after_the_second_step_is_in_the_house(signed_in: Any) -> None:
    client = signed_in(MembershipFactory().user)
    client.get(reverse("second_factor"), {"next": "https://example.com/"})
    assert client.get(reverse("own_portal")).url == "/staff/"


# --- Passwords ---------------------------------------------------------------
def test_a_new_password_ends_every_session(signed_in: Any) -> None:
    user = MembershipFactory().user
    here, elsewhere = signed_in(user), signed_in(user)
    new = "ny hage med fugler"
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    for client in (here, elsewhere):
        assert client.get(reverse("own_portal")).url.startswith("/konto/login/")


def test_a_short_password_is_too_short(signed_in: Any) -> None:
    client = signed_in(UserFactory())
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "elleve tegn", "password2": "elleve tegn"},
    )
    assert "12" in str(answer.context["form"].errors["password1"])


def test_guessing_is_slowed_down() -> None:
    user, client = UserFactory(), Client()
    guess = {"login": user.email, "password": "feil passord her"}
    for _guess in range(5):
        client.post(reverse("account_login"), guess)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


# --- Pages in Norwegian -------------------------------------------------------
ENTRANCE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
]
MANAGED = [
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "second_factor",
]
WITH_FACTOR = ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_list_webauthn"]
ENGLISH = (
    "Sign In",
    "Password",
    "Two-Factor",
    "Recovery",
    "Authenticator",
    "Confirm Access",
    "Forgot",
)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", ENTRANCE + MANAGED)
def test_no_page_falls_back_to_english(name: str, language: str, signed_in: Any) -> None:
    client = signed_in(UserFactory(language=language)) if name in MANAGED else Client()
    client.cookies["reir_sprak"] = language
    page = client.get(reverse(name))
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}"' in text
    assert [word for word in ENGLISH if f">{word}" in text or f" {word} " in text] == []


# --- The person to ring -------------------------------------------------------
def shown(request: Any) -> str:
    template = Template("{{ help_contact.name }} {{ help_contact.phone.as_national }}")
    return template.render(Context(context_processors.help_contact(request)))


def test_the_public_rings_the_leader_of_the_first_team(rf: Any) -> None:
    MembershipFactory()
    first = MembershipFactory(leader=True, user__last_name="Ås")
    MembershipFactory(leader=True)
    assert shown(rf.get("/")) == f"Kari Ås {first.user.phone.as_national}"


def test_staff_ring_their_own_leader(rf: Any) -> None:
    MembershipFactory(leader=True)
    own = MembershipFactory(leader=True, user__last_name="Eng")
    request = rf.get("/staff/")
    request.user = MembershipFactory(team=own.team).user
    assert shown(request) == f"Kari Eng {own.user.phone.as_national}"


def test_a_team_without_a_number_lends_its_leaders(rf: Any) -> None:
    leader = MembershipFactory(leader=True, team__phone="", user__phone="+4799999999")
    assert shown(rf.get("/")) == f"{leader.user} 99 99 99 99"


def test_nobody_yet_is_no_error(rf: Any) -> None:
    assert shown(rf.get("/")) == " "


def test_one_query_when_shown_and_none_when_not(rf: Any, django_assert_num_queries: Any) -> None:
    MembershipFactory(leader=True)
    with django_assert_num_queries(0):
        context_processors.help_contact(rf.get("/"))
    with django_assert_num_queries(1):
        shown(rf.get("/"))
    with django_assert_num_queries(0):
        shown(rf.get("/kalender/"))


# --- The check of the settings -------------------------------------------------
@pytest.mark.parametrize(
    ("required", "debug", "hosts", "found"),
    [
        (True, False, ["reir.oslo.no"], []),
        (False, True, ["reir.oslo.no"], []),
        (False, False, ["localhost", "127.0.0.1"], []),
        (False, False, ["localhost", "reir.oslo.no"], ["accounts.E001"]),
        (False, False, ["*"], ["accounts.E001"]),
        (False, False, [], ["accounts.E001"]),
    ],
)
def test_the_factor_is_off_on_an_own_machine_only(
    required: bool, debug: bool, hosts: list[str], found: list[str], settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED, settings.DEBUG = required, debug
    settings.ALLOWED_HOSTS = hosts
    assert [message.id for message in second_factor_is_required(None)] == found


# --- Commands -------------------------------------------------------------------
def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_real_installation_begins() -> None:
    first = run("createteam", "Grünerløkka", "--phone", "23477000")
    assert first.splitlines()[0] == "Teamet Grünerløkka er laget. Kortnavnet er «grunerlokka»."
    invited = run(
        "invite", "kari@alna.no", "--team", "grunerlokka", "--role", "leader", "--name", "Kari Ås"
    )
    assert invited.splitlines()[0] == "Kari Ås er leder i Grünerløkka."
    assert invited.splitlines()[-1].startswith("http://localhost:8000/konto/invitasjon/")
    membership = Membership.objects.get()
    assert is_staff_member(membership.user)
    assert not membership.user.has_usable_password()


def test_both_are_safe_to_repeat() -> None:
    for phone in ("23477000", "23477001"):
        run("createteam", "Alna", "--phone", phone, "--organisation-number", "974 778 807")
        run("invite", "kari@alna.no", "--team", "Alna", "--role", "leader", "--name", "Kari Ås")
    team = Team.objects.get()
    assert (str(team.phone), team.organisation_number) == ("+4723477001", "974778807")
    assert Membership.objects.count() == 1
    assert Invitation.objects.count() == 2
    assert run("createteam", " alna ").startswith("Teamet Alna fantes fra før.")


def test_somebody_with_a_password_gets_the_role_and_no_link() -> None:
    TeamFactory(slug="alna", name="Alna")
    user = UserFactory()
    text = run("invite", user.email, "--team", "alna", "--role", "worker", "--name", "Kari")
    assert text.splitlines()[-1] == "Kontoen har et passord fra før, så her er det ingen ny lenke."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["createteam", "Alna", "--phone", "12"], "Telefonnummeret er ugyldig."),
        (["createteam", "Alna", "--organisation-number", "123"], "ni siffer"),
        (["createteam", "N" * 81], "80"),
        (["createteam", " "], "blank|tomt"),
        (["createteam", "!!!"], "blank|tomt"),
        (["invite", "kari", "--team", "grorud", "--role", "worker", "--name", "K"], "ikke hel"),
        (
            ["invite", "k@a.no", "--team", "nei", "--role", "worker", "--name", "K"],
            "Disse finnes: grorud",
        ),
    ],
)
def test_bad_words_get_a_sentence(words: list[str], sentence: str) -> None:
    TeamFactory(name="Grorud", slug="grorud")
    with pytest.raises(CommandError, match=sentence):
        run(*words)
    assert (Team.objects.count(), Membership.objects.count()) == (1, 0)


def test_ended_sign_ins_are_forgotten(signed_in: Any) -> None:
    with time_machine.travel("2026-11-23 06:00Z", tick=False) as clock:
        signed_in(UserFactory())
        clock.shift(timedelta(hours=11))
        signed_in(UserFactory())
        clock.shift(timedelta(hours=2))
        due.forget_ended_sign_ins()
    assert Session.objects.count() == 1


@pytest.mark.django_db
def test_a_link_to_a_new_password_that_is_used_up_is_answered(client):
    assert client.get("/konto/password/reset/key/0-0/").status_code == 200

"""People come in by a letter, and only through it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import invitations
from accounts.models import Invitation, User
from core.errors import RuleBroken
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(django_capture_on_commit_callbacks: Any) -> tuple[Invitation, str]:
    """An invitation from Lise to Kari, whose letter has gone."""
    lise = UserFactory(first_name="Lise", last_name="Ås")
    with django_capture_on_commit_callbacks(execute=True):
        return invitations.invite("Kari@Alna.no ", name="Kari Nordby", to="Bydel Alna", by=lise)


def test_a_login_without_a_password_is_made(invited: tuple[Invitation, str]) -> None:
    user = invited[0].user
    assert (user.email, user.get_full_name()) == ("kari@alna.no", "Kari Nordby")
    assert not user.has_usable_password()


def test_the_letter_is_neutral_and_holds_the_link(invited: tuple[Invitation, str]) -> None:
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Invitasjon til Reir", ["kari@alna.no"])
    assert re.findall(r"https?://\S+", letter.body) == [invitations.link(invited[1])]
    assert "Lise Ås har invitert deg til Reir, for Bydel Alna." in letter.body


def test_the_token_is_stored_hashed(invited: tuple[Invitation, str]) -> None:
    invitation, token = invited
    assert len(token) >= 43
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_the_whole_way_in(invited: tuple[Invitation, str]) -> None:
    client = Client()
    answer = client.get(reverse("invitation", args=[invited[1]]))
    assert answer.url == "/konto/invitasjon/"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    page = client.get(answer.url)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"  # no-referrer would break the form
    assert "Hei Kari, velkommen til Reir" in page.content.decode()
    assert "Du er invitert for Bydel Alna." in page.content.decode()
    assert Invitation.objects.get().accepted_at is None  # a mail scanner has opened it: no harm
    form = client.post(answer.url, follow=True)
    assert form.templates[0].name == "account/password_reset_from_key.html"
    done = client.post(
        form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True
    )
    assert done.status_code == 200
    client.post(reverse("account_login"), {"login": "kari@alna.no", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(invited[0].user_id)
    address = EmailAddress.objects.get(user=invited[0].user)
    assert (address.email, address.verified, address.primary) == ("kari@alna.no", True, True)


def test_who_was_signed_in_on_the_machine_is_signed_out(invited: Any, signed_in: Any) -> None:
    client = signed_in(UserFactory())
    client.get(reverse("invitation", args=[invited[1]]))
    client.post(reverse("accept_invitation"))
    assert "_auth_user_id" not in client.session


def test_a_link_opens_once(invited: tuple[Invitation, str]) -> None:
    assert invitations.accept(invited[1]) == invited[0].user
    with pytest.raises(RuleBroken, match="Lenken er brukt før"):
        invitations.accept(invited[1])


def test_after_fourteen_days_the_page_says_whom_to_ask(invited: tuple[Invitation, str]) -> None:
    client = Client()
    with time_machine.travel(invited[0].created_at + timedelta(days=14, seconds=1)):
        client.get(reverse("invitation", args=[invited[1]]))
        page = client.get(reverse("accept_invitation"))
        assert page.status_code == 410
        assert "Lenken er gått ut. Spør Lise Ås om en ny." in page.content.decode()
        assert client.post(reverse("accept_invitation")).status_code == 410
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("token", ["x", "ø" * 300, "%00", "a b"])
def test_a_link_that_is_none_gets_a_kind_page(token: str) -> None:
    client = Client()
    client.get(reverse("invitation", args=[token]))
    page = client.get(reverse("accept_invitation"))
    assert page.status_code == 410
    assert "Prøv å åpne den fra e-posten en gang til." in page.content.decode()


def test_a_new_invitation_replaces_the_open_one(invited: tuple[Invitation, str]) -> None:
    _second, token = invitations.invite(
        "kari@alna.no", name="Kari Nordby", to="Bydel Alna", by=None
    )
    with pytest.raises(RuleBroken, match="Lenken er gått ut"):
        invitations.accept(invited[1])
    assert invitations.accept(token) == invited[0].user
    assert User.objects.filter(email="kari@alna.no").count() == 1


def test_an_invitation_never_opens_an_account_that_has_a_password(
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        invitation, token = invitations.invite(
            owner.email, name="En annen", to="Bydel Alna", by=None
        )
    assert invitation.user == owner
    assert token not in mail.outbox[0].body
    with pytest.raises(RuleBroken):
        invitations.accept(token)
    owner.refresh_from_db()
    assert owner.first_name == "Kari"


@pytest.mark.parametrize(
    ("email", "name", "language", "sentence"),
    [
        ("kari", "Kari", "nb", "E-postadressen er ikke hel. Skriv den slik: navn@sted.no."),
        ("kari@alna.no", "Kari", "se", "Velg et av språkene bokmål, nynorsk eller engelsk."),
        ("kari@alna.no", "K" * 200, "nb", "150"),
        (f"{'k' * 300}@alna.no", "Kari", "nb", "."),
    ],
)
def test_bad_input_gets_a_sentence(email: str, name: str, language: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        invitations.invite(email, name=name, to="Bydel Alna", by=None, language=language)
    assert User.objects.count() == 0


def test_a_closed_login_is_not_invited() -> None:
    user = UserFactory(is_active=False)
    with pytest.raises(RuleBroken, match="Kontoen er stengt"):
        invitations.invite(user.email, name="Kari", to="Bydel Alna", by=None)


def test_a_login_that_was_closed_afterwards_stays_closed(invited: tuple[Invitation, str]) -> None:
    User.objects.filter(pk=invited[0].user_id).update(is_active=False)
    with pytest.raises(RuleBroken):
        invitations.accept(invited[1])

"""The forms of sign-in, sent twice or from an old tab: nothing is made or undone by it."""

import re
import time
from typing import Any
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory
from tests.portals.shown_form import shown
from tests.test_permissions import ROUTES

pytestmark = pytest.mark.django_db
NEW = "ny hage med fugler"
SECRET = "JBSWY3DPEHPK3PXP"
TESTED = {
    "account_change_password",
    "account_email",
    "account_reset_password",
    "account_reset_password_from_key",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
}
NO_HARM = {
    "accept_invitation": "a used invitation is closed: tests/accounts/test_invitations.py",
    "choose_language": "the same language again",
    "account_login": "signs in, and signs in",
    "account_logout": "signs out",
    "account_reauthenticate": "says once more who one is",
    "account_set_password": "leads to the change",
    "account_signup": "closed: people are invited",
    "mfa_authenticate": "signs in",
    "mfa_reauthenticate": "says once more who one is",
    "mfa_login_webauthn": "signs in",
    "mfa_reauthenticate_webauthn": "says once more who one is",
    "second_factor": "only shows two ways",
}
SHOWN_ONLY = {
    "account_confirm_email", "account_confirm_login_code", "account_email_verification_sent",
    "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done",
    "own_portal", "invitation", "mfa_download_recovery_codes", "mfa_index", "mfa_list_webauthn",
    "mfa_view_recovery_codes",
}  # fmt: skip
"""Pages without a form, or that never have anybody to send one here."""


@pytest.fixture
def owner(signed_in: Any) -> Client:
    """Return a client of a worker who has just said who they are, with codes and a passkey."""
    user = MembershipFactory().user
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    passkey = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefon"}
    )
    client = signed_in(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET)})
    client.user, client.passkey = user, passkey
    return client


def code_of(secret: str) -> str:
    """Return the digits that an app would show."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def codes_of(user: Any) -> list[str]:
    """Return the recovery codes that open the portal."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(row).get_unused_codes()


def test_new_recovery_codes_are_made_once(owner: Any) -> None:
    url = reverse("mfa_generate_recovery_codes")
    sent = shown(owner.get(url))
    once = owner.post(url, sent)
    printed = codes_of(owner.user)
    again = owner.post(url, sent)
    assert (again.status_code, again.url) == (once.status_code, once.url) == (302, once.url)
    assert codes_of(owner.user) == printed


def test_a_passkey_that_was_renamed_elsewhere_is_told(owner: Any) -> None:
    url = reverse("mfa_edit_webauthn", args=[owner.passkey.pk])
    old, new = shown(owner.get(url)), shown(owner.get(url))
    owner.post(url, new | {"name": ["PC-en hjemme"]})
    told = owner.post(url, old | {"name": ["Jobbtelefon"]})
    owner.passkey.refresh_from_db()
    assert owner.passkey.data["name"] == "PC-en hjemme"
    assert "Nå står det: PC-en hjemme" in told.content.decode()
    owner.post(url, shown(told))
    owner.passkey.refresh_from_db()
    assert owner.passkey.data["name"] == "Jobbtelefon"


def test_a_passkey_that_is_removed_twice_is_gone(owner: Any) -> None:
    url = reverse("mfa_remove_webauthn", args=[owner.passkey.pk])
    assert [owner.post(url).status_code for _time in range(2)] == [302, 404]
    assert not Authenticator.objects.filter(pk=owner.passkey.pk).exists()


def test_a_passkey_is_added_once(owner: Any, monkeypatch: Any) -> None:
    made = Mock(side_effect=lambda *_a, **_k: (Mock(), None))
    for name in ("parse_registration_response", "complete_registration"):
        monkeypatch.setattr(f"allauth.mfa.webauthn.forms.auth.{name}", Mock())
    monkeypatch.setattr("allauth.mfa.webauthn.views.flows.add_authenticator", made)
    owner.passkey.delete()
    url = reverse("mfa_add_webauthn")
    sent = shown(owner.get(url)) | {"credential": ['{"id": "a"}'], "name": ["Ny"]}
    once, again = owner.post(url, sent), owner.post(url, sent)
    assert (once.status_code, again.status_code, again.url) == (302, 302, once.url)
    assert made.call_count == 1


def test_an_app_is_set_up_once_and_taken_away_once(owner: Any) -> None:
    def apps() -> int:
        return Authenticator.objects.filter(user=owner.user, type="totp").count()

    off = reverse("mfa_deactivate_totp")
    sent = shown(owner.get(off))
    assert [owner.post(off, sent).status_code < 500 for _time in range(2)] == [True, True]
    assert apps() == 0
    on = reverse("mfa_activate_totp")
    sent = shown(owner.get(on)) | {"code": [code_of(owner.session["mfa.totp.secret"])]}
    for _time in range(2):
        owner.post(on, sent)
        assert apps() == 1


def test_a_new_password_is_taken_once(owner: Any, signed_in: Any) -> None:
    url = reverse("account_change_password")
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    owner.post(url, sent)
    owner.user.refresh_from_db()
    kept = owner.user.password
    assert owner.post(url, sent).url.startswith(reverse("account_login"))
    within = signed_in(owner.user)
    again = within.post(url, sent)
    owner.user.refresh_from_db()
    assert (again.status_code, owner.user.password) == (200, kept)
    assert "oldpassword" in again.context["form"].errors


def test_a_link_to_a_new_password_is_used_once() -> None:
    user, client = UserFactory(), Client()
    for _time in range(2):
        client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"/konto/password/reset/key/[^\s]+", mail.outbox[0].body)
    assert link and len(mail.outbox) == 2
    form = client.get(link[0]).url
    other = "en annen hage med fugler"
    client.post(form, {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    kept = user.password
    client.post(form, {"password1": other, "password2": other})
    Client().get(link[0], follow=True)
    user.refresh_from_db()
    assert user.password == kept and user.check_password(NEW)


def test_an_address_is_not_changed_here_however_often_it_is_sent(owner: Any) -> None:
    url, before = reverse("account_email"), owner.user.email
    for act in ("action_add", "action_add", "action_primary", "action_remove"):
        assert owner.post(url, {"email": "ny@reir.example", act: ""}).status_code == 404
    owner.user.refresh_from_db()
    assert owner.user.email == before
    assert EmailAddress.objects.filter(user=owner.user).exclude(email=before).count() == 0


def test_every_page_of_the_sign_in_is_known_here() -> None:
    there = {name for where, _space, name, _words in ROUTES if where.startswith("konto/")}
    assert there == TESTED | set(NO_HARM) | SHOWN_ONLY

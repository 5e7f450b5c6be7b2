"""The sign-in speaks the language of whoever signs in, from the first letter to the last message.

The browser's language is that of a machine, which others use as well.
"""

import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from babel.messages.extract import extract
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts import invitations
from tests.database import ROOT
from tests.factories.accounts import PASSWORD, UserFactory
from tools import catalogues

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
SIGNED_IN = {"nb": "Logget inn som", "nn": "Du er logga inn", "en": "Successfully signed in"}
NEW = "seks måker på taket"


def read_in_english(language: str) -> tuple[Any, Client]:
    """Return somebody who reads `language`, and a browser in English."""
    return UserFactory(language=language), Client(headers=ENGLISH)


def said(client: Client, address: str) -> str:
    """Return what the page at `address` says."""
    return client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("language", SIGNED_IN)
def test_signing_in_is_said_in_ones_own_language(language: str) -> None:
    user, client = read_in_english(language)
    answer = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=False
    )
    assert answer.status_code == 302
    heard = [str(message) for message in answer.wsgi_request._messages]
    assert heard and all(one.startswith(SIGNED_IN[language]) for one in heard)


@pytest.mark.parametrize(("language", "front"), [("nb", "/"), ("nn", "/nn/"), ("en", "/en/")])
def test_signing_out_leads_to_a_page_in_that_language(
    language: str, front: str, signed_in: Any
) -> None:
    answer = signed_in(UserFactory(language=language)).post(reverse("account_logout"))
    assert answer["Location"] == front


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_first_password_is_asked_for_in_the_language_of_the_invitation(
    language: str,
) -> None:
    user, client = UserFactory(language=language, invited=True), Client(headers=ENGLISH)
    _invitation, token = invitations.invite(user.email, name="Kari", to="Alna", by=UserFactory())
    client.get(reverse("invitation", args=[token]))
    page = client.post(reverse("accept_invitation"), follow=True)
    assert f'<html lang="{language}"' in page.content.decode()
    with translation.override(language):
        assert page.content.decode().count(gettext("Lag passord")) == 2  # title and heading
    answer = {"password1": NEW, "password2": NEW}
    done = client.post(page.request["PATH_INFO"], answer, follow=True)
    for text in (done.content.decode(), said(client, reverse("account_login"))):
        assert f'<html lang="{language}"' in text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_letter_is_in_the_language_of_whom_it_goes_to(language: str) -> None:
    user, client = read_in_english(language)
    client.post(reverse("account_reset_password"), {"email": user.email})
    [letter] = mail.outbox
    with translation.override(language):
        assert gettext("Password Reset Email") in letter.subject
    assert ("Hello from" in letter.body) == (language == "en")


# --- What allauth says ------------------------------------------------------------------
PACKAGE = Path(allauth.__file__).parent
NEVER_SHOWN = re.compile(
    r"phone|login_code|signup|email_(confirm|change|deleted)|account/email\.html|verif|confirm_code"
    r"|reset_code|unverified|already_exists|socialaccount|snippets/warn|trust|/passkey"
)
"""Templates of what we do not offer: sign-up, phones, codes by letter, several addresses."""
NAMES = {"WebAuthn", "MFA", "JavaScript"}
LIKE_A_TITLE = re.compile(r"[a-zæøå] [A-ZÆØÅ][a-zæøå]+")


def sign_in_texts() -> set[str]:
    """Return allauth's texts of the templates that are shown and not replaced by ours."""
    found: set[str] = set()
    for path in sorted((PACKAGE / "templates").rglob("*.*")):
        name = path.relative_to(PACKAGE / "templates")
        mine = (ROOT / "templates" / name).exists()
        if name.parts[0] in ("account", "mfa") and not mine and not NEVER_SHOWN.search(str(name)):
            found |= texts_of(path)
    for path in (PACKAGE / "account" / "adapter.py", PACKAGE / "account" / "forms.py"):
        found |= texts_of(path)
    return found


def texts_of(path: Path) -> set[str]:
    """Return the texts of a template or a module, the singular of those with a plural."""
    messages = extract("python", catalogues.readable(path), keywords=catalogues.KEYWORDS)
    texts = (message for _line, message, _comments, _context in messages)
    return {text if isinstance(text, str) else text[0] for text in texts}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_that_allauth_says_is_english(language: str) -> None:
    texts = sign_in_texts()
    assert len(texts) > 80
    with translation.override(language):
        said = {text: gettext(text) for text in texts}
    assert {text for text, words in said.items() if words == text} - NAMES == set()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_short_that_allauth_says_is_written_like_an_english_title(language: str) -> None:
    with translation.override(language):
        said = {gettext(text).replace("JavaScript", "") for text in sign_in_texts()}
    assert [one for one in said if len(one.split()) < 5 and LIKE_A_TITLE.search(one)] == []


STIFF = re.compile(r"\b(\w*autentis|tofaktor|gjenoppr|verifis|deaktiv|aktiver|generer)\w*", re.I)


def test_the_library_s_second_step_is_said_in_plain_words():
    """Every text of allauth's second factor that a page or a letter of ours shows."""
    folder = Path(allauth.__file__).parent / "templates" / "mfa"
    shown = " ".join(path.read_text() for path in folder.rglob("*.*") if "trust" not in path.stem)
    texts = re.findall(r"{% trans(?:late)? \"([^\"]+)\"", shown)
    texts += re.findall(r"{% blocktrans(?:late)? %}([^{]+){% endblock", shown)
    assert len(texts) > 30
    with translation.override("nb"):
        stiff = {text: said for text in texts if STIFF.search(said := gettext(text))}
    assert stiff == {}

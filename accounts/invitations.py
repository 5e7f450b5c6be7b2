"""People come in by invitation: a personal letter with a link that lets them choose a password."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Invitation, User
from core.errors import RuleBroken, must_be_valid
from core.text import checked_line, plain

VALID_FOR = timedelta(days=14)

Teller = Callable[[User, str], str]
_tellers: list[Teller] = []


def tells(teller: Teller) -> Teller:
    """Let an app above say, of an invited user and the name in `Invitation.to`, what waits there.

    It answers with a sentence in the active language, "" when it knows nothing of the two.
    """
    _tellers.append(teller)
    return teller


def what_waits(user: User, *, to: str) -> str:
    """Return what those who know say about what `user` is invited to, now."""
    return " ".join(said for teller in _tellers if (said := teller(user, to)))


def invite(
    email: str,
    *,
    name: str,
    to: str,
    by: User | None,
    language: str = "nb",
    let_in: Callable[[User], Any] | None = None,
) -> tuple[Invitation, str]:
    """Invite somebody by letter; return the invitation and the token of its link.

    `to` is the name of the team or the business that they are to act for: letter and page say it,
    with what waits there (`tells`). `let_in` gives the role, before the letter is written.
    Makes the login, without a password, if there is none. A new invitation replaces an open one,
    so repeating it sends a letter that works. Somebody who already has a password gets a letter
    that says so, and the token opens nothing. The token is for the letter and the command line:
    never show it to whoever invites, or they could open the account of another. Which role waits
    for them is `accounts.roles.memberships.give`. Raises RuleBroken for an address that is
    none and for a login that is closed.
    """
    email, name = checked_email(email), checked_line(name)
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(_("Velg et av språkene bokmål, nynorsk eller engelsk."))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        user = _find_or_make(email, name=name, language=language)
        if let_in is not None:
            let_in(user)
        now = timezone.now()
        user.invitations.filter(accepted_at__isnull=True, expires_at__gt=now).update(expires_at=now)
        invitation = Invitation.objects.create(
            user=user,
            invited_by=by,
            to=to,
            token_hash=_hash(token),
            expires_at=now + VALID_FOR,
            accepted_at=now if user.has_usable_password() else None,
        )
        _send_letter(invitation, token)  # into the outbox: it is there when the invitation is
    return invitation, token


def checked_email(text: str) -> str:
    """Return an address in plain signs and small letters. Raises RuleBroken for none."""
    email = plain(text).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise RuleBroken(_("E-postadressen er ikke hel. Skriv den slik: navn@sted.no.")) from error
    return email


def link(token: str) -> str:
    """Return the whole address of an invitation."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[token])


def find(token: str) -> Invitation:
    """Return the invitation that `token` opens. Raises RuleBroken, with whom to ask, if none."""
    invitation = (
        Invitation.objects.select_related("user", "invited_by")
        .filter(token_hash=_hash(token), user__is_active=True)
        .first()
    )
    if invitation is None:
        raise RuleBroken(_("Lenken er ikke hel. Prøv å åpne den fra e-posten en gang til."))
    if invitation.accepted_at is not None:
        raise RuleBroken(
            _("Lenken er brukt før. Logg inn med passordet ditt, eller lag et nytt passord.")
        )
    if invitation.expires_at <= timezone.now():
        raise RuleBroken(
            _("Lenken er gått ut. Spør %(name)s om en ny.")
            % {"name": invitation.invited_by or _("lederen din")}
        )
    return invitation


def revoke(user: User, *, to: str) -> None:
    """Let the letters about `to` that lie unopened with `user` open nothing more."""
    now = timezone.now()
    user.invitations.filter(accepted_at__isnull=True, expires_at__gt=now, to=to).update(
        expires_at=now, changed_at=now
    )


@transaction.atomic
def accept(token: str) -> User:
    """Mark the invitation as accepted and return its user, who may now choose a password.

    The letter came through, so the address is theirs. Raises RuleBroken as `find` does, also
    when the invitation was accepted before: a link opens once.
    """
    user_pk = find(token).user_id
    user = User.objects.select_for_update().get(pk=user_pk)
    invitation = find(token)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at", "changed_at"])
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def _find_or_make(email: str, *, name: str, language: str) -> User:
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None:
        if not name:
            raise RuleBroken(_("Skriv fornavn og etternavn."))
        first_name, _space, last_name = name.partition(" ")
        user = User(email=email, first_name=first_name, last_name=last_name, language=language)
        user.set_unusable_password()
        must_be_valid(user)
        user.save()
    elif not user.is_active:
        raise RuleBroken(_("Kontoen er stengt. Åpne den før du inviterer."))
    return user


def _send_letter(invitation: Invitation, token: str) -> None:
    user = invitation.user
    with translation.override(user.language):
        context = {
            "user": user,
            "invited_by": invitation.invited_by,
            "to": invitation.to,
            "what_waits": what_waits(user, to=invitation.to),
            "has_password": invitation.accepted_at is not None,
            "link": link(token),
            "login_link": settings.WAGTAILADMIN_BASE_URL + reverse("account_login"),
            "days": VALID_FOR.days,
        }
        send_mail(
            subject=_("Invitasjon til Reir"),
            message=render_to_string("accounts/email/invitation.txt", context),
            from_email=None,
            recipient_list=[user.email],
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

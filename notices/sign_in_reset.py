"""How a member of staff signs in: the one verb that changes e-mail, password, second factor.

It takes three people. A leader begins anew; whose it is gets a letter at the old address and all
their sessions end; another leader meets them before they set up the first factor again. So nobody
who can write an e-mail address alone becomes somebody else.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import invitations
from accounts.models import LEADING, Membership, SignInChange, Team, User
from accounts.permissions import can_begin_sign_in_anew, can_confirm_sign_in, homes_of
from accounts.second_person import must_be_two
from core.errors import RuleBroken
from notices import outbox


@transaction.atomic
def begin_anew(colleague: User, *, email: str, by: User) -> SignInChange:
    """Let `colleague` sign in anew by a letter to `email`, the old address or a new one.

    Password and second factors go, so every session ends with the next request. The address until
    now is told, the other gets an invitation. Raises RuleBroken when `by` does not lead them, for
    an address that is none or somebody else's, and for a login that is closed.
    """
    colleague = User.objects.select_for_update().get(pk=colleague.pk)
    if not can_begin_sign_in_anew(by, colleague):
        raise RuleBroken(_("En annen leder i teamet gjør dette."))
    email = invitations.checked_email(email)
    if User.objects.filter(email__iexact=email).exclude(pk=colleague.pk).exists():
        raise RuleBroken(_("En annen logger inn med den adressen."))
    if not colleague.is_active:
        raise RuleBroken(_("Kontoen er stengt. Åpne den før du inviterer."))
    change = SignInChange.objects.create(
        user=colleague, by=by, email_before=colleague.email, email_after=email
    )
    outbox.queue(
        key=f"sign-in-anew:{change.pk}",
        user=colleague,
        subject=lambda: _("Innloggingen din er begynt på nytt"),
        body=lambda: (
            _(
                "%(leader)s har begynt innloggingen din på nytt. Passordet og det andre steget "
                "du hadde, virker ikke lenger. Ring lederen din med en gang hvis du ikke vet "
                "om det."
            )
            % {"leader": by}
        ),
    )
    colleague.email = email
    colleague.set_unusable_password()
    colleague.save(update_fields=["email", "password"])
    EmailAddress.objects.filter(user=colleague).delete()
    Authenticator.objects.filter(user=colleague).delete()
    home = Team.objects.get(pk=homes_of([colleague.pk])[colleague.pk])
    invitations.invite(email, name=str(colleague), to=home.name, by=by, language=colleague.language)
    return change


def must_be_met(newcomer: User, *, by: User) -> SignInChange | None:
    """Let another leader meet `newcomer`, whom `by` has invited, before the first second factor.

    A repeat changes nothing. None where there is no other leader at all: then `by` is the only one
    who could, and `manage.py invite` makes another.
    """
    others = Membership.objects.active().filter(role__in=LEADING, user__is_active=True)
    if not others.exclude(user__in=[newcomer, by]).exists():
        return None
    waiting = SignInChange.objects.filter(user=newcomer, confirmed_at__isnull=True).first()
    return waiting or SignInChange.objects.create(
        user=newcomer, by=by, email_before="", email_after=newcomer.email
    )


@transaction.atomic
def confirm_in_person(change: SignInChange, *, by: User) -> SignInChange:
    """Say that `by` has met whose sign-in it is; a repeat is success.

    Raises RuleBroken for whoever began it, for themselves, and for somebody who is no leader.
    """
    change = SignInChange.objects.select_for_update().select_related("user").get(pk=change.pk)
    if change.confirmed_at is not None:
        return change
    if not can_confirm_sign_in(by, change):
        raise RuleBroken(_("En annen leder enn den som begynte, bekrefter dette."))
    must_be_two(change.by, by)
    change.confirmed_by, change.confirmed_at = by, timezone.now()
    change.save(update_fields=["confirmed_by", "confirmed_at", "changed_at"])
    return change

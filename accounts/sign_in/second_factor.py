"""Whether a session holds a second factor, and where somebody is sent who lacks one.

allauth writes how somebody signed in into the session: a code from an app, a recovery code or a
passkey, at sign-in or when asked again, each leaves a record with the method «mfa».
"""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import SignInChange, User

SECOND_FACTOR = "mfa"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes come with a factor; alone they are none."""


def is_proven(request: HttpRequest) -> bool:
    """Answer whether this session of this user holds a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == SECOND_FACTOR for record in records)


def is_set_up(user: User | AnonymousUser) -> bool:
    """Answer whether `user` has an app or a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def waits_for_a_leader(user: User | AnonymousUser) -> bool:
    """Answer whether `user` must be met in person before the first factor is set up.

    Whoever can change where letters go could else choose a password and be that person.
    """
    waiting = SignInChange.objects.filter(confirmed_at__isnull=True)
    return user.pk is not None and waiting.filter(user_id=user.pk).exists()


def record_first(request: HttpRequest) -> None:
    """Count the factor that was set up in this request as proven: a code or key was just shown.

    Only for the first factor. Were a further one counted, a session that came in by password
    alone could add a key of its own beside the owner's.
    """
    factor = Authenticator.objects.filter(user=request.user, type__in=FACTORS).first()
    if factor is not None:
        record_authentication(request, request.user, SECOND_FACTOR, id=factor.pk, type=factor.type)


def way_in(request: HttpRequest) -> str:
    """Return the address where the user sets up or proves a second factor, and then goes on."""
    name = "mfa_reauthenticate" if is_set_up(request.user) else "second_factor"
    wanted = request.get_full_path() if request.method == "GET" else reverse("own_portal")
    return f"{reverse(name)}?{urlencode({'next': wanted})}"

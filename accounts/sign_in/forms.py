"""allauth's forms for the second factor, in words that people use."""

import time
from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm, CleanMixin
from core.row_forms import LibraryRowForm, carry_once

FIRST_OF_TWO = "accounts.first_of_two_codes"
SECOND_WITHIN = 120
"""Seconds in which the next code is asked for: an app shows a new one each half minute."""


class CleanLoginForm(CleanMixin, LoginForm):
    """Signs in: an address that was pasted with a sign nobody sees is the address."""


class CleanResetPasswordForm(CleanMixin, ResetPasswordForm):
    """Asks for a letter, to the address that was meant."""


class CleanAddEmailForm(CleanMixin, AddEmailForm):
    """Takes one more address."""


class _SentOnce:
    """Carries a once-key along: Back and send again leads to what the first sending led to."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carry_once(self, self.user)


class NewCodesForm(_SentOnce, CleanMixin, GenerateRecoveryCodesForm):
    """Makes new codes for a lost phone. Made twice, those that were printed would be void."""


class NewCodeForm(_SentOnce, CleanMixin, ActivateTOTPForm):
    """The first code of an app."""

    FIELDS_OF_NUMBERS = frozenset({"code"})


class AddPasskeyForm(_SentOnce, CleanMixin, AddWebAuthnForm):
    """Adds a passkey; the name is for telling several apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Hva vil du kalle nøkkelen?")
        self.fields["passwordless"].label = _("Logg inn med nøkkelen alene")
        self.fields["passwordless"].help_text = _(
            "Da slipper du passordet. Telefonen eller PC-en ber om ansikt, finger eller PIN."
        )


class RenamePasskeyForm(LibraryRowForm, CleanMixin, EditWebAuthnForm):
    """Gives a passkey another name; an old tab is told which name it has now."""

    row = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_along(self.instance.user)


class _NeverShutsOut(CleanForm):
    """Takes a code. Many wrong ones before it never refuse a right one: then two are asked for.

    A limit that refused would let anybody who knows a password keep its owner out. Two right
    ones in a row are a million times a million to one against whoever guesses.
    """

    FIELDS_OF_NUMBERS = frozenset({"code"})
    user: Any

    def clean_code(self) -> str:
        """Return the code; `self.authenticator` is what it belongs to."""
        code = self.cleaned_data["code"]
        found, main = None, None
        codes = Authenticator.objects.filter(user=self.user).exclude(
            type=Authenticator.Type.WEBAUTHN
        )
        for factor in codes.order_by("type"):
            if main is None or factor.type == Authenticator.Type.TOTP:
                main = factor
            if found is None and factor.wrap().validate_code(code):
                found = factor
        if found is None:
            self._allowed(dry_run=False)
            if main is not None:
                self._emit_authentication_failed(main)  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        if not self._is_sure():
            raise forms.ValidationError(
                _("Koden er riktig. Mange har prøvd seg, så skriv den neste koden også."),
                code="one_more",
            )
        found.user = self.user
        self.authenticator = found
        ratelimit.clear(context.request, action="second_factor", key=self._key)
        return code

    @property
    def _key(self) -> str:
        return str(self.user.pk)

    def _allowed(self, *, dry_run: bool) -> bool:
        return bool(
            ratelimit.consume(
                context.request, action="second_factor", key=self._key, dry_run=dry_run
            )
        )

    def _is_sure(self) -> bool:
        """Answer whether this right code is enough, or is the second of two."""
        session = context.request.session
        first = session.pop(FIRST_OF_TWO, None)
        if self._allowed(dry_run=True):
            return True
        if first and first[0] == self.user.pk and time.time() - first[1] < SECOND_WITHIN:
            return True
        session[FIRST_OF_TWO] = [self.user.pk, time.time()]
        return False


class CodeForm(_NeverShutsOut, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(_NeverShutsOut, ReauthenticateForm):
    """The code before something that matters."""

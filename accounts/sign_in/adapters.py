"""How allauth is bent to Reir: people are invited, and nobody is shut out by guesses of others."""

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import get_language

from accounts import languages
from accounts.models import User
from accounts.sign_in import second_factor


class ReirAccountAdapter(DefaultAccountAdapter):
    """The account adapter: sign-up is closed, and wrong tries never refuse the right password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: an account comes by invitation."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and speak the person's language at once: what is said now is read on their page.

        Before this the browser's or the machine's language was asked (`accounts.languages`).
        """
        super().login(request, user)
        languages.speak(request, user.language)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the front page in the language of «you have signed out», which stands there."""
        return languages.front_page(get_language() or settings.LANGUAGE_CODE)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter in the language of whom it goes to, whoever asked for it in which."""
        reader = User.objects.filter(email__iexact=email).first()
        language = languages.supported(reader.language) if reader else None
        with translation.override(language or get_language()):
            super().send_mail(template_prefix, email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return whose address counters count by; one of IPv4 in the clothes of IPv6 as it is.

        Else everybody whom a socket of both kinds serves would have one counter, as one network.
        """
        address: str = super().get_client_ip(request)
        try:
            inner = getattr(ip_address(address), "ipv4_mapped", None)
        except ValueError:
            return address
        return str(inner or address)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, and leave it to `authenticate` what too many mean."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._login_failed_rl_usage = None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return whose `credentials` are right, or None.

        After too many wrong tries the right password still leads to the second factor, where
        guessing has its own limit; without one, who guesses and who owns look alike, so that
        somebody has to wait (docs/threat-model.md).
        """
        user = super().authenticate(request, **credentials)
        if user and not self._login_failed_rl_usage and not second_factor.is_set_up(user):
            raise self.validation_error("too_many_login_attempts")
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._login_failed_rl_usage:
            super()._rollback_login_failed_rl_usage()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count for the address *and* the login: guesses elsewhere are not the owner's."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{get_ip(request)}:{key}"

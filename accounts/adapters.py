"""How allauth is bent to Reir: people are invited, and nobody is shut out by guesses of others."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import second_factor


class ReirAccountAdapter(DefaultAccountAdapter):
    """The account adapter: sign-up is closed, and wrong tries never refuse the right password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: an account comes by invitation."""
        return False

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

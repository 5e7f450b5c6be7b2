"""How allauth is bent to Reir: people are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """The account adapter: sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: an account comes by invitation."""
        return False

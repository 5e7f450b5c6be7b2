"""allauth's form for a passkey, in words that people use."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from core.forms import CleanMixin


class AddPasskeyForm(CleanMixin, AddWebAuthnForm):
    """Adds a passkey; the name is for telling several apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Hva vil du kalle nøkkelen?")
        self.fields["passwordless"].label = _("Logg inn med nøkkelen alene")
        self.fields["passwordless"].help_text = _(
            "Da slipper du passordet. Telefonen eller PC-en ber om ansikt, finger eller PIN."
        )

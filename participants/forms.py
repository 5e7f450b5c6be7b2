"""What forms about pictures and stories share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SecondField(forms.ModelChoiceField):
    """Who confirms that somebody is removed: a colleague, by themselves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            required=False,
            label=_("Hvem bekrefter?"),
            help_text=_("Bare når noen skal tas av. Kollegaen bekrefter selv, på «I dag»."),
            **kwargs,
        )

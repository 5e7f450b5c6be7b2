"""Saying which participant a guest has become."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.models import Session
from core.forms import CleanForm
from participants.models import Participant
from portals.staff.shared.forms.fields import OneField, choose_among
from portals.staff.shared.people_rows import recordable_people


class GuestForm(CleanForm):
    """One choice among those who can be recorded on the session; `people` are the choices."""

    participant = OneField(Participant, label=_("Hvem er det?"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = recordable_people(session).active().order_by("chosen_name", "pk")
        choose_among(self, participant=self.people)

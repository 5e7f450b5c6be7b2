"""Forms about the backlog: a job, and who gets it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Job, Place, Work
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.models import Participant
from portals.staff.shared.fields import CHOOSE, OneField, PersonField, choose_among


class JobForm(RowForm, CleanForm):
    """A job. It has no date and no length."""

    title = forms.CharField(label=_("Hva skal gjøres?"), max_length=120)
    description = forms.CharField(
        label=_("Slik gjør du"),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alle i teamet kan lese dette. Skriv ingen navn."),
    )
    place = forms.ModelChoiceField(
        empty_label=CHOOSE, label=_("Sted"), required=False, queryset=Place.objects.all()
    )
    work = OneField(Work, label=_("Verk"), required=False)

    def __init__(self, *args: Any, team: Team, job: Job | None = None, **kwargs: Any) -> None:
        if job:
            kwargs["initial"] = {name: getattr(job, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        there = Q(team=team) & ~Q(state=Work.State.GONE)
        kept = Q(jobs=job) if job else Q()
        choose_among(self, work=Work.objects.filter(there | kept).distinct())


class GiveForm(CleanForm):
    """Who takes the job; `people` are those whom the form names."""

    participant = PersonField(
        empty_label=CHOOSE, label=_("Hvem vil ta det?"), queryset=Participant.objects.none()
    )

    def __init__(self, *args: Any, job: Job, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participant.objects.active().filter(team_id=job.team_id)
        self.people = people.order_by("chosen_name", "pk")
        choose_among(self, participant=self.people)

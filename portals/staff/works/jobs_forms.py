"""Forms about the backlog: a job, and who gets it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Job, Work
from core.forms import CleanForm
from participants.models import Participant
from portals.staff.shared.forms.fields import OneField, PersonField, PlaceField, choose_among
from portals.staff.shared.forms.verb_forms import VerbForm


class JobForm(VerbForm[Job]):
    """A job. It has no date and no length."""

    place = PlaceField(label=_("Sted"), required=False)
    work = OneField(Work, label=_("Verk"), required=False)

    class Meta:
        model = Job
        fields = ("title", "description", "place", "work")
        labels = {"title": _("Hva skal gjøres?")}
        help_texts = {"description": _("Alle i teamet kan lese dette. Skriv ingen navn.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Q(team=team) & ~Q(state=Work.State.GONE)
        kept = Q(jobs=self.instance) if self.instance.pk else Q()
        choose_among(self, work=Work.objects.filter(there | kept).distinct())


class GiveForm(CleanForm):
    """Who takes the job; `people` are those whom the form names."""

    participant = PersonField(label=_("Hvem vil ta det?"))

    def __init__(self, *args: Any, job: Job, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participant.objects.active().filter(team_id=job.team_id)
        self.people = people.order_by("chosen_name", "pk")
        choose_among(self, participant=self.people)

"""How somebody wants their money, noted with them: for those who do not use the page themselves."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import CleanForm
from core.row_forms import RowForm
from participants.models import Participant
from payouts import preferences as choices
from payouts.models import PayChoice, VaultEntry, Way
from payouts.permissions import can_note_pay_choice
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.pages import form_page
from portals.staff.shared.people import own_participant


class PayChoiceForm(RowForm, CleanForm):
    """The way, and that its owner is there."""

    row = True
    way = forms.ChoiceField(
        label=gettext_lazy("Slik skal det være hver gang"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg en av måtene.")},
    )
    is_there = forms.BooleanField()

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        kwargs["initial"] = {"way": choices.always(participant)}
        super().__init__(*args, **kwargs)
        name = {"name": participant.chosen_name}
        self.fields["is_there"].label = _("%(name)s er her og har valgt selv") % name
        self.fields["is_there"].error_messages["required"] = (
            _("Gjør det sammen med %(name)s.") % name
        )


@staff_form(shows="view", one_at_a_time=True)
def pay_choice(request: StaffRequest, pk: int) -> HttpResponse:
    """Note how somebody always wants their money. They can change it on their own page."""
    person = own_participant(request, pk, question=can_note_pay_choice)
    form = PayChoiceForm(request.POST or None, participant=person)
    back = reverse("staff:participant", args=[person.pk])
    return form_page(
        request, form,
        lambda: choices.choose(person, way=form.cleaned_data["way"], by=request.user),
        said=_("Lagret."),
        title=_("Hvordan vil %(name)s ha pengene?") % {"name": person.chosen_name},
        lead=_noted(person), notice=_account_goes(person), back_url=back,
    )  # fmt: skip


def _noted(person: Participant) -> str:
    """Return who noted the choice that holds, or ""."""
    choice = PayChoice.objects.filter(participant=person).select_related("noted_by").first()
    if choice is None or choice.noted_by is None:
        return ""
    return _("Sist notert av %(name)s.") % {"name": choice.noted_by}


def _account_goes(person: Participant) -> str:
    """Return what another way than the bank would delete, or ""."""
    if not VaultEntry.objects.filter(participant=person).exists():
        return ""
    return _("Velger dere noe annet enn konto, blir navn og kontonummer slettet.")

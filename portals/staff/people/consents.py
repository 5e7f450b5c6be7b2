"""Writing down a yes, and taking it back: two steps each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import StoryPage
from cms.publishing import noted_consents
from core.hidden_fields import digest
from participants import consent_texts, consents
from participants.models import Consent
from participants.permissions import can_record_consent
from portals.staff.people.consents_forms import ConsentForm
from portals.staff.shared.forms.consent_items import items_of, name_of
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.pages import ask_first, form_page, what_was_shown
from portals.staff.shared.people import own_participant


@staff_form(shows="view")
def consent_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what somebody said yes to, in one place: one tick a thing, one witness for all."""
    person = own_participant(request, pk, question=can_record_consent)
    items = items_of(person)
    form = ConsentForm(request.POST or None, participant=person, items=items, by=request.user)
    stories = [item for item in items if isinstance(item, StoryPage)]

    def said(given: list[Consent]) -> str:
        told = ngettext(
            "Samtykket er lagret. Det kan trekkes når som helst.",
            "%(n)s samtykker er lagret. Hvert av dem kan trekkes når som helst.",
            len(given),
        ) % {"n": len(given)}
        if form.cleaned_data["how"] != Consent.How.SPOKEN:
            return told
        shown = _("Det vises når %(name)s har bekreftet det.")
        return f"{told} {shown}" % {"name": form.cleaned_data["witness"]}

    return form_page(
        request, form,
        lambda: noted_consents.note(
            person, by=request.user, among=items, shown=what_was_shown(request), **form.cleaned_data
        ),
        said=said, title=_("Nytt samtykke"), lead=person.chosen_name,
        shown=digest(*noted_consents.facts(items)), stories=stories,
        texts=consent_texts.all_of_them(),
        is_empty=not items, template="portals/staff/people/consent_new.html", person=person,
        back_url=reverse("staff:participant", args=[person.pk]),
    )  # fmt: skip


@staff_form(shows="view")
def consent_withdraw(request: StaffRequest, pk: int, consent_pk: int) -> HttpResponse:
    """Take a yes back for somebody who asked us to. No reason is asked for."""
    person = own_participant(request, pk, question=can_record_consent)
    given = get_object_or_404(
        Consent.objects.filter(participant=person, kind=Consent.Kind.GIVEN), pk=consent_pk
    )
    back = reverse("staff:participant", args=[person.pk])

    def ask() -> dict[str, Any]:
        item = name_of(given.item) if given.item else ""
        return {
            "question": _("Trekke samtykket?"),
            "consequence": _("«%(item)s» vises ikke lenger på %(where)s. Ingenting annet endres.")
            % {"item": item, "where": given.get_channel_display()},
            "confirm_label": _("Trekk samtykket"), "back_url": back,
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: consents.withdraw(given, by=request.user),
        said=_("Samtykket er trukket. Det som ble vist, er borte."),
    )  # fmt: skip

"""«Dette skal du bekrefte»: what a colleague says that I saw, and my own short code."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import second_person
from accounts.models import SecondPerson, User
from core.money import kroner
from core.text import row_key
from ledger.models import Entry
from notices import tasks
from participants import depiction_removals
from participants.models import Consent, DepictionRemoval
from payouts import second_person_reminders
from payouts.models import BoxCount, CashBox
from portals.staff.shared.forms.consent_items import name_of
from portals.staff.shared.page_access import StaffRequest, seen, staff_form
from portals.staff.shared.pages import carry_out


@staff_form(shows="list")
def confirmations(request: StaffRequest) -> HttpResponse:
    """Show what waits for my word and what I wait for; confirm one, or choose a code."""
    visible = SecondPerson.objects.visible_to(request.user)
    mine = visible.filter(person=request.user)
    if request.method == "POST":
        asked = mine.filter(pk=row_key(request.POST.get("asked", ""))).first()
        if "code" in request.POST:
            carry_out(
                request,
                lambda: second_person.set_code(request.user, code=request.POST["code"]),
                said=_("Koden er lagret. Ikke si den til noen."),
            )
        elif asked is None:
            messages.error(request, _("Dette venter ikke på deg."))
        else:
            carry_out(
                request,
                lambda: _confirm(asked, by=request.user),
                said=_("Takk. Nå er det bekreftet."),
            )
        return redirect("staff:confirmations")
    rows = mine.waiting().select_related("asked_by").prefetch_related("of")
    sent = visible.filter(asked_by=request.user).waiting().select_related("person")
    sent = sent.prefetch_related("of")
    boxes = _boxes_of([*rows, *sent])
    context = {
        "shown": [(row, _what(request, row, boxes)) for row in rows],
        "sent": [(row, _what(request, row, boxes)) for row in sent],
        "has_code": second_person.has_code(request.user),
    }
    return render(request, "portals/staff/today/confirmations.html", context)


def _confirm(asked: SecondPerson, *, by: User) -> None:
    """Confirm, with what follows for the kind of thing."""
    if isinstance(asked.of, DepictionRemoval):
        depiction_removals.confirm(asked, by=by)
    else:
        second_person.confirm(asked, by=by)
    tasks.close([second_person_reminders.key_of(asked)])


def _boxes_of(rows: list[SecondPerson]) -> dict[str, CashBox]:
    """Return {account: box} where money of any of `rows` was taken to the bank."""
    teams = {row.team_id for row in rows if isinstance(row.of, Entry)}
    return {box.account: box for box in CashBox.objects.filter(team__in=teams)}


def _what(request: StaffRequest, row: SecondPerson, boxes: dict[str, CashBox]) -> str:
    """Return what was done, in words."""
    thing: Any = row.of
    if isinstance(thing, BoxCount):
        said = {"box": thing.box, "sum": kroner(thing.counted_ore)}
        return _("Telling av %(box)s: %(sum)s.") % said
    if isinstance(thing, Entry):
        box = boxes.get(thing.credit)
        what = _("%(box)s, levert i banken") % {"box": box} if box else thing.reason
        return _("%(what)s: %(sum)s.") % {"what": what, "sum": kroner(thing.ore)}
    person = thing.participant
    seen(request, [person])
    if isinstance(thing, Consent):
        said = {"name": person.chosen_name, "where": thing.get_channel_display()}
        return _("%(name)s sa ja til å vises på %(where)s.") % said
    if isinstance(thing, DepictionRemoval):
        what = name_of(thing.item) if thing.item else _("noe som er slettet")
        said = {"name": person.chosen_name, "what": what}
        return _("%(name)s er ikke med på %(what)s, og skal tas av.") % said
    name = person.chosen_name if person else _("Glemt")
    return _("%(name)s fikk %(sum)s.") % {"name": name, "sum": kroner(thing.ore)}

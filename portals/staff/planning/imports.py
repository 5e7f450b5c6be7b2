"""Bringing a calendar in: first a look at what would be made, then the act.

Between the two the file waits in the cache under the leader's own key, so that what is made is
what was looked at; the browser only holds the key.
"""

import re
import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LEADING, Team
from activities.calendar_files.calendar_reader import MAX_BYTES
from activities.calendar_import import importer as verbs
from activities.models import Activity, Place
from activities.permissions import can_import_calendar
from core.errors import RuleBroken
from portals.staff.planning.imports_forms import CalendarForm
from portals.staff.shared.own_rows import allow, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import form_page

KEPT_FOR = 30 * 60


@staff_form
def calendar_import(request: StaffRequest) -> HttpResponse:
    """Take a file and show what it would make. Nothing is written yet."""
    teams = own_teams(request.user, LEADING)
    form = CalendarForm(request.POST or None, request.FILES or None, teams=teams)

    def act() -> HttpResponse:
        values = dict(form.cleaned_data)
        allow(can_import_calendar(request.user, values["team"]))
        # One byte over the limit is enough for the reader to say that the file is too big.
        data = values.pop("file").read(MAX_BYTES + 1)
        plan = verbs.plan(data, **values)
        context = {"plan": plan, "kept": _keep(request, data=data, values=values)}
        return render(request, "portals/staff/planning/import_plan.html", context)

    return form_page(
        request, form, act, title=_("Hent kalender"), submit_label=_("Se hva som blir laget"),
        lead=_("Ingenting blir laget før du har sett over."), back_url=reverse("staff:activities"),
    )  # fmt: skip


@staff_button
def calendar_import_do(request: StaffRequest) -> HttpResponse:
    """Make the drafts that the leader has looked at; a repeat makes nothing more."""
    own_teams(request.user, LEADING)
    kept = cache.get(_cache_key(request, request.POST.get("kept", "")[:64]))
    if kept is None:
        messages.error(request, _("Det gikk for lang tid. Velg fila på nytt."))
        return redirect("staff:calendar_import")
    wanted = frozenset(
        int(line) for line in request.POST.getlist("also") if re.fullmatch("[0-9]{1,9}", line)
    )
    team = get_object_or_404(Team.objects.of(request.user, LEADING), pk=kept["team"])
    try:
        plan = verbs.plan(
            kept["data"],
            team=team,
            activity=get_object_or_404(Activity, pk=kept["activity"]),
            place=get_object_or_404(Place, pk=kept["place"]),
            first=kept["first"],
            last=kept["last"],
            also=wanted,
        )
        result = verbs.carry_out(plan, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("staff:calendar_import")
    context = {"result": result, "plan": plan}
    return render(request, "portals/staff/planning/import_done.html", context)


def _keep(request: StaffRequest, *, data: bytes, values: dict[str, Any]) -> str:
    """Put the file and the choices aside for half an hour; return the key."""
    key = secrets.token_urlsafe(24)
    choices = {name: getattr(value, "pk", value) for name, value in values.items()}
    cache.set(_cache_key(request, key), {"data": data, **choices}, KEPT_FOR)
    return key


def _cache_key(request: StaffRequest, key: str) -> str:
    safe = "".join(letter for letter in key if letter.isalnum() or letter in "-_")
    return f"calendar-import:{request.user.pk}:{safe}"

"""«Publiser uka»: what it changes for whom, and one press that does it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.models import Session, ShiftNotice
from core.money import kroner
from core.templatetags.formats import clock, weekday_date
from payouts.earnings import publishing
from payouts.earnings.publishing import Hears, Kept, Outlook, Published
from portals.staff.shared import refusals
from portals.staff.shared.own_rows import for_team, own_team
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.pages import ask_first
from portals.staff.shared.weeks import about_week, monday_of

TEMPLATE = "portals/staff/planning/board/publish.html"
Told = ShiftNotice.Told


@dataclass(frozen=True)
class Opens:
    """A draft as the page lists it; `why` keeps it from being opened, and `mend` helps."""

    session: Session
    when: str
    why: str = ""
    mend: str = ""
    mend_words: str = ""


@staff_form
def week_publish(request: StaffRequest) -> HttpResponse:
    """Show what publishing a week changes for whom; open and tell it when the button is pressed."""
    team, team_links = own_team(request, PLANNING)
    monday = monday_of(request.GET.get("uke", ""))
    week_url = for_team("staff:week", team, monday=monday)
    outlook = publishing.foreseen(team, monday=monday, by=request.user)
    if not outlook.does_something and not outlook.kept:
        messages.info(request, _("Det er ingenting å publisere denne uka."))
        return redirect(week_url)

    def ask() -> dict[str, Any]:
        seen = outlook
        if request.method == "POST":
            seen = publishing.foreseen(team, monday=monday, by=request.user)
        return {
            **team_links,
            **about_week(monday),
            **_shown(request, seen, team=team),
            "question": _("Publiser uke %(number)s") % {"number": monday.isocalendar().week},
            "consequence": _in_short(seen),
            "confirm_label": _("Publiser uka") if seen.opening else _("Send beskjed"),
            "template": TEMPLATE,
            "back_url": week_url,
            "facts": _facts(seen),
        }

    def act() -> HttpResponse:
        _say(request, publishing.publish(team, monday=monday, by=request.user))
        return redirect(week_url)

    return ask_first(request, ask, act)


def _in_short(outlook: Outlook) -> str:
    """Return what the press does, in a few sentences."""
    found = []
    if count := len(outlook.opening):
        found.append(
            ngettext("%(n)s utkast blir åpnet.", "%(n)s utkast blir åpnet.", count) % {"n": count}
        )
    if count := len(outlook.news):
        found.append(
            ngettext("%(n)s kollega får én melding.", "%(n)s kolleger får én melding hver.", count)
            % {"n": count}
        )
    if count := outlook.people:
        found.append(
            ngettext(
                "%(n)s deltaker med fast plass kommer med.",
                "%(n)s deltakere med fast plass kommer med.",
                count,
            )
            % {"n": count}
        )
    if not outlook.does_something:
        found.append(_("Ingenting kan åpnes ennå."))
    return " ".join(found)


def _shown(request: StaffRequest, outlook: Outlook, *, team: Team) -> dict[str, Any]:
    return {
        "opening": [Opens(one, _when(one.starts_at, one.ends_at)) for one in outlook.opening],
        "kept": [_kept(request, one, team=team) for one in outlook.kept],
        "news": [(who, [_in_words(one) for one in hears]) for who, hears in outlook.news],
        "needed": kroner(outlook.needed_ore) if outlook.needed_ore else "",
        "free": kroner(outlook.free_ore),
        "people": outlook.people,
        "does_something": outlook.does_something,
    }


def _kept(request: StaffRequest, one: Kept, *, team: Team) -> Opens:
    """Return a draft that stays one, with a link to what helps where whoever asks may go there."""
    session = one.session
    if one.lacks_money:
        may_go = "budgets" in request.opens
        link = (
            reverse("staff:budgets") if may_go else reverse("staff:session_edit", args=[session.pk])
        )
        words = _("Se budsjettet") if may_go else _("Endre økta")
    elif session.missing_staff:
        link = reverse("staff:shift_fill", args=[session.pk]) + "?fra=dag"
        words = _("Sett på noen")
    else:
        link, words = for_team("staff:phone_list", team), _("Se telefonlista")
    when = _when(session.starts_at, session.ends_at)
    return Opens(session, when, " ".join(one.why), link, words)


def _in_words(one: Hears) -> str:
    """Return «ny vakt: Fuglekassa fredag 6. februar 12.00–14.00»."""
    session = one.session
    now = _when(session.starts_at, session.ends_at)
    words = {
        "session": session.name,
        "now": now,
        "then": _when(*one.then) if one.then else now,
        "place": session.place,
    }
    if one.told == Told.PUT_ON:
        return _("Ny vakt: %(session)s %(now)s.") % words
    if one.told == Told.MOVED and words["then"] == now:
        return _("Flyttet: %(session)s %(now)s, til %(place)s.") % words
    if one.told == Told.MOVED:
        return _("Flyttet: %(session)s fra %(then)s til %(now)s.") % words
    if one.told == Told.DRAWN_BACK:
        return _("Trukket tilbake: %(session)s %(then)s.") % words
    if one.told == Told.TAKEN_OFF:
        return _("Ikke lenger vakt: %(session)s %(then)s.") % words
    return _("Avlyst: %(session)s %(then)s.") % words


def _facts(outlook: Outlook) -> list[Any]:
    """Return what an old tab is compared with."""
    return [
        [(one.pk, one.revision, outlook.needed[one.pk]) for one in outlook.opening],
        [(one.session.pk, one.session.revision, one.why) for one in outlook.kept],
        [(who.pk, [_in_words(one) for one in hears]) for who, hears in outlook.news],
        [outlook.people, outlook.places],
    ]


def _say(request: StaffRequest, done: Published) -> None:
    """Say what was opened, who was told, and what stays a draft and why."""
    for session, broken in done.kept:
        about = f"{session.name} {_when(session.starts_at, session.ends_at)}"
        messages.error(request, f"{about}: {refusals.in_words(broken)}")
    found = []
    if count := len(done.opened):
        found.append(ngettext("%(n)s økt er åpnet.", "%(n)s økter er åpnet.", count) % {"n": count})
    if done.told:
        said = ngettext(
            "%(n)s kollega har fått beskjed.", "%(n)s kolleger har fått beskjed.", done.told
        )
        found.append(said % {"n": done.told})
    if done.waiting:
        said = ngettext(
            "%(n)s kollega får beskjed litt senere.",
            "%(n)s kolleger får beskjed litt senere.",
            done.waiting,
        )
        found.append(said % {"n": done.waiting})
    if found:
        messages.success(request, " ".join(found))
    elif not done.kept:
        messages.info(request, _("Noen andre har publisert uka alt. Ingen får beskjed to ganger."))


def _when(starts: Any, ends: Any) -> str:
    return f"{weekday_date(starts)} {clock(starts)}–{clock(ends)}"

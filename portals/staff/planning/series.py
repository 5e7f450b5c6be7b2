"""Recurring sessions: list, show, plan, change, leave out a day, end; recurring sign-ups."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LEADING, Team
from activities.models import Series, Session
from activities.permissions import can_plan
from activities.planning import series, series_days
from activities.taking_part import recurring_signups
from core.money import kroner
from core.text import row_key
from participants.models import Participant
from payouts import session_rates
from payouts.budgets import replanning
from payouts.earnings import opening
from portals.staff.planning.making import new_page
from portals.staff.planning.planning_lists import SeriesList
from portals.staff.planning.series_forms import DayOutForm, LastDayForm, SeriesForm
from portals.staff.planning.session_fields_forms import shortened
from portals.staff.shared.own_rows import allow, own_row, own_session, own_team
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import back_to, carry_out, form_page

SHOWN = 8


@staff_page
def series_list(request: StaffRequest) -> HttpResponse:
    """List the team's recurring sessions."""
    team, team_links = own_team(request)
    running = Series.objects.running().filter(team=team).select_related("activity", "place")
    context = {
        **team_links,
        "table": SeriesList(request, running.prefetch_related("staff")),
        "may_plan": can_plan(request.user, team),
    }
    return render(request, "portals/staff/planning/series_list.html", context)


@staff_page(shows="list")
def series_show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one: its next sessions, the days without, and who has a recurring sign-up."""
    visible = Series.objects.visible_to(request.user)
    row = get_object_or_404(
        visible.select_related("activity", "place", "rain_place", "team"), pk=pk
    )
    may_plan = can_plan(request.user, row.team)
    signups = row.recurring_signups.select_related("participant")
    others = Participant.objects.active().filter(team=row.team)
    others = others.exclude(recurring_signups__series=row).order_by("chosen_name", "pk")
    if not may_plan:
        signups, others = signups.none(), others.none()
    seen(request, [*(signup.participant for signup in signups), *others])
    ahead = list(row.sessions.filter(ends_at__gt=timezone.now()).order_by("starts_at"))
    context = {
        "series": row,
        "rule": series_days.in_words(row),
        "next": ahead[:SHOWN],
        "after_next": ahead[SHOWN:],
        "resources": row.resources.all(),
        "staff": row.staff.all(),
        "honorarium": session_rates.chosen(row),
        "without": _days_without(row),
        "recurring_signups": signups,
        "others": others,
        "may_plan": may_plan,
    }
    return render(request, "portals/staff/planning/series_show.html", context)


@staff_form
def series_new(request: StaffRequest) -> HttpResponse:
    """Plan a recurring session. Its sessions are drafts."""
    form = new_page.form_of(request, SeriesForm, like=_as_a_session(request))
    is_opened = request.POST.get("step") == new_page.OPEN

    @transaction.atomic
    def make() -> tuple[series.Changes, opening.Opened | None]:
        planned = {name: form.cleaned_data[name] for name in ("activity", "team", "starts_on")}
        allow(can_plan(request.user, planned["team"]))
        made = series.make(
            by=request.user, limit_reason=form.cleaned_data["limit_reason"],
            **planned, **form.decided(),
        )  # fmt: skip
        if form.decides_honorarium:
            session_rates.choose(made.series, ore=form.chosen_ore, by=request.user)
        if not is_opened:
            return made, None
        return made, new_page.open_all(request, made.made, beside=made.not_put)

    def act() -> HttpResponse:
        made, done = make()
        messages.success(request, _what_was_made(made))
        if done:
            _say_what_is_open(request, done)
        _say_who_was_not_put(request, made)
        return redirect("staff:series_show", made.series.pk)

    return new_page.show(
        request, form, act, title=_("Nytt fast treff"), back_url=reverse("staff:series_list"),
        open_label=_("Åpne øktene"),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def series_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change all sessions to come, or those from `?fra=` on."""
    row = _own(request, pk)
    wanted = request.GET.get("fra", "")
    since = _day(wanted)
    if wanted and since is None:
        raise Http404  # what is no day is not all of them
    paying = Team.objects.of(request.user, LEADING)
    form = SeriesForm(
        request.POST or None, teams=[row.team], paying=list(paying), series=row, since=since
    )

    @transaction.atomic
    def change() -> series.Changes:
        reason = form.cleaned_data["limit_reason"]
        done = replanning.edit_series(
            row, since=since, by=request.user, limit_reason=reason, **form.decided()
        )
        if form.decides_honorarium:
            session_rates.choose(done.series, ore=form.chosen_ore, by=request.user)
        return done

    def act() -> HttpResponse:
        done = change()
        say_what_was_kept(request, done)
        _say_who_was_not_put(request, done)
        messages.success(request, _("Det faste treffet er endret."))
        return redirect("staff:series_show", done.series.pk)

    lead = _("Gjelder fra %(day)s.") % {"day": f"{since:%d.%m.%Y}"} if since else row.name
    return form_page(
        request, form, act, title=_("Endre det faste treffet"), lead=lead,
        back_url=reverse("staff:series_show", args=[pk]),
    )  # fmt: skip


@staff_form
def series_leave_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave out one day; when people know of it, go on to cancelling with a reason."""
    row = _own(request, pk)
    form = DayOutForm(request.POST or None)

    def act() -> HttpResponse:
        left = series.leave_out(row, day=form.cleaned_data["day"], by=request.user)
        if left is not None:
            said = _("Folk vet om denne økta. Skriv hvorfor, så sier vi fra.")
            if left.is_drawn_back:
                said = _("Denne økta har vært åpen, så den må avlyses. Skriv hvorfor.")
            messages.info(request, said)
            return redirect("staff:session_cancel", left.pk)
        messages.success(request, _("Dagen er tatt ut."))
        return redirect("staff:series_show", pk)

    return form_page(
        request, form, act, title=_("Ta ut en dag"), lead=row.name,
        back_url=reverse("staff:series_show", args=[pk]),
    )  # fmt: skip


@staff_button
def series_hold_anyway(request: StaffRequest, pk: int) -> HttpResponse:
    """Have a meeting on a day that was left out or is a day off."""
    row = _own(request, pk)
    day = _day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _("Velg en dag."))
        return redirect("staff:series_show", pk)
    carry_out(
        request,
        lambda: series.hold_anyway(row, day=day, by=request.user),
        said=_("Det er treff %(day)s.") % {"day": f"{day:%d.%m.}"},
    )
    return redirect("staff:series_show", pk)


@staff_form
def series_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a day be the last."""
    row = _own(request, pk)
    form = LastDayForm(request.POST or None)
    return form_page(
        request, form,
        lambda: say_what_was_kept(request, series.end(row, by=request.user, **form.cleaned_data)),
        said=_("Det faste treffet slutter da."),
        title=_("Avslutt det faste treffet"), lead=row.name,
        back_url=reverse("staff:series_show", args=[pk]),
    )  # fmt: skip


@staff_button
def recurring_signup_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody of the team a recurring sign-up."""
    row = _own(request, pk)
    people = Participant.objects.active().filter(team=row.team)
    person = people.filter(pk=row_key(request.POST.get("participant", ""))).first()
    if person is None:
        messages.error(request, _("Velg en deltaker i teamet."))
        return back_to(request, "staff:series_show", pk)
    carry_out(
        request,
        lambda: recurring_signups.give(row, participant=person),
        said=_("%(name)s har fast plass.") % {"name": person.chosen_name},
    )
    return back_to(request, "staff:series_show", pk)


@staff_button
def recurring_signup_end(request: StaffRequest, pk: int, participant_pk: int) -> HttpResponse:
    """End somebody's recurring sign-up; what they said to single sessions stays."""
    row = _own(request, pk)
    for place in row.recurring_signups.filter(participant=participant_pk):
        recurring_signups.end(place)
    messages.success(request, _("Den faste plassen er avsluttet."))
    return back_to(request, "staff:series_show", pk)


def _as_a_session(request: StaffRequest) -> Session | None:
    """Return the session that `?som=` names, one that I may change: it shall come again."""
    key = row_key(request.GET.get("som", ""))
    return own_session(request, key) if key else None


def _own(request: StaffRequest, pk: int) -> Any:
    visible = Series.objects.visible_to(request.user).select_related("activity", "place", "team")
    return own_row(request, visible, pk, lambda user, row: can_plan(user, row.team))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days_without(row: Series) -> list[tuple[date, str]]:
    """Return the coming days that the rule gives and that have no meeting, with why."""
    today = timezone.localdate()
    last = row.made_until or today + timedelta(weeks=12)
    without = series_days.days_without(row, first=today, last=last)
    days = series_days.days_of_rule(row, first=today, last=last)
    return [(day, without[day] or _("tatt ut")) for day in days if day in without]


def _what_was_made(done: series.Changes) -> str:
    """Say how many sessions were made, and up to which day."""
    count = len(done.made)
    if not count:
        return _("Treffet er lagret. Øktene blir laget når det nærmer seg.")
    said = ngettext(
        "%(n)s økt er lagt inn, %(last)s.",
        "%(n)s økter er lagt inn, den siste %(last)s.",
        count,
    )
    last = max(timezone.localtime(session.starts_at) for session in done.made)
    return said % {"n": count, "last": f"{last:%d.%m.%Y}"}


def _say_what_is_open(request: StaffRequest, done: opening.Opened) -> None:
    """Say how many are open and for how much, and name those that stay drafts."""
    count = len(done.opened)
    said = ngettext("%(n)s økt er åpen.", "%(n)s økter er åpne.", count) % {"n": count}
    if done.ore:
        said += " " + _("%(sum)s er holdt av.") % {"sum": kroner(done.ore)}
    messages.success(request, said)
    kept = [f"{timezone.localtime(one.starts_at):%d.%m.}: {why}" for one, why in done.kept]
    for sentence in shortened(kept, most=SHOWN):
        messages.warning(request, sentence)


def _say_who_was_not_put(request: StaffRequest, done: series.Changes) -> None:
    for sentence in shortened(done.not_put, most=SHOWN):
        messages.warning(request, sentence)


def say_what_was_kept(request: StaffRequest, done: series.Changes) -> None:
    """Name the sessions that lost their day and are kept because people know of them."""
    for session in done.kept:
        said = _("Økta %(day)s er beholdt, for folk vet om den. Flytt den eller avlys.")
        if session.is_drawn_back:
            said = _("Økta %(day)s er beholdt, for den har vært åpen. Flytt den eller avlys.")
        starts = timezone.localtime(session.starts_at)
        messages.warning(request, said % {"day": f"{starts:%d.%m. kl. %H.%M}"})

"""Beside the sheet's ticks: guests, a paper sheet, and what a phone took without signal."""

from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from activities.models import Guest, Session
from activities.permissions import can_record_attendance
from activities.taking_part import attendance, guests
from core.errors import RuleBroken
from payouts.earnings import offline
from portals.staff.shared.guests import became
from portals.staff.shared.own_rows import own_session
from portals.staff.shared.page_access import (
    StaffRequest,
    View,
    only_staff,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import carry_out, form_page
from portals.staff.shared.people_rows import recordable_people
from portals.staff.shared.session_money import SessionMoney
from portals.staff.today import taps
from portals.staff.today.taking_part_forms import GuestForm

WORKER = "js/offline-worker.js"


def recordable(request: StaffRequest, pk: int) -> Any:
    """Return a session in which I may record; 404 for another team's, 403 without the role."""
    return own_session(request, pk, question=can_record_attendance)


def words_when_it_begins(session: Session) -> str:
    """Return a word about the clock when somebody is written down long before the start."""
    if not attendance.is_early(session):
        return ""
    starts = timezone.localtime(session.starts_at)
    return _("Økta begynner ikke før klokka %(clock)s. Stemmer det?") % {"clock": f"{starts:%H.%M}"}


def say_when_it_begins(request: StaffRequest, session: Session) -> None:
    """Tell it on the next page."""
    if words := words_when_it_begins(session):
        messages.warning(request, words)


# --- Guests ----------------------------------------------------------------------
@staff_button
def guest_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add somebody at the table who is not in the system."""
    session = recordable(request, pk)
    called = request.POST.get("called", "")
    carry_out(
        request,
        lambda: guests.add(session, called=called, by=request.user),
        said=_("Gjesten var med.") if session.has_begun else _("Gjesten er skrevet opp."),
    )
    say_when_it_begins(request, session)
    return redirect(reverse("staff:sheet", args=[session.pk]) + "#gjester")


@staff_button
def guest_remove(request: StaffRequest, pk: int, guest_pk: int) -> HttpResponse:
    """Take away a guest added by mistake; a repeat changes nothing."""
    session = recordable(request, pk)
    guest = Guest.objects.filter(pk=guest_pk, session=session).first()
    if guest:
        carry_out(
            request,
            lambda: guests.remove(guest),
            said=_("%(name)s er tatt bort.") % {"name": guest.called},
        )
    return redirect(reverse("staff:sheet", args=[session.pk]) + "#gjester")


@staff_form(shows="list")
def guest_become(request: StaffRequest, pk: int, guest_pk: int) -> HttpResponse:
    """Say which participant a guest is, or go and take them in."""
    session = recordable(request, pk)
    guest = get_object_or_404(session.guests.filter(participant=None), pk=guest_pk)
    form = GuestForm(request.POST or None, session=session)
    seen(request, form.people)
    new_url = f"{reverse('staff:participant_new')}?team={session.team.slug}&gjest={guest.pk}"
    return form_page(
        request, form, lambda: became(request, guest, form.cleaned_data["participant"]),
        template="portals/staff/today/guest_become.html",
        title=_("%(name)s ble deltaker") % {"name": guest.called}, lead=session.name,
        new_url=new_url, submit_label=_("Lagre"),
        back_url=reverse("staff:sheet", args=[session.pk]),
    )  # fmt: skip


# --- A paper sheet ---------------------------------------------------------------
@staff_page(shows="list")
def sheet_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every name of the team on one screen, to tick from a paper sheet."""
    session = recordable(request, pk)
    money = SessionMoney(session)
    took_part = Exists(session.attendances.filter(participant=OuterRef("pk")))
    found = recordable_people(session).active().annotate(took_part=took_part)
    people = list(money.with_standing(found).order_by("chosen_name", "pk"))
    seen(request, people)
    context = {
        "session": session,
        "people": [
            (person, person.took_part, money.about_threshold(person))  # type: ignore[attr-defined]
            for person in people
        ],
        "guest_count": session.guests.count(),
        "most_guests": guests.MOST,
    }
    return render(request, "portals/staff/today/sheet_paper.html", context)


# --- A phone without signal ----------------------------------------------------
def answers_in_json(view: View) -> View:
    """Tell a program that the sign-in has lapsed with 401, where a person is led to sign in.

    What is gone, or closed to who is signed in, names whom: to them it never answers otherwise.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: int, **kwargs: int) -> HttpResponse:
        if request.accepts("text/html"):
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            headers = {"WWW-Authenticate": 'Session realm="Reir"'}
            return JsonResponse({"sign_in": reverse("account_login")}, status=401, headers=headers)
        try:
            answer = view(request, *args, **kwargs)
            status = answer.status_code
        except Http404:
            status = 404
        if status in (403, 404):
            return JsonResponse({"not_for": request.user.pk}, status=status)
        return answer

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
@answers_in_json
@only_staff
def sheet_send(request: StaffRequest, pk: int) -> HttpResponse:
    """Take what a phone tapped; say for each key that it is done, or why not.

    GET gives the token that a POST must carry: the one on a stored page is old after a new
    sign-in.
    """
    session = recordable(request, pk)
    answers: dict[str, dict[str, object]] = {}
    if request.method == "POST":
        people = {person.pk: person for person in recordable_people(session)}
        try:
            found, unread = taps.read(taps.body_of(request), people=people)
        except RuleBroken as broken:
            return JsonResponse({"said": broken.message}, status=400)
        done = offline.receive(session, taps=found, by=request.user)
        said = unread | {str(key): sentence for key, sentence in done.items()}
        answers = {key: {"done": not words, "said": words} for key, words in said.items()}
        session.refresh_from_db(fields=["state"])
    return JsonResponse(
        {
            "token": get_token(request),
            "answers": answers,
            "open": session.state == Session.State.PUBLISHED,
        }
    )


@require_GET
def offline_worker(request: StaffRequest) -> HttpResponse:
    """Give the service worker of this portal: it holds nothing about anybody."""
    found = finders.find(WORKER) or settings.STATIC_ROOT / WORKER
    headers = {"Service-Worker-Allowed": reverse("staff:today"), "Cache-Control": "no-cache"}
    script = Path(str(found)).read_bytes()
    return HttpResponse(script, content_type="text/javascript", headers=headers)


@staff_page
def offline_page(request: StaffRequest) -> HttpResponse:
    """Show the page that a phone keeps for when there is no signal; it names nobody."""
    return render(request, "portals/staff/today/offline.html")

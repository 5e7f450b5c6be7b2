"""The answer to «kan du ta en vakt?»: by the link of the message, or signed in; and the leader's.

The link needs no sign-in. It shows when and where and nothing of what it is, and looking at it
answers nothing: mail scanners open every link they see.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.contacts import contact_of, number_of
from accounts.languages import speak
from accounts.models import ALL_STAFF, Team
from accounts.permissions import can_lead
from activities.models import CoverAsk
from activities.staffing import asking, candidates, cover_asks
from core.errors import RuleBroken
from core.hidden_fields import Changed, digest, must_be_unchanged
from notices.models import Task
from portals.staff.shared.forms.over_limit_forms import ReasonForm
from portals.staff.shared.own_rows import allow
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import ask_first, back_to, carry_out, what_was_shown

TEMPLATE = "portals/staff/cover/answer.html"
BY_LINK, SIGNED_IN = "base_account.html", "portals/staff/base.html"


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def cover_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what one is asked to whoever has the link, and take the answer. No sign-in."""
    found = cover_asks.find(token)
    if found is None:
        response = render(request, TEMPLATE, {"base": BY_LINK, "gone": _no_such()})
    else:
        speak(request, found.staff.language)
        here = reverse("staff:cover_answer", args=[token])
        response = _page(request, found, base=BY_LINK, here=here)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@staff_form
def asked(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what I am asked, signed in, and take my answer."""
    rows = CoverAsk.objects.answered_by(request.user)
    rows = rows.select_related("session__place", "in_return__place", "staff")
    found = get_object_or_404(rows, pk=pk)
    return _page(request, found, base=SIGNED_IN, here=reverse("staff:asked", args=[pk]))


@staff_button
def cover_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer, as a leader or who stands in for one, a yes that waits for it.

    Where somebody passes a limit of working time by it, a leader is asked why first.
    """
    rows = CoverAsk.objects.filter(session__team__in=Team.objects.of(request.user, ALL_STAFF))
    whole = ("session__team", "in_return__team", "staff", "instead_of")
    found = get_object_or_404(rows.select_related(*whole), pk=pk)
    lies_here = Task.objects.open().about(found).filter(assigned_to=request.user)
    allow(can_lead(request.user, found.session.team) or lies_here.exists())
    yes = request.POST.get("answer") == "yes" or "reason" in request.POST
    may_go_on = can_lead(request.user, found.session.team)
    waits = found.said_yes and not found.closed_at
    if yes and waits and may_go_on and (passed := asking.limits_passed(found)):
        return _ask_why(request, found, passed)
    carry_out(
        request,
        lambda: asking.decide(found, yes=yes, by=request.user),
        said=_given(found) if yes else _("De det gjelder, får vite det."),
    )
    return back_to(request, "staff:today")


def _ask_why(request: StaffRequest, ask: CoverAsk, passed: list[str]) -> HttpResponse:
    """Ask a leader why a limit is passed by a yes to `ask`; with a reason it is given."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    form.fields["reason"].required = True
    asked = {
        "question": _("Hvorfor må det bli slik?"), "consequence": " ".join(passed),
        "confirm_label": _("Si ja"), "back_url": reverse("staff:today"),
    }  # fmt: skip

    def decide() -> CoverAsk:
        reason = form.cleaned_data["reason"]
        return asking.decide(ask, yes=True, by=request.user, reason=reason)

    said = _given(ask)
    return ask_first(request, lambda: dict(asked), decide, form=form, said=said)


def _given(ask: CoverAsk) -> str:
    if ask.instead_of_id is None:
        return _("%(name)s har vakten, og får vite det.") % {"name": ask.staff}
    return _("Byttet er gjort. Begge får beskjed.")


def _page(request: Any, ask: CoverAsk, *, base: str, here: str) -> HttpResponse:
    has_it, by_link = asking.has_it(ask), base == BY_LINK
    gone = "" if has_it else asking.why_gone(ask)
    cannot = ""
    unwise: tuple[str, ...] = ()
    if not gone and not has_it:
        cannot, unwise = candidates.speaks_against(
            ask.staff, ask.session, instead_of=ask.instead_of, without=ask.in_return
        )
    facts = (
        ask.session_id, ask.session.starts_at, ask.session.ends_at, ask.session.place_id,
        ask.in_return and (ask.in_return.starts_at, ask.in_return.ends_at), cannot, unwise,
    )  # fmt: skip
    if request.method == "POST":
        _take(request, ask, facts, by_link=by_link, is_busy=bool(cannot))
        return redirect(here)
    team = ask.session.team
    asker = ask.asked_by or ask.instead_of
    phone, phone_of = number_of("", team=team)
    context = {
        "base": base,
        "ask": ask,
        "gone": gone,
        "has_it": has_it,
        "waits": bool(ask.said_yes) and not ask.closed_at,
        "cannot": cannot and (_busy() if by_link else _why_busy(cannot)),
        "unwise": unwise and (_think_first() if by_link else ", ".join(unwise)),
        "needs_leader": not gone and not cannot and asking.would_wait(ask),
        "shown": digest(*facts),
        "contact": contact_of(asker, team=team) if asker and not by_link else None,
        "opens_sheet": has_it and not by_link,
        "team_phone": phone,
        "team_name": phone_of,
    }
    return render(request, TEMPLATE, context)


def _take(
    request: Any, ask: CoverAsk, facts: tuple[Any, ...], *, by_link: bool, is_busy: bool
) -> None:
    """Take a yes to what was shown, or a no. Anything else is no answer.

    By the link, what a rule says of somebody's day is not said: they are busy, or a limit of
    working time speaks against it, which a leader goes past for them.
    """
    said = request.POST.get("answer", "")
    try:
        if said == "yes":
            must_be_unchanged(what_was_shown(request), *facts)
            asking.answer(ask, yes=True)
        elif said == "no":
            asking.answer(ask, yes=False)
        else:
            messages.error(request, _("Svar ja eller nei."))
    except Changed as changed:
        messages.error(request, changed.message)
    except RuleBroken as broken:
        ask.refresh_from_db()
        if not asking.why_gone(ask):  # what is gone, the page itself says
            neutral = _busy() if is_busy else _think_first()
            messages.error(request, neutral if by_link else broken.message)


def _busy() -> str:
    return _("Du står med noe annet da. Er det feil? Ring teamet.")


def _why_busy(why: str) -> str:
    return _("Du kan ikke ta den nå: %(why)s. Er det feil? Ring teamet.") % {"why": why}


def _think_first() -> str:
    return _("Noe i planen din taler imot. Logg inn for å se hva, eller ring teamet.")


def _no_such() -> str:
    return _("Lenken gjelder ikke lenger. Spør teamet hvis du lurer på noe.")

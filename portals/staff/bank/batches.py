"""«Til banken»: payouts collected, sealed by another, handed out as a file, sent, answered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import HOLDING_BUDGETS, Team
from core.errors import RuleBroken
from core.hidden_fields import digest
from core.money import kroner
from core.templatetags.formats import short_date
from participants.models import Participant
from payouts import settlement_dates as two_dates
from payouts.bank import batches as verbs
from payouts.bank import pain002
from payouts.bank import statuses as arrivals
from payouts.models import BankProfile, Batch, Payout
from payouts.permissions import can_handle_bank_batches, can_see_batches
from payouts.vault import bank_accounts as vault
from portals.staff.bank.batches_forms import AnswerForm, SealForm, WhyForm
from portals.staff.bank.batches_list import BatchList
from portals.staff.bank.payments import payments
from portals.staff.shared.own_rows import SEEING_BUDGETS, own_teams, team_row
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import (
    ask_first,
    carry_out,
    confirm_page,
    form_page,
    rules_on,
    what_was_shown,
)

A_PAGE = 100
TOGETHER = ("earning__participant", "sealed_as", "state")
"""By which the payouts of one payment lie together."""


@staff_page(shows="list")
def batches(request: StaffRequest) -> HttpResponse:
    """List the batches, what is ready for a new one, and who has no account yet."""
    teams = own_teams(request.user, SEEING_BUDGETS)
    holding = list(Team.objects.of(request.user, HOLDING_BUDGETS))
    missing = list(verbs.without_account(teams))
    unconfirmed = list(verbs.with_unconfirmed_account(teams))
    seen(request, [*missing, *unconfirmed])
    found = _with_sums(Batch.objects.filter(team__in=teams))
    context = {
        "table": BatchList.of(request, found, teams=teams),
        "ready": _ready(holding),
        "missing": missing,
        "unconfirmed": unconfirmed,
        "holding": {team.pk for team in holding},
    }
    return render(request, "portals/staff/bank/batches.html", context)


@staff_button
def batch_make(request: StaffRequest) -> HttpResponse:
    """Collect what is ready for the team that the form names; the first of mine without one."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    wanted = request.POST.get("team", "")
    team = next((team for team in teams if wanted in ("", team.slug)), None)
    if team is None:
        raise Http404
    try:
        made = verbs.make(team, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("staff:batches")
    return redirect("staff:batch", made.pk)


@staff_page(shows="list")
def batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one batch: how far it has come, the next step, and everybody in it."""
    rows = _with_sums(Batch.objects.select_related("made_by", "sealed_by"))
    found = team_row(request, rows, pk, question=can_see_batches)
    may_bank = can_handle_bank_batches(request.user, found.team)
    rewritten = verbs.rewritten(found).filter(participant=OuterRef("earning__participant"))
    payouts = (
        found.payouts.select_related(
            "earning__participant__vault_entry__written_by",
            "earning__session",
            "earning__care_visit__work",
        )
        .with_payment_ore()
        .annotate(rewritten=Exists(rewritten))
        .order_by("-rewritten", "earning__participant__chosen_name", *TOGETHER, "pk")
    )
    page = Paginator(payouts, A_PAGE).get_page(request.GET.get("side"))
    seen(request, [payout.earning.participant for payout in page.object_list])
    draft = found.state == Batch.State.DRAFT
    context = {
        "batch": found,
        "page": page,
        "payments": payments(page.object_list),
        "may_bank": may_bank,
        "problems": verbs.problems(found) if draft and may_bank else [],
        "answers": [] if draft else found.answers.select_related("brought_by").order_by("-pk"),
    }
    return render(request, "portals/staff/bank/batch.html", context)


@staff_form(shows="list")
def batch_seal(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the day and seal: the file is made, and stays as it is.

    Every account that is new or changed since it was paid to stands here, with who wrote it.
    """
    found = _mine(request, pk)
    shown = digest(*verbs.facts(found))  # first: what changes while the page is made is not on it
    fresh = list(verbs.fresh(found)) if found.state == Batch.State.DRAFT else []
    form = SealForm(request.POST or None, has_fresh=bool(fresh))
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            sealed = verbs.seal(
                found, by=request.user, shown=what_was_shown(request), **form.cleaned_data
            )
            messages.success(
                request,
                _("Bunken er forseglet. Banken betaler %(day)s. Hent fila, og legg den i banken.")
                % {"day": short_date(sealed.execution_on) if sealed.execution_on else ""},
            )
            return redirect("staff:batch", found.pk)
    consequence = _("Fila blir laget nå. Etterpå kan ingen endre den.")
    if number := verbs.rewritten(found).count():
        consequence = f"{_rewritten(number)} {consequence}"
    seen(request, [entry.participant for entry in fresh])
    doubts = vault.doubts(fresh)
    accounts = [(entry, doubts.get(entry.participant_id, [])) for entry in fresh]
    summed = _summed(found)
    return confirm_page(
        request, question=_("Forsegle bunken?"), form=form, color="spruce",
        consequence=consequence, accounts=accounts, template="portals/staff/bank/batch_seal.html",
        batch=summed,
        profile=BankProfile.objects.filter(team=found.team_id).first(),
        shown=shown,
        confirm_label=_("Ja, forsegl %(sum)s") % {"sum": kroner(summed.ore)},
        back_url=reverse("staff:batch", args=[found.pk]),
    )  # fmt: skip


@staff_page(shows="export")
def batch_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out the sealed file; the same bytes each time."""
    found = _mine(request, pk)
    try:
        written = verbs.download(found)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("staff:batch", found.pk)
    seen(request, Participant.objects.filter(earnings__payouts__batch=found).distinct())
    answer = HttpResponse(written, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{found.message_id}.xml"'
    answer["Cache-Control"] = "no-store"
    return answer


@staff_form
def batch_sent(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that the file lies in the bank."""
    found = _mine(request, pk)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ligger fila i banken?"), "color": "spruce",
            "consequence": _sum_of(found)
            + _("Da er pengene på vei, og bunken kan ikke legges bort."),
            "confirm_label": _("Ja, %(sum)s er sendt") % {"sum": kroner(_summed(found).ore)},
            "back_url": reverse("staff:batch", args=[found.pk]),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: verbs.mark_sent(found, by=request.user), row=found,
        said=_("Ført som sendt. Pengene er på vei."),
    )  # fmt: skip


@staff_form
def batch_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a batch away that never went to the bank, with a reason."""
    found = _mine(request, pk)
    form = WhyForm(request.POST or None)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Legge bort bunken?"),
            "consequence": _sum_of(found)
            + _("Bare når fila ikke ligger i banken. Ellers kan noen få pengene to ganger."),
            "confirm_label": _("Ja, legg bort"),
            "back_url": reverse("staff:batch", args=[found.pk]),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: verbs.void(found, by=request.user, **form.cleaned_data), form=form,
        row=found,
        said=_("Bunken er lagt bort. Honorarene kan betales på nytt."),
    )  # fmt: skip


def _sum_of(batch: Batch) -> str:
    """Return what lies in `batch` as the beginning of a sentence on a confirm page."""
    found = _summed(batch)
    words = {"sum": kroner(found.ore), "words": _words(found.number)}
    return _("%(sum)s til %(words)s.") % words + " "


def _summed(batch: Batch) -> Any:
    return _with_sums(Batch.objects.filter(pk=batch.pk)).get()


@staff_form
def batch_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Take in the bank's answer."""
    found = _mine(request, pk)
    form = AnswerForm(
        request.POST or None,
        request.FILES or None,
        initial={"moved_on": two_dates.asked_for(found)},
    )

    def act() -> Any:
        # One byte over the limit is enough for the reader to say that the file is too big.
        data = form.cleaned_data["file"].read(pain002.MOST_BYTES + 1)
        moved_on = form.cleaned_data["moved_on"]
        return arrivals.apply_answer(found, data, by=request.user, moved_on=moved_on)

    return form_page(
        request, form, act,
        said=lambda answer: _("Tatt inn: %(settled)s kom fram, %(failed)s kom ikke fram.")
        % {"settled": answer.settled, "failed": answer.failed},
        title=_("Svar fra banken"), lead=found.message_id,
        submit_label=_("Ta inn"), back_url=reverse("staff:batch", args=[found.pk]),
    )  # fmt: skip


@staff_button
def batch_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one payout out of its draft."""
    payout = own_payout(request, pk)
    carry_out(request, lambda: verbs.remove(payout), said=_("Tatt ut av bunken."))
    return redirect("staff:batch", payout.batch_id)


def own_payout(request: StaffRequest, pk: int) -> Payout:
    """Return a payout to the bank of a team I see and may bank for; else 404 or 403.

    When the books have forgotten whose it was, there is nothing more to say about it: 404.
    """
    known = Payout.objects.filter(earning__participant__isnull=False)
    rows = known.select_related("earning__participant").defer("batch__file")
    return team_row(request, rows, pk, question=can_handle_bank_batches, team="batch__team")


def _mine(request: StaffRequest, pk: int) -> Batch:
    return team_row(request, Batch.objects.defer("file"), pk, question=can_handle_bank_batches)


def _with_sums(found: QuerySet[Batch]) -> QuerySet[Batch]:
    """Fetch each batch with how many live payouts it has and their sum, without its file."""
    live = Q(payouts__state__in=Payout.LIVE)
    return (
        found.defer("file")
        .select_related("team")
        .annotate(
            number=Count("payouts", filter=live),
            people=Count("payouts__earning__participant", filter=live, distinct=True),
            ore=Sum("payouts__earning__ore", filter=live, default=0),
            paid=Count("payouts", filter=Q(payouts__state=Payout.State.PAID)),
            open=Count("payouts", filter=Q(payouts__state=Payout.State.SENDING)),
        )
        .order_by("-pk")
    )


def _ready(teams: list[Team]) -> list[dict[str, Any]]:
    """Return what each of `teams` can send now, with the words for it."""
    waiting = verbs.ready(teams).order_by().values_list("participant__team")
    found = {key: sums for key, *sums in waiting.annotate(Count("pk"), Sum("ore"))}
    has_profile = set(BankProfile.objects.filter(team__in=teams).values_list("team", flat=True))
    return [
        {"team": team, "ore": ore, "words": _words(number), "has_profile": team.pk in has_profile}
        for team in teams
        for number, ore in [found.get(team.pk, (0, 0))]
    ]


def _rewritten(number: int) -> str:
    told = ngettext(
        "%(n)s konto er skrevet om etter at bunken ble laget. Se på den først.",
        "%(n)s kontoer er skrevet om etter at bunken ble laget. Se på dem først.",
        number,
    )
    return told % {"n": number}


def _words(number: int) -> str:
    return ngettext("%(n)s honorar", "%(n)s honorarer", number) % {"n": number}

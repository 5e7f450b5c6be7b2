"""What waits for somebody in the payouts (docs/waiting.md). Money waits on lists with a number."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from accounts.models import HOLDING_BUDGETS, PAYING, Team, User
from activities.staffing.assignees import assignee_in
from core.money import kroner
from notices import waiting_states
from notices.models import Task
from notices.tasks import leader_of
from notices.waiting_states import Waiting
from payouts.models import Addition, Batch, Budget, Earning, Payout, Threshold
from payouts.models.earning import WAITING

ANSWER_AFTER = timedelta(days=3)
"""How long a bank may take before somebody is asked to look for its answer."""
PAID_WITHIN = timedelta(days=14)
"""How long an approved honorarium lies before the team is asked."""
STRIPE_WITHIN = timedelta(days=1)


def _other(team: Team, first: Any) -> User | None:
    """Return somebody who holds the money and did not do the first half."""
    return assignee_in(team, unlike=[first.pk if first else None], roles=HOLDING_BUDGETS)


def _same(team: Team, user: User | None) -> User | None:
    """Return whoever began it; who is away or has left is replaced by `reassign`."""
    return user or assignee_in(team, roles=HOLDING_BUDGETS)


def _batches(state: str) -> Any:
    return Batch.objects.filter(state=state).select_related("team", "made_by", "sealed_by")


def _to_pay() -> list[Team]:
    old = Earning.objects.waiting_for_payment().filter(
        approved_at__lte=timezone.now() - PAID_WITHIN
    )
    return waiting_states.counted(old, team="participant__team")


def _unfunded(held_by: str) -> Any:
    """Return what waits for money, one at a time for a person and a session."""
    held = Earning.objects.unfunded().filter(held_by=held_by)
    before = held.filter(
        session=OuterRef("session"), participant=OuterRef("participant"), pk__lt=OuterRef("pk")
    )
    found = held.filter(~Exists(before), participant__isnull=False)
    return found.select_related(
        "session__team", "care_visit__work__team", "participant", "threshold"
    )


def _team_of(earning: Earning) -> Team:
    return earning.session.team if earning.session else earning.visit.work.team


def _find_money(earning: Earning) -> str:
    if earning.session:
        return _("Budsjettet er brukt opp. Finn penger til ett honorar til på %(session)s.") % {
            "session": earning.what
        }
    return _("Budsjettet er brukt opp. Finn penger til ett honorar for tilsyn med %(work)s.") % {
        "work": earning.what
    }


def _stopped(earning: Earning) -> str:
    said = _("Vi har avtalt å stoppe før «%(threshold)s». Honoraret for %(what)s er ikke lovet.")
    return said % {"threshold": earning.threshold, "what": earning.what}


def _without_answer() -> list[Team]:
    sending = Payout.objects.filter(
        state=Payout.State.SENDING,
        method=Payout.Method.STRIPE,
        changed_at__lte=timezone.now() - STRIPE_WITHIN,
    )
    return waiting_states.counted(sending, team="earning__participant__team")


def _payer(threshold: Threshold) -> Team | None:
    return (
        Team.objects.filter(organisation_number=threshold.organisation_number)
        .order_by("pk")
        .first()
    )


def _verifier(threshold: Threshold) -> User | None:
    team = _payer(threshold)
    return _other(team, threshold.made_by) if team else None


waiting_states.register(
    Waiting(
        name="batch_to_seal",
        kind=Task.Kind.SECOND_LOOK,
        rows=lambda: _batches(Batch.State.DRAFT),
        text=lambda one: (
            _("Bunke %(number)s til banken er laget. Se over den, og forsegle den.")
            % {"number": one.pk}
        ),
        person=lambda one: _other(one.team, one.made_by),
    ),
    Waiting(
        name="batch_to_send",
        kind=Task.Kind.PAY,
        rows=lambda: _batches(Batch.State.SEALED),
        text=lambda one: _("Bunke %(number)s er klar. Legg den i banken.") % {"number": one.pk},
        person=lambda one: _same(one.team, one.sealed_by),
    ),
    Waiting(
        name="batch_without_answer",
        kind=Task.Kind.PAY,
        rows=lambda: _batches(Batch.State.SENT).filter(sent_at__lte=timezone.now() - ANSWER_AFTER),
        text=lambda one: (
            _("Bunke %(number)s er sendt. Hent svaret fra banken, og før det inn.")
            % {"number": one.pk}
        ),
        person=lambda one: _same(one.team, one.made_by),
    ),
    Waiting(
        name="budget_to_approve",
        kind=Task.Kind.SECOND_LOOK,
        rows=lambda: Budget.objects.filter(approved_by__isnull=True).select_related(
            "team", "made_by"
        ),
        text=lambda one: (
            _("Budsjettet %(name)s på %(sum)s venter på en til. Se over det.")
            % {"name": one.name, "sum": kroner(one.amount_ore)}
        ),
        person=lambda one: _other(one.team, one.made_by),
    ),
    Waiting(
        name="addition_to_approve",
        kind=Task.Kind.SECOND_LOOK,
        rows=lambda: Addition.objects.filter(approved_by__isnull=True).select_related(
            "budget__team", "made_by"
        ),
        text=lambda one: (
            _("%(sum)s mer til budsjettet %(name)s venter på en til. Se over det.")
            % {"name": one.budget.name, "sum": kroner(one.ore)}
        ),
        team=lambda one: one.budget.team,
        person=lambda one: _other(one.budget.team, one.made_by),
    ),
    Waiting(
        name="threshold_to_verify",
        kind=Task.Kind.SECOND_LOOK,
        rows=lambda: Threshold.objects.filter(verified_at__isnull=True).select_related("made_by"),
        text=lambda one: (
            _("Grensen «%(name)s» venter på en til. Les den, og se at den stemmer.")
            % {"name": one.name}
        ),
        team=_payer,
        person=_verifier,
    ),
    Waiting(
        name=WAITING["budget"],
        kind=Task.Kind.FIND_MONEY,
        rows=lambda: _unfunded(Earning.HeldBy.BUDGET),
        text=_find_money,
        team=_team_of,
        person=lambda one: leader_of(_team_of(one)),
        participant=lambda one: one.participant,
        comes_again=False,
    ),
    Waiting(
        name=WAITING["threshold"],
        kind=Task.Kind.FIND_MONEY,
        rows=lambda: _unfunded(Earning.HeldBy.THRESHOLD),
        text=_stopped,
        team=_team_of,
        participant=lambda one: one.participant,
        comes_again=False,
    ),
    Waiting(
        name="honoraria_to_pay",
        kind=Task.Kind.PAY,
        rows=_to_pay,
        number_of=ngettext_lazy(
            "%(n)s honorar har ventet i to uker. Avtal når det blir betalt.",
            "%(n)s honorarer har ventet i to uker. Avtal når de blir betalt.",
            "n",
        ),
        person=lambda team: assignee_in(team, roles=PAYING),
    ),
    Waiting(
        name="stripe_without_answer",
        kind=Task.Kind.PAY,
        rows=_without_answer,
        number_of=ngettext_lazy(
            "%(n)s betaling har ikke fått svar. Finn ut om den kom fram.",
            "%(n)s betalinger har ikke fått svar. Finn ut om de kom fram.",
            "n",
        ),
        person=lambda team: assignee_in(team, roles=HOLDING_BUDGETS),
    ),
)

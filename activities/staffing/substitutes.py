"""Substitutes across teams: two leaders agree, and each colleague says yes for themselves.

Who may be asked is `accounts.models.Substitute.objects.to_ask_in`; asking them and their yes is
`activities.staffing.asking`, as for colleagues. A shift that somebody said yes to stays theirs when
the agreement ends (docs/decisions/038).
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, Membership, Substitute, SubstituteAgreement, Team, User
from accounts.permissions import can_lead
from activities.models import CoverAsk, Session
from activities.staffing import assignees, cover_asks
from core.errors import RuleBroken
from core.templatetags.formats import long_date
from notices import outbox, waiting_states

STATE = "substitutes_asked"
LONGEST = timedelta(days=366)
"""For how long at most two teams agree at a time; then they look at it again."""
DAYS_KEPT = 90


@transaction.atomic
def ask(borrows: Team, *, lends: Team, until: date, by: User) -> SubstituteAgreement:
    """Ask the leaders of `lends` whether their willing colleagues may cover in `borrows`.

    A repeat changes nothing. Raises RuleBroken for who does not lead `borrows`, for a day that is
    over or more than a year away, and when nobody else than `by` could answer.
    """
    two = Team.objects.filter(pk__in=[borrows.pk, lends.pk]).order_by("pk")
    list(two.select_for_update(no_key=True))
    if not can_lead(by, borrows):
        raise RuleBroken(_("En leder i teamet gjør dette."))
    if borrows == lends:
        raise RuleBroken(_("Velg et annet team enn ditt eget."))
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        raise RuleBroken(_("Velg en dag fra i dag og et år fram."))
    if not leaders(lends, but=by).exists():
        said = _("%(team)s har ingen leder som kan svare.")
        if can_lead(by, lends):
            said = _("Du er eneste leder i %(team)s, og to ledere må være enige.")
        raise RuleBroken(said % {"team": lends})
    rows = SubstituteAgreement.objects.filter(borrows=borrows, lends=lends, ended_at=None)
    if there := rows.open().first():
        if there.until != until:
            raise RuleBroken(_("Dere har spurt alt. Avslutt den avtalen først."))
        return there
    rows.update(ended_at=timezone.now())  # its last day is over
    made = SubstituteAgreement.objects.create(
        borrows=borrows, lends=lends, until=until, asked_by=by
    )
    waiting_states.refresh(STATE, made)
    return made


@transaction.atomic
def answer(agreement: SubstituteAgreement, *, yes: bool, by: User) -> SubstituteAgreement:
    """Answer as a leader of the team that would lend; the other leaders are told. Repeatable.

    Raises RuleBroken for who leads another team or asked themselves, and when it is ended.
    """
    row = _locked(agreement)
    if not can_lead(by, row.lends):
        raise RuleBroken(_("En leder i %(team)s svarer på dette.") % {"team": row.lends})
    if by.pk == row.asked_by_id:
        raise RuleBroken(
            _("Du leder begge team og spurte selv. En annen leder i %(team)s må svare.")
            % {"team": row.lends}
        )
    if row.agreed_at and yes and row.ended_at is None:
        return row
    if row.ended_at or row.until < timezone.localdate():
        raise RuleBroken(_("Avtalen er avsluttet."))
    if row.agreed_at:
        raise RuleBroken(_("Dere er enige alt. Avslutt avtalen hvis den ikke skal gjelde."))
    now = timezone.now()
    if yes:
        row.agreed_by, row.agreed_at = by, now
    else:
        row.ended_by, row.ended_at = by, now
    row.save()
    waiting_states.refresh(STATE, row)
    _tell_leaders(row, what="yes" if yes else "no", but=by)
    return row


@transaction.atomic
def end(agreement: SubstituteAgreement, *, by: User) -> SubstituteAgreement:
    """End it as a leader of either team; the other leaders of both are told. Repeatable.

    What is not answered is taken back so, or said no to. Who was asked and has not got a shift is
    asked no more. Shifts that were given stay.
    """
    row = _locked(agreement)
    if not (can_lead(by, row.lends) or can_lead(by, row.borrows)):
        raise RuleBroken(_("En leder i et av teamene gjør dette."))
    if row.ended_at:
        return row
    row.ended_by, row.ended_at = by, timezone.now()
    row.save()
    waiting_states.refresh(STATE, row)
    _close_asks(row, CoverAsk.objects.all())
    _tell_leaders(row, what="ended" if row.agreed_at else "withdrawn", but=by)
    return row


@transaction.atomic
def set_willing(agreement: SubstituteAgreement, *, staff: User, is_willing: bool) -> None:
    """Let `staff` say for themselves whether they can be asked. Repeatable.

    A no ends what they are asked about now, without a message. Raises RuleBroken for a yes to what
    is not in force, or from somebody who does not work in the team that lends.
    """
    User.objects.select_for_update(no_key=True).get(pk=staff.pk)
    row = _locked(agreement)
    own = Substitute.objects.filter(agreement=row, staff=staff)
    now = timezone.now()
    if not is_willing:
        if own.willing().update(stopped_at=now, changed_at=now):
            theirs = CoverAsk.objects.filter(staff=staff)
            _close_asks(row, theirs, said_no=True)
        return
    works_there = Membership.objects.planning().filter(team=row.lends, user=staff)
    if not works_there.exists():
        raise RuleBroken(_("Bare de som jobber i %(team)s, kan si ja.") % {"team": row.lends})
    if not SubstituteAgreement.objects.in_force().filter(pk=row.pk).exists():
        raise RuleBroken(_("Avtalen gjelder ikke. Spør lederen din."))
    if own.willing().exists():
        return
    Substitute.objects.update_or_create(
        agreement=row, staff=staff, defaults={"willing_at": now, "stopped_at": None}
    )


def lender(staff: User, *, team: Team) -> Team | None:
    """Return the team whose colleague `staff` may be asked to cover in `team` today, or None."""
    rows = Substitute.objects.to_ask_in(team).filter(staff=staff)
    found = rows.select_related("agreement__lends").order_by("agreement").first()
    return found.agreement.lends if found else None


def who_answers(agreement: SubstituteAgreement) -> User | None:
    """Return the leader who is asked to answer, one at work when there is any; or None.

    Nobody but a leader can, and never who asked.
    """
    can = leaders(agreement.lends, but=agreement.asked_by).order_by("pk")
    away = set(assignees.away_today())
    return next((one.user for one in sorted(can, key=lambda one: one.user_id in away)), None)


def leaders(team: Team, *, but: User) -> Any:
    """Return the roles of those who lead `team` and are not `but`."""
    lead = Membership.objects.active().filter(team=team, role__in=LEADING, user__is_active=True)
    return lead.exclude(user=but).select_related("user")


@transaction.atomic
def forget_old() -> int:
    """Delete agreements that ended long ago, with who was willing (docs/privacy.md)."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    is_old = Q(ended_at__lt=limit) | Q(until__lt=timezone.localdate(limit))
    return SubstituteAgreement.objects.filter(is_old).delete()[0]


def _locked(agreement: SubstituteAgreement) -> SubstituteAgreement:
    rows = SubstituteAgreement.objects.select_for_update(of=("self",))
    return rows.select_related("lends", "borrows", "asked_by", "agreed_by").get(pk=agreement.pk)


def _close_asks(row: SubstituteAgreement, asks: Any, *, said_no: bool = False) -> None:
    asked = asks.filter(lent_by=row.lends, session__team=row.borrows, closed_at=None)
    for pk in sorted(set(asked.values_list("session", flat=True))):
        session = Session.objects.select_for_update(of=("self",)).get(pk=pk)
        for one in asked.filter(session=session).select_related("staff"):
            one.session = session
            if said_no:
                one.said_yes, one.past_limit, one.answered_at = False, False, timezone.now()
            cover_asks.close_one(one, ended=CoverAsk.Ended.NOT_NEEDED)


def _tell_leaders(row: SubstituteAgreement, *, what: str, but: User) -> None:
    """Tell all who lead one of the two teams now, each once."""
    found = [one.user for team in (row.borrows, row.lends) for one in leaders(team, but=but)]
    for user in sorted(set(found), key=lambda one: one.pk):
        _tell(user, row, what=what)


def _tell(user: User, row: SubstituteAgreement, *, what: str) -> None:
    words = {"lends": row.lends, "borrows": row.borrows, "day": long_date(row.until)}

    def body() -> str:
        if what == "yes":
            said = _(
                "%(lends)s sa ja: kolleger der kan spørres om vakter i %(borrows)s til %(day)s."
            )
        elif what == "no":
            said = _("%(lends)s sa nei til å låne ut vikarer til %(borrows)s nå.")
        elif what == "withdrawn":
            said = _("Spørsmålet om vikarer fra %(lends)s til %(borrows)s er trukket tilbake.")
        else:
            said = _("Avtalen om vikarer fra %(lends)s til %(borrows)s er avsluttet.")
        return said % words

    outbox.queue(
        key=f"substitutes:{row.pk}:{what}:{user.pk}",
        user=user,
        subject=lambda: _("Vikarer på tvers"),
        body=body,
    )

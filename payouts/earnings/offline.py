"""Receiving what a phone tapped offline: the acts, and the money that follows them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import SentTap, Session, Shift
from activities.planning import sessions
from activities.staffing import shifts
from activities.taking_part import guests, offline
from activities.taking_part.offline import Tap
from core.errors import RuleBroken
from payouts.earnings import promises


def receive(session: Session, *, taps: Sequence[Tap], by: User) -> dict[UUID, str]:
    """Act on `taps` once each; return {key: ""} for what is done, or the rule's sentence.

    Idempotent, whole or in part, in any order, from many processes at once: the end is the
    same. A tap that a rule stands against is not kept, and may be sent again.
    """
    answers = {}
    with transaction.atomic():
        row = sessions.locked(session)
        for tap in offline.in_order(taps, session=row, now=timezone.now()):
            try:
                with transaction.atomic():
                    if offline.record(row, tap=tap, by=by):
                        _act_on(tap, session=row, by=by)
                answers[tap.key] = ""
            except RuleBroken as broken:
                answers[tap.key] = broken.message
    return answers


def _act_on(tap: Tap, *, session: Session, by: User) -> None:
    if tap.act == SentTap.Act.GUEST:
        guests.add(session, called=tap.called, by=by, key=tap.key)
    elif tap.act == SentTap.Act.ALL_CLEAR:
        _report_all_clear(session, tap=tap, by=by)
    elif tap.participant is None:
        raise RuleBroken(_("Vi fant ikke personen på lista."))
    elif tap.act == SentTap.Act.TOOK_PART:
        promises.record(session, participant=tap.participant, by=by, at=tap.tapped_at)
    else:
        promises.reverse(session, participant=tap.participant, by=by, at=tap.tapped_at)


def _report_all_clear(session: Session, *, tap: Tap, by: User) -> None:
    shift = Shift.objects.filter(session=session, staff=by).first()
    if shift is None:
        raise RuleBroken(_("Du står ikke på vakt på denne økta."))
    shifts.all_clear(shift, by=by, at=tap.tapped_at)

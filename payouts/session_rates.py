"""How much each is honoured with at a session: as was chosen for it, else as its activity.

What is chosen for a session goes before what is chosen for its series. It is read when the session
is opened, and never changes what is promised (rules.md#keep-promises).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Series, Session
from core.errors import RuleBroken
from core.saving import locked_row
from payouts.models import Rate, SessionRate
from payouts.models.rate import Reason


def choose(thing: Session | Series, *, ore: int | None, by: User) -> None:
    """Let `thing` honour each with `ore`: 0 is nothing, None is as its activity. Repeatable.

    Of a series it holds for what is not opened yet. Raises RuleBroken for a session that is.
    """
    with locked_row(thing) as row:
        own = _own(row)
        if chosen(row) == ore:
            return
        if isinstance(row, Session) and row.state != Session.State.DRAFT:
            raise RuleBroken(_("Økta er åpen. Honoraret som er lovet, står."))
        if ore is None:
            SessionRate.objects.filter(**own).delete()
            return
        SessionRate.objects.update_or_create(defaults={"ore": ore, "chosen_by": by}, **own)


def chosen(thing: Session | Series) -> int | None:
    """Return what is chosen for `thing` itself (øre), or None."""
    return SessionRate.objects.filter(**_own(thing)).values_list("ore", flat=True).first()


def in_force(thing: Session) -> int | None:
    """Return what is chosen for a session or, without, for its series (øre), or None."""
    own = chosen(thing)
    return chosen(thing.series) if own is None and thing.series else own


def must_not_be_chosen_since(
    moment: datetime, things: Iterable[Session | Series], *, by: User
) -> None:
    """Raise RuleBroken when an honorarium of `things`, which are to go, was chosen after `moment`.

    It would go with them.
    """
    found = list(things)
    rows = SessionRate.objects.filter(
        Q(session__in=[one.pk for one in found if isinstance(one, Session)])
        | Q(series__in=[one.pk for one in found if isinstance(one, Series)]),
        changed_at__gt=moment,
    )
    last = rows.select_related("chosen_by").order_by("-changed_at").first()
    if last is None:
        return
    if last.chosen_by_id == by.pk:
        raise RuleBroken(_("Honoraret er valgt etterpå. Se hva det er nå."))
    said = _("%(name)s har valgt honoraret etterpå. Se hva det er nå.")
    raise RuleBroken(said % {"name": last.chosen_by})


@transaction.atomic
def carry(thing: Session | Series, to: Iterable[Session | Series], *, by: User) -> None:
    """Let those of `to`, made after `thing`, honour people as it does."""
    ore = in_force(thing) if isinstance(thing, Session) else chosen(thing)
    if ore is not None:
        for one in to:
            choose(one, ore=ore, by=by)


def of(session: Session) -> int:
    """Return the øre for each who takes part in `session`; 0 when nothing is promised."""
    return of_many([session])[session.pk]


def of_many(sessions: Iterable[Session]) -> dict[int, int]:
    """Return {session id: øre for each} for `sessions`; two queries."""
    found = list(sessions)
    series = {one.series_id for one in found if one.series_id}
    rows = SessionRate.objects.filter(
        Q(session__in=[one.pk for one in found]) | Q(series__in=series)
    )
    own = {(row.session_id, row.series_id): row.ore for row in rows}
    ore = dict.fromkeys((one.pk for one in found), 0)
    rates = Rate.objects.filter(
        activity__in={one.activity_id for one in found}, reason=Reason.TOOK_PART
    )
    for rate in rates.order_by("valid_from"):  # the newest in force says the last word
        for one in found:
            day = timezone.localdate(one.starts_at)
            if one.activity_id == rate.activity_id and rate.valid_from <= day:
                ore[one.pk] = rate.ore
    for one in found:
        ore[one.pk] = own.get((one.pk, None), own.get((None, one.series_id), ore[one.pk]))
    return ore


def foreseen(sessions: Iterable[Session], *, own: int | None) -> list[int]:
    """Return the øre for each at `sessions` of one activity, not saved; `own` is what is chosen.

    One query.
    """
    found = list(sessions)
    if own is not None:
        return [own] * len(found)
    rates = Rate.objects.filter(activity__in={one.activity_id for one in found})
    in_force = list(rates.filter(reason=Reason.TOOK_PART).order_by("valid_from"))
    days = [timezone.localdate(one.starts_at) for one in found]
    return [
        max(
            ((rate.valid_from, rate.ore) for rate in in_force if rate.valid_from <= day),
            default=(None, 0),
        )[1]
        for day in days
    ]


def _own(thing: Session | Series) -> dict[str, Any]:
    return {"session_id" if isinstance(thing, Session) else "series_id": thing.pk}

"""The access log: who looked at whom. Written a request, sealed every few minutes, verified.

A row that chains itself to the one before would make every page wait for every other. So a look
is a plain insert, and `seal` ties what is older than five minutes to the chain (docs/operations.md
says how often). At most some six minutes are unsealed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessEvent, AccessSeal, AccessSubject, Team, User
from core import constraint_checks, sealing

SAME_LOOK_FOR = timedelta(minutes=15)
SEAL_AFTER = timedelta(minutes=5)
SEALED_WITHIN = timedelta(hours=1)
"""A look that is still unsealed after this is reported: the timer stands still."""

BEFORE_ALL = -(2**63)
"""Below every key, so that a row put in under the first one belongs to the first seal."""


def record(
    user: User,
    *,
    act: str,
    what: str,
    participants: Iterable[Any],
    team: Team | None = None,
    reason: str = "",
) -> AccessEvent | None:
    """Write that `user` saw `participants` (rows, or their numbers) on the page `what`.

    `act` is one of AccessEvent.Act, `what` a URL name. One event a request, whatever the number
    of people; the same look at the same people within 15 minutes counts once. Returns the event,
    or None when nobody was on the page or the look was written already. A page that cannot be
    written down must not be shown: call it before the answer leaves.
    """
    numbers = sorted({int(getattr(person, "pk", person)) for person in participants})
    if not numbers:
        return None
    now = timezone.now()
    look = sealing.plain_digest(
        "", [[AccessEvent.Act(act).value, team and team.pk, reason, numbers]]
    )
    # Either way: what a clock that ran ahead has written is no look of now.
    lately = (now - SAME_LOOK_FOR, now + SAME_LOOK_FOR)
    seen = AccessEvent.objects.filter(user=user, what=what, at__range=lately, look=look)
    if seen.exists():
        return None
    with transaction.atomic(savepoint=False):
        event = AccessEvent.objects.create(
            at=now, user=user, team=team, act=act, what=what, reason=reason, look=look
        )
        AccessSubject.objects.bulk_create(
            AccessSubject(event=event, participant_number=number) for number in numbers
        )
    return event


def seal() -> AccessSeal | None:
    """Seal the looks that are older than five minutes; return the seal, or None if none wait.

    Safe to run from several timers at once: one of them makes the seal.
    """
    now = timezone.now()
    previous = AccessSeal.objects.last()
    waiting = AccessEvent.objects.filter(pk__gt=previous.last if previous else BEFORE_ALL)
    # A clock that was set back may give a young number an old time. Stop before the first young
    # look, so that a sealed stretch never gets another row. What a clock far ahead has written
    # waits for no such time: it would keep everything after it unsealed.
    lately = (now - SEAL_AFTER, now + SEALED_WITHIN)
    young = waiting.filter(at__range=lately).order_by("pk").values_list("pk", flat=True)
    first_young = young.first()
    if first_young is not None:
        waiting = waiting.filter(pk__lt=first_young)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return None
    return sealing.add(AccessSeal, keys, previous, digest=_seal_digest)


newest = sealing.chain("access", AccessSeal)


def verify(anchors: Iterable[sealing.Anchor] = ()) -> list[str]:
    """Return what is wrong with the log, in sentences, the first broken seal first.

    Empty when every seal matches its rows. Rows that were changed, removed, put in or moved show
    in the seal over them. `anchors` are seals that were told outside: what was cut off behind
    them, or sealed anew by whoever has the key, shows there. A rule that the database has lost
    is named as well.
    """
    seals = list(AccessSeal.objects.order_by("pk"))
    problems = sealing.problems(
        seals,
        anchors,
        digest=_seal_digest,
        wrong=lambda: _("Segl %(number)s stemmer ikke med loggen (innsyn %(first)s til %(last)s)."),
    )
    unsealed = AccessEvent.objects.filter(
        pk__gt=seals[-1].last if seals else BEFORE_ALL, at__lt=timezone.now() - SEALED_WITHIN
    ).count()
    if unsealed:
        problems.append(
            _("%(count)s innsyn har ventet mer enn en time på segl. Går tidsuret?")
            % {"count": unsealed}
        )
    return problems + constraint_checks.lost(AccessEvent, AccessSubject, AccessSeal)


def _seal_digest(seal: AccessSeal, previous: AccessSeal | None) -> str | None:
    """Return the digest that `seal` must have: its own fields and every row after `previous`."""
    after = previous.last if previous else BEFORE_ALL
    head = [seal.first, seal.last, seal.count, seal.sealed_at.astimezone(UTC).isoformat()]
    rows = [head, *_rows(after, seal.last)]
    return sealing.digest_of(seal, previous.digest if previous else "", rows)


def _rows(after: int, last: int) -> Iterator[list[Any]]:
    """Yield each event in the half-open stretch (after, last] in one fixed form."""
    subjects = defaultdict(list)
    for event, number in AccessSubject.objects.filter(
        event_id__gt=after, event_id__lte=last
    ).values_list("event_id", "participant_number"):
        subjects[event].append(number)
    events = AccessEvent.objects.filter(pk__gt=after, pk__lte=last).order_by("pk")
    for pk, at, *fields in events.values_list(
        "pk", "at", "user_id", "team_id", "act", "what", "reason", "look"
    ):
        yield [pk, at.astimezone(UTC).isoformat(), *fields, sorted(subjects.pop(pk, []))]
    for pk, numbers in sorted(subjects.items()):
        yield [pk, sorted(numbers)]  # people left over from an event that is gone

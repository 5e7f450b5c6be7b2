"""The outbox: what is to be told to whom, delivered once, tried again, never forgotten."""

import logging
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ALL_STAFF, Team
from notices import tasks
from notices.backends import DeliveryFailed, backend_for
from notices.models import Message, Task
from notices.neutral import neutral
from participants.models import Channel, Participant

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""How long before each new attempt. After the one that follows the last, people take over."""
CLAIM = timedelta(minutes=10)
"""How long a message belongs to the worker that took it; longer than any backend may take."""
QUIET_FROM, QUIET_TO = 21, 8
"""No telephone hums between these hours in Oslo."""
OSLO = ZoneInfo("Europe/Oslo")
DAYS_KEPT = 90


# --- In --------------------------------------------------------------------------
@transaction.atomic
def queue(
    *,
    key: str,
    subject: str,
    body: str,
    participant: Participant | None = None,
    user: Any = None,
    urgent: bool = False,
) -> Message | Task:
    """Tell one person something, once for each `key`; return the message or task that does it.

    A participant hears by the channel they chose. Who wants a call, paper or no contact, and who
    has left, is told by their primary contact, who gets a task. A user gets an e-mail; when it is
    `urgent`, an SMS at any hour if they have a telephone. Words that reveal
    the programme are replaced by a plain notice that there is news.
    """
    if (participant is None) == (user is None):
        raise TypeError("A message goes to one participant or to one user.")
    if participant is not None:
        if participant.left_at or participant.channel not in Message.Channel.values:
            return _tell_in_person(participant, key=key, body=body)
        channel = Message.Channel(participant.channel)
        address = str(participant.phone) if channel == Message.Channel.SMS else participant.email
    else:
        channel, address = Message.Channel.EMAIL, user.email
        if urgent and user.phone:
            channel, address = Message.Channel.SMS, str(user.phone)
    if not neutral(subject) or not neutral(body):
        subject, body = _plain_notice()
    message, _made = Message.objects.get_or_create(
        key=key,
        defaults={
            "participant": participant,
            "user": user,
            "channel": channel,
            "address": address,
            "subject": subject,
            "body": body,
            "is_urgent": urgent,
            "next_try_at": timezone.now() if urgent else not_before(channel, timezone.now()),
        },
    )
    return message


def queue_letter(*, key: str, address: str, subject: str, body: str) -> Message:
    """Send an e-mail to somebody who has no login and is no participant, once for each `key`.

    Nobody is told when it does not arrive: whoever queues it asks about the message's state
    (`notices.waiting`).
    """
    message, _made = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": Message.Channel.EMAIL,
            "address": address,
            "subject": subject[:120],
            "body": body,
        },
    )
    return message


def _plain_notice() -> tuple[str, str]:
    return _("Nytt fra Reir"), _("Det er noe nytt til deg i Reir. Se siden din, eller ring oss.")


def _tell_in_person(participant: Participant, *, key: str, body: str) -> Task:
    how = {
        Channel.CALL: _("Ring og si: %(news)s"),
        Channel.PAPER: _("Gi på papir: %(news)s"),
    }.get(participant.channel, _("Si det når dere ses: %(news)s"))  # type: ignore[call-overload]
    return tasks.ask(
        key=f"tell:{key}",
        team=participant.team,
        kind=Task.Kind.TELL,
        text=how % {"news": body},
        participant=participant,
        answer_by=timezone.localdate() + timedelta(days=1),
    )


# --- Out -------------------------------------------------------------------------
def deliver_due(*, most: int = 500) -> int:
    """Send what may be sent now, at most `most` messages, and return how many left.

    Any number of workers may run at once. Each message is claimed by a conditional UPDATE, and
    no lock or transaction is held while a backend talks to the world.
    """
    delivered = 0
    waiting = Message.objects.ready().values_list("pk", "attempts", "channel", "is_urgent")[:most]
    for number, attempts, channel, is_urgent in list(waiting):
        now = timezone.now()
        allowed = now if is_urgent else not_before(channel, now)
        if allowed > now:
            _still(number, attempts).update(next_try_at=allowed)
        elif attempts > len(WAITS):
            # A worker ended in the middle of the last attempt: nobody knows whether it left.
            _give_up(number, attempts)
        elif _claim(number, attempts, at=now):
            delivered += _send(number, attempts + 1)
    return delivered


def _still(number: int, attempts: int) -> Any:
    """Return the row if nobody has touched it since it had `attempts`."""
    return Message.objects.filter(pk=number, attempts=attempts, state=Message.State.WAITING)


def _claim(number: int, attempts: int, *, at: datetime) -> bool:
    """Take the message for this worker alone; False when another was quicker."""
    taken = _still(number, attempts).update(
        attempts=F("attempts") + 1, next_try_at=at + CLAIM, changed_at=at
    )
    return taken == 1


def _send(number: int, attempts: int) -> bool:
    message = Message.objects.get(pk=number)
    try:
        backend_for(message.channel).send(
            to=message.address, subject=message.subject, body=message.body
        )
    except Exception as error:
        # Whatever a provider's library raises, the message must live on. The exception's own
        # text may hold the address, so only our own kind of text is kept.
        cause = str(error) if isinstance(error, DeliveryFailed) else type(error).__name__
        logger.warning("Message %s did not leave: %s", number, type(error).__name__)
        _try_again(number, attempts, cause=cause[:200])
        return False
    now = timezone.now()
    return bool(
        _still(number, attempts).update(
            state=Message.State.SENT, sent_at=now, error="", changed_at=now
        )
    )


def _try_again(number: int, attempts: int, *, cause: str) -> None:
    if attempts > len(WAITS):
        _still(number, attempts).update(error=cause)
        _give_up(number, attempts)
        return
    now = timezone.now()
    _still(number, attempts).update(
        next_try_at=now + WAITS[attempts - 1], error=cause, changed_at=now
    )


@transaction.atomic
def _give_up(number: int, attempts: int) -> None:
    """Stop trying, and ask a person to say it instead."""
    if not _still(number, attempts).update(state=Message.State.GIVEN_UP, changed_at=timezone.now()):
        return
    message = Message.objects.select_related("participant__team", "user").get(pk=number)
    if message.participant is not None:
        _tell_in_person(message.participant, key=message.key, body=message.body)
        return
    team = Team.objects.of(message.user, ALL_STAFF).first()
    if team is not None:
        tasks.ask(
            key=f"tell:{message.key}",
            team=team,
            kind=Task.Kind.TELL,
            text=_("E-posten til %(name)s kom ikke fram. Si det selv: %(news)s")
            % {"name": message.user, "news": message.subject},
        )


def not_before(channel: str, moment: datetime) -> datetime:
    """Return `moment`, or eight in the morning in Oslo when an SMS would come in the night."""
    if channel != Message.Channel.SMS:
        return moment
    there = moment.astimezone(OSLO)
    if QUIET_TO <= there.hour < QUIET_FROM:
        return moment
    morning = there.replace(hour=QUIET_TO, minute=0, second=0, microsecond=0, fold=0)
    if there.hour >= QUIET_FROM:
        morning += timedelta(days=1)
    return morning.astimezone(moment.tzinfo)


def prune() -> int:
    """Delete messages settled more than 90 days ago and return how many (docs/privacy.md)."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    return (
        Message.objects.exclude(state=Message.State.WAITING).filter(changed_at__lt=limit).delete()
    )[0]

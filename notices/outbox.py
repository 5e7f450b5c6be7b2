"""The outbox: what is to be told to whom, delivered once, tried again, never forgotten.

By which channel somebody is told is decided in `queue` alone, what counts as sent in
`notices.backends` alone. What did not leave is given up, and given-up news waits until a colleague
has said it (docs/waiting.md).
"""

import logging
import time
from collections import defaultdict
from datetime import date, datetime, timedelta
from email.utils import formataddr
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, TextField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import Words, said
from accounts.models import ALL_STAFF, Team, User
from notices import neutral, sms, tasks, waiting_states
from notices.backends import Backend, DeliveryFailed, hand_over, reaches_people, way_out
from notices.encrypted_text import seal, unseal
from notices.models import Message, Task
from participants.models import Channel, Participant

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""How long before each new attempt. After the one that follows the last, people take over."""
CLAIM = timedelta(minutes=10)
"""How long a message belongs to the worker that took it; longer than any backend may take."""
QUIET_FROM, QUIET_TO = 21, 8
"""Quiet hours in Oslo: no SMS is sent between these hours."""
DAYS_KEPT, DAYS_LETTERS_KEPT = 90, 7
PATIENCE = 20
"""For how many seconds of a round one channel may fail; then it has the rest of the round off."""
ROUND = 60
"""After how many seconds a round begins nothing new: the timer has other steps to take."""
MOST = 500
NO_WAY_OUT = "no way out"
WISHES_OTHERWISE = "wishes otherwise now"
"""The receiver has another way to hear, or has left, since the news was put in."""
A_DAY = timedelta(days=1)
"""What nobody has tried to send for this long is too old to send: staff decide first."""


# --- In --------------------------------------------------------------------------
@transaction.atomic
def queue(
    *,
    key: str,
    subject: Words,
    body: Words,
    participant: Participant | None = None,
    user: Any = None,
    urgent: bool = False,
    answer_by: date | None = None,
    gives_access: bool = False,
) -> Message | Task:
    """Tell one person something, once for each `key`; return the message or task that does it.

    Who acts and who is told may speak unlike languages: `subject` and `body` are functions, called
    in the receiver's.
    A participant is told by the channel they chose. Who wants a call, paper or no contact, and who
    has left, is told by their primary contact, who gets a task; who chose SMS where there is
    none, by e-mail and such a task. A user always gets an e-mail; when it is `urgent`, also an SMS
    at any hour, if they have a phone. Words that reveal the programme are replaced by a plain
    notice that there is news. `answer_by` is the day of the task, when it is one: tomorrow without.
    """
    if (participant is None) == (user is None):
        raise TypeError("A message goes to one participant or to one user.")
    language = (participant or user).language
    subject, body = said(subject, language=language), said(body, language=language)
    if participant and channel_of(participant) is None:
        return _tell_in_person(participant, key=key, body=body, answer_by=answer_by)
    subject, body = neutral.made_neutral(subject, body, language=language)
    news: dict[str, Any] = {"subject": subject, "body": body, "is_urgent": urgent}
    if participant is not None:
        return _put_to(participant, key=key, **news)
    news["is_letter"] = gives_access
    message = _put(key, Message.Channel.EMAIL, user=user, **news)
    if urgent and user.phone and way_out(Message.Channel.SMS):
        _put(f"{key}:sms", Message.Channel.SMS, user=user, beside=message, **news)
    return message


def channel_of(participant: Participant) -> Message.Channel | None:
    """Return by which channel `participant` is told; None when a colleague says it."""
    if participant.left_at or participant.channel not in Message.Channel.values:
        return None
    return Message.Channel(participant.channel)


def _put_to(participant: Participant, *, key: str, **news: Any) -> Message:
    """Put a message in by the channel that `participant` chose; give up where there is none."""
    channel = Message.Channel(participant.channel)
    message = _put(key, channel, participant=participant, **news)
    if channel == Message.Channel.SMS and way_out(channel) is None:
        _give_up(message, cause=NO_WAY_OUT)
        message.refresh_from_db()
    return message


def _put(key: str, channel: str, *, body: str, is_urgent: bool, **columns: Any) -> Message:
    """Put a message in, once for each `key`; `columns` say to whom, and `beside` which other."""
    by_sms, now = channel == Message.Channel.SMS, timezone.now()
    to = columns.get("participant") or columns["user"]
    body = sms.plain(body) if by_sms else body
    defaults = columns | {
        "channel": channel,
        "address": _address_of(to, channel),
        "body": seal(body) if columns.get("is_letter") else body,
        "is_urgent": is_urgent,
        "next_try_at": now if is_urgent else not_before(channel, now),
    }
    return Message.objects.get_or_create(key=key, defaults=defaults)[0]


def queue_letter(*, key: str, address: str, subject: Words, body: Words) -> Message:
    """Send an e-mail to somebody who has no login and is no participant, once for each `key`.

    Their language is not known: it is written in that of the house.
    Nobody is told when it does not arrive: whoever queues it asks about the message's state
    (`notices.waiting_states`).
    """
    return Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": Message.Channel.EMAIL,
            "address": address,
            "subject": said(subject)[:120],
            "body": said(body),
        },
    )[0]


def say_anew(done: Message | Task, *, subject: Words, body: Words) -> None:
    """Let what `queue` returned say something else, if it has not left and nobody has said it."""
    to: Any = done.participant or (done.user if isinstance(done, Message) else None)
    subject, body = said(subject, language=to.language), said(body, language=to.language)
    if isinstance(done, Task):
        words = tasks.shortened(said(partial(_to_say, to, body)))
        Task.objects.open().filter(pk=done.pk).update(text=words, changed_at=timezone.now())
        return
    subject, body = neutral.made_neutral(subject, body, language=to.language)
    body = sms.plain(body) if done.channel == Message.Channel.SMS else body
    waiting = Message.objects.filter(pk=done.pk, state=Message.State.WAITING)
    waiting.update(subject=subject, body=body, changed_at=timezone.now())


def _tell_in_person(
    participant: Participant, *, key: str, body: str, answer_by: date | None
) -> Task:
    return tasks.ask(
        key=f"tell:{key}",
        team=participant.team,
        kind=Task.Kind.TELL,
        text=partial(_to_say, participant, body),
        participant=participant,
        answer_by=answer_by,
    )


def _to_say(participant: Participant, news: str) -> str:
    how = {Channel.CALL: _("Ring og si: %(news)s"), Channel.PAPER: _("Gi på papir: %(news)s")}
    said_else = _("Si det når dere ses: %(news)s")
    return how.get(participant.channel, said_else) % {"news": news}  # type: ignore[call-overload] # any channel


# --- Out -------------------------------------------------------------------------
def deliver_due() -> int:
    """Send what may be sent now, at most `MOST` messages, and return how many left.

    Any number of workers may run at once. Each message is claimed by a conditional UPDATE, and
    no lock or transaction is held while a backend talks to the world. A server that lets us wait
    holds nobody else up: its channel rests until the next round, and a round ends in time.
    """
    if not settings.OUTGOING:
        return 0
    delivered, began = 0, time.monotonic()
    lost: dict[str, float] = defaultdict(float)
    ready = Message.objects.ready()[:MOST]
    if any(one.next_try_at < timezone.now() - A_DAY for one in ready):
        expire_old()
        ready = Message.objects.ready()[:MOST]
    for message in ready:
        tried = time.monotonic()
        if tried - began > ROUND:
            break
        if lost[message.channel] > PATIENCE:
            continue
        if _deliver(message):
            delivered += 1
        else:
            lost[message.channel] += time.monotonic() - tried
    return delivered


def expire_old() -> int:
    """Stop what should have been tried a day ago, for the first time or once more; return how many.

    The timer did not run, or the copy is a restored one. Each team looks at its own in one list.
    """
    now = timezone.now()
    old = Message.objects.filter(state=Message.State.WAITING, next_try_at__lt=now - A_DAY)
    return old.update(state=Message.State.TOO_OLD, body=_words_kept(), changed_at=now)


def mark_told(team: Team, *, by: User) -> int:
    """Say that `by` has looked at what never went out to the participants of `team`."""
    found = Message.objects.never_sent().filter(participant__team=team)
    return found.update(told_at=timezone.now(), told_by=by)


def deliver_one(number: int) -> bool:
    """Send one message if it may be sent now; tell whether it left."""
    if not settings.OUTGOING:
        return False
    expire_old()
    one = Message.objects.ready().filter(pk=number).first()
    return one is not None and _deliver(one)


def _deliver(message: Message) -> bool:
    now, backend = timezone.now(), way_out(message.channel)
    allowed = now if message.is_urgent else not_before(message.channel, now)
    if allowed > now:
        _still(message).update(next_try_at=allowed, changed_at=now)
    elif message.attempts > len(WAITS):
        # A worker ended in the middle of the last attempt: whether it was sent is unknown.
        _give_up(message)
    elif backend is None:
        _give_up(message, cause=NO_WAY_OUT)
    elif not _still_wished(message):
        _give_up(message, cause=WISHES_OTHERWISE)
    elif _claim(message):
        return _send(message, backend)
    return False


def _still(message: Message) -> Any:
    """Select the message when it is unchanged since it had its `attempts`."""
    return Message.objects.filter(
        pk=message.pk, attempts=message.attempts, state=Message.State.WAITING
    )


def _still_wished(message: Message) -> bool:
    """Tell whether a participant still hears this way, and let it go to where they are now.

    Between a change of phone and the morning's SMS lies a night: the old number may be
    somebody else's.
    """
    person = message.participant
    if person is None:
        return True
    is_in_its_place = message.channel == Message.Channel.EMAIL and message.beside_id is not None
    wished = Channel.SMS if is_in_its_place else message.channel
    address = _address_of(person, message.channel)
    if person.left_at or person.channel != wished or not address:
        return False
    if address != message.address:
        _still(message).update(address=address)
        message.address = address
    return True


def _address_of(to: Any, channel: str) -> str:
    return str(to.phone or "") if channel == Message.Channel.SMS else to.email


def _claim(message: Message) -> bool:
    """Take the message for this worker alone; False when another was quicker."""
    now = timezone.now()
    taken: int = _still(message).update(
        attempts=F("attempts") + 1, next_try_at=now + CLAIM, changed_at=now
    )
    if taken == 1:  # it may have come to say something else since it was read
        message.refresh_from_db(fields=["attempts", "subject", "body"])
    return taken == 1


def _send(message: Message, backend: Backend) -> bool:
    try:
        extra = {}
        if getattr(backend, "takes_reply_to", False):
            extra["reply_to"] = answers_to(message)
        words = unseal(message.body) if message.is_letter else message.body
        hand_over(backend, to=message.address, subject=message.subject, body=words, **extra)
    except Exception as error:
        # Whatever a provider's library raises, the message must live on. The exception's own
        # text may hold the address, so only our own kind of text is kept.
        cause = str(error) if isinstance(error, DeliveryFailed) else type(error).__name__
        logger.warning("Message %s did not leave: %s", message.pk, type(error).__name__)
        _try_again(message, cause=cause[:200])
        return False
    if reaches_people(backend):
        return _settle(message, state=Message.State.SENT, sent_at=timezone.now(), error="")
    return _settle(message, state=Message.State.SHOWN, error="")


def _settle(message: Message, *, state: str, **outcome: Any) -> bool:
    """Write how it ended. What a letter said is forgotten with that."""
    written: int = _still(message).update(
        state=state, body=_words_kept(), changed_at=timezone.now(), **outcome
    )
    return written == 1


def _words_kept() -> Case:
    return Case(When(is_letter=True, then=Value("")), default="body", output_field=TextField())


def answers_to(message: Message) -> str:
    """Return whose address an answer to `message` goes to, with the name: a person at work.

    For a participant their contact, else the leader; for a colleague their leader; for a partner
    the leader of the team that was made first; else `REPLY_TO`. It may be "".
    """
    person = None
    if told := message.participant:
        person = tasks.contact_at_work(told) or tasks.leader_of(told.team)
    elif message.user is not None and (team := team_of(message.user)):
        person = tasks.leader_of(team)
    if person is None or person == message.user or not person.email:
        return settings.REPLY_TO
    return formataddr((str(person), person.email))


def team_of(user: Any) -> Team | None:
    """Return the team of `user`; for who works in none, the one that was made first."""
    own = Team.objects.of(user, ALL_STAFF).first()
    return own or Team.objects.order_by("created_at", "pk").first()


def _try_again(message: Message, *, cause: str) -> None:
    if message.attempts > len(WAITS):
        _give_up(message, cause=cause)
        return
    now = timezone.now()
    _still(message).update(
        next_try_at=now + WAITS[message.attempts - 1], error=cause, changed_at=now
    )


@transaction.atomic
def _give_up(message: Message, *, cause: str = "") -> None:
    """Stop trying: from now on the news waits for a colleague to say it.

    Where SMS has no way out, an e-mail goes too, if there is an address.
    """
    why = {"error": cause} if cause else {}
    if not _settle(message, state=Message.State.GIVEN_UP, **why):
        return
    person = message.participant
    no_sms = cause == NO_WAY_OUT and message.channel == Message.Channel.SMS
    if no_sms and person and person.email and way_out(Message.Channel.EMAIL):
        _put(
            f"{message.key}:email",
            Message.Channel.EMAIL,
            participant=person,
            subject=message.subject,
            body=message.body,
            is_urgent=message.is_urgent,
            beside=message,
        )
    waiting_states.refresh("message_given_up", message)


def not_before(channel: str, moment: datetime) -> datetime:
    """Return `moment`, or eight in the morning in Oslo when it falls in the quiet hours."""
    there = timezone.localtime(moment)
    if channel != Message.Channel.SMS or QUIET_TO <= there.hour < QUIET_FROM:
        return moment
    morning = there.replace(hour=QUIET_TO, minute=0, second=0, microsecond=0, fold=0)
    if there.hour >= QUIET_FROM:
        morning += timedelta(days=1)
    return morning.astimezone(moment.tzinfo)


def forget_old() -> int:
    """Delete messages settled more than 90 days ago, letters after a week (docs/privacy.md).

    What somebody must still be told stays until it is said. Return how many went.
    """
    now = timezone.now()
    old = Q(changed_at__lt=now - timedelta(days=DAYS_KEPT)) | Q(
        is_letter=True, changed_at__lt=now - timedelta(days=DAYS_LETTERS_KEPT)
    )
    settled = Message.objects.exclude(state=Message.State.WAITING).filter(old)
    return settled.exclude(pk__in=Message.objects.untold().values("pk")).delete()[0]

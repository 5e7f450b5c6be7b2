"""Writing to everybody of a session: each hears by their own channel, once (docs/decisions/030).

The words stand on the page of the session. An SMS or an e-mail carries them only when they name
nobody and nothing of ours; else it says that there is a message. Whom nothing can be sent is
somebody's task: the list of those who must be rung.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import MessageReceiver, Session, SessionMessage, Shift
from activities.models.session_message import LONGEST
from core.dates import day_and_clock
from core.errors import RuleBroken
from core.saving import locked_row
from core.text import phone_in_words
from notices import neutral, outbox
from notices.backends import way_out
from notices.models import Message, Task
from notices.tasks import tomorrow
from participants.models import Participant

DAYS_KEPT = 90
IN_THE_MORNING = timedelta(hours=1)
"""What begins so soon after the quiet hours does not wait for their end."""
MOST_IN_A_TASK = 150
"""How many characters of the words a task has room for (`tasks.LONGEST_TEXT`), with the rest."""
Group = SessionMessage.Group
Person = Participant | User


# --- Who, and how -------------------------------------------------------------------------
def groups(session: Session, *, by: User) -> dict[str, list[Person]]:
    """Return who comes, waits in line and works; whoever writes is none of them. Two queries."""
    people = ("participant__team", "participant__primary_contact", "participant__deputy_contact")
    signups = session.signups.filter(participant__left_at__isnull=True).select_related(*people)
    said: dict[str, list[Person]] = {Group.COMING: [], Group.IN_LINE: []}
    for signup in signups.order_by("participant__chosen_name", "pk"):
        said.get(signup.state, []).append(signup.participant)
    shifts = Shift.objects.working().filter(session=session).exclude(staff=by)
    staff: list[Person] = [shift.staff for shift in shifts.select_related("staff").order_by("pk")]
    return said | {Group.WORKING: staff}


def way_to(person: Person) -> MessageReceiver.Way:
    """Return how `person` hears: by the channel they chose, if this installation has it."""
    channel: Message.Channel | None = Message.Channel.EMAIL
    if isinstance(person, Participant):
        channel = outbox.channel_of(person)
    if channel is None or way_out(channel) is None:
        return MessageReceiver.Way.IN_PERSON
    return MessageReceiver.Way(channel)


def not_yet_told(session: Session, *, text: str, people: Iterable[Person]) -> list[Person]:
    """Return those of `people` who have not got exactly these words about `session`."""
    got = MessageReceiver.objects.filter(message__session=session, message__text=text)
    told = set(got.values_list("participant", "user"))
    return [person for person in people if _as_columns(person) not in told]


def kept_inside(session: Session, text: str) -> list[str]:
    """Return the words of `text` that no SMS or e-mail may carry: ours, and people's names."""
    of_session = Q(pk__in=session.signups.values("participant")) | Q(team=session.team_id)
    people = Participant.objects.filter(of_session).values_list("chosen_name", flat=True)
    names = {word for name in people for word in re.findall(r"\w{2,}", name)}
    patterns = {name: rf"{re.escape(name)}(?:['’]?s)?(?!\w)" for name in names}
    for ours in filter(None, (session.activity.name, session.title, session.team.name)):
        patterns[ours] = _stem(ours)
    found = [
        name
        for name, pattern in sorted(patterns.items())
        if re.search(rf"(?<!\w){pattern}", text, re.IGNORECASE)
    ]
    return [*neutral.revealing_words(text), *found]


def _stem(name: str) -> str:
    """Return a pattern that begins every form of a name: «fuglekassene» as well as «Fuglekassa»."""
    return re.escape(re.sub(r"(?<=\w{3})(?:ene|en|et|a|e)$", "", name.strip()))


def cannot_wait(begins: datetime) -> bool:
    """Tell whether a message goes out at any hour: it is about today, or the early morning."""
    if timezone.localdate(begins) <= timezone.localdate():
        return True
    opens = outbox.not_before(Message.Channel.SMS, timezone.now())
    return begins < opens + IN_THE_MORNING


# --- Writing ------------------------------------------------------------------------------
def is_writable(session: Session) -> bool:
    """Tell whether people may still come to `session`."""
    return session.state == Session.State.PUBLISHED and not session.has_ended


def must_be_writable(session: Session) -> None:
    """Raise RuleBroken unless `is_writable`."""
    if session.state == Session.State.DRAFT:
        raise RuleBroken(
            _("Økta er et utkast. Åpne den først, så kan du skrive til de som kommer.")
        )
    if not is_writable(session):
        raise RuleBroken(_("Økta er over eller avlyst. Ring dem det gjelder."))


def send(session: Session, *, text: str, to: Collection[str], by: User) -> SessionMessage:
    """Write `text` to the groups `to` of `session`, each person by their channel; return it.

    The same words are one message, whoever presses and how often: who has got them gets them no
    second time, and who was not among the receivers then is added. Raises RuleBroken when
    the session is not open or over, and when there is nobody to write to or nothing to say.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise RuleBroken(_("Skriv en beskjed på høyst %(most)s tegn.") % {"most": LONGEST})
    with locked_row(session) as row:
        must_be_writable(row)
        found = groups(row, by=by)
        people = list(chain.from_iterable(found[Group(one)] for one in to))
        if not people:
            raise RuleBroken(_("Det er ingen å skrive til. Velg noen andre."))
        wanted = {f"to_{Group(one)}": True for one in to}
        message, made = SessionMessage.objects.get_or_create(
            session=row, text=text, defaults={"written_by": by, **wanted}
        )
        if not made:
            SessionMessage.objects.filter(pk=message.pk).update(**wanted, changed_at=timezone.now())
        inside = kept_inside(row, text)
        for person in not_yet_told(row, text=text, people=people):
            _tell(message, person, says_all=not inside, by=by)
    return message


@transaction.atomic
def _tell(message: SessionMessage, person: Person, *, says_all: bool, by: User) -> None:
    session = message.session
    in_person = isinstance(person, Participant) and outbox.channel_of(person) is None
    participant, user = _as_columns(person)
    done = outbox.queue(
        key=f"session-message:{message.pk}:{'u' if user else 'p'}{person.pk}",
        participant=person if isinstance(person, Participant) else None,
        user=None if isinstance(person, Participant) else person,
        subject=lambda: _("Beskjed om %(day)s") % day_and_clock(session.starts_at),
        body=partial(_said, message, person, by=by)
        if in_person
        else partial(_words, message, person, says_all=says_all, by=by),
        urgent=cannot_wait(session.starts_at),
        answer_by=min(tomorrow(), max(timezone.localdate(), _day_of(session))),
    )
    if isinstance(done, Task) and may_open(person, session):
        leads_to = {"about": session._meta.label_lower, "about_id": session.pk}
        Task.objects.filter(pk=done.pk).update(**leads_to)
    MessageReceiver.objects.create(
        message=message,
        participant_id=participant,
        user_id=user,
        way=way_to(person),
        notice=done if isinstance(done, Message) else None,
        task=done if isinstance(done, Task) else None,
    )


def _day_of(session: Session) -> Any:
    return timezone.localdate(session.starts_at)


def may_open(person: Person, session: Session) -> bool:
    """Tell whether those who tell `person` in person may open the page of `session`."""
    return isinstance(person, Participant) and person.team_id == session.team_id


def _said(message: SessionMessage, person: Person, *, by: User) -> str:
    """Return what a colleague says: a task holds less than a message, so it tells of the rest."""
    if len(message.text) <= MOST_IN_A_TASK:
        return _words(message, person, says_all=True, by=by)
    rest = _("Hele beskjeden står på økta.")
    if not may_open(person, message.session):
        rest = _("Spør %(name)s om resten.") % {"name": by.first_name or str(by)}
    begins = message.text[:MOST_IN_A_TASK].rsplit(maxsplit=1)[0]
    words = day_and_clock(message.session.starts_at) | {"text": f"{begins}…", "rest": rest}
    return _("Om %(day)s klokka %(clock)s: %(text)s %(rest)s") % words


def _words(message: SessionMessage, person: Person, *, says_all: bool, by: User) -> str:
    """Return what is sent: when it is about, and the words or where they stand."""
    session = message.session
    words = day_and_clock(session.starts_at) | {
        "text": message.text,
        "name": by.first_name or str(by),
        "phone": phone_in_words(session.team.phone),
    }
    if says_all:
        return _("Om %(day)s klokka %(clock)s: %(text)s Hilsen %(name)s") % words
    if isinstance(person, User):
        page = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(
            "staff:sheet", args=[session.pk]
        )
        return _(
            "Du har en beskjed fra %(name)s om %(day)s klokka %(clock)s. Les den her: %(page)s"
        ) % {**words, "page": page}
    read = _("Du har en beskjed fra %(name)s om %(day)s klokka %(clock)s. Les den på siden din.")
    ring = _("Eller ring %(phone)s.") if words["phone"] else ""
    return f"{read} {ring}".strip() % words


def _as_columns(person: Person) -> tuple[int | None, int | None]:
    """Return the two columns of a receiver: one of them is None."""
    return (person.pk, None) if isinstance(person, Participant) else (None, person.pk)


# --- Afterwards ---------------------------------------------------------------------------
def to_say(message: SessionMessage) -> list[MessageReceiver]:
    """Return whom a person must tell, each with the `task` that is ticked when it is done.

    Two queries. None is the task of what never left while the timer stood still.
    """
    people = ("participant__team", "participant__primary_contact", "user")
    found = list(
        message.receivers.to_say()
        .select_related(*people, "notice__told_by", "task__done_by")
        .order_by("participant__chosen_name", "pk")
    )
    lost = {row.notice_id for row in found if row.notice_id}
    about = Task.objects.filter(about=Message._meta.label_lower, about_id__in=lost)
    asked = {task.about_id: task for task in about.select_related("done_by")}
    for row in found:
        row.task = row.task or asked.get(row.notice_id)
    return found


def drop_waiting(session: Session) -> None:
    """Delete what still waits to be sent about `session`: it is called off, and they hear that.

    The words stay on its page. What is just being sent is left as it is.
    """
    receivers = MessageReceiver.objects.filter(message__session=session)
    waiting = Message.objects.filter(
        pk__in=receivers.values("notice"), state=Message.State.WAITING
    ).select_for_update(of=("self",))
    Message.objects.filter(pk__in=[notice.pk for notice in waiting]).delete()


def say_new_time(session: Session) -> None:
    """Let what is not sent or said yet say when `session` is now. The caller holds its row."""
    inside: dict[int, bool] = {}
    for row in _unheard(session).select_related("message__written_by", "participant", "user"):
        message, person = row.message, row.person
        message.session = session
        if message.pk not in inside:
            inside[message.pk] = bool(kept_inside(session, message.text))
        outbox.say_anew(
            row.notice or row.task,
            subject=lambda: _("Beskjed om %(day)s") % day_and_clock(session.starts_at),
            body=partial(_said, message, person, by=message.written_by)
            if row.task
            else partial(
                _words, message, person, says_all=not inside[message.pk], by=message.written_by
            ),
        )


def take_back(session: Session, *, participant: Participant) -> None:
    """Delete what `participant`, who does not come after all, has not heard of `session` yet."""
    for row in _unheard(session).filter(participant=participant):
        gone = row.notice or row.task
        row.delete()
        if gone:
            gone.delete()


def _unheard(session: Session) -> Any:
    """Return the receivers whose message waits to be sent, or whose task is not done."""
    waiting = Q(notice__state=Message.State.WAITING)
    unsaid = Q(task__isnull=False, task__done_at__isnull=True)
    rows = MessageReceiver.objects.filter(waiting | unsaid, message__session=session)
    return rows.select_related("notice", "task").order_by("pk")


def forget_old() -> int:
    """Delete what was written about sessions that ended long ago; return how many rows went."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    return SessionMessage.objects.filter(session__ends_at__lt=limit).delete()[0]

"""Taking back what was written to those of a session, or letting other words stand instead.

What nobody can have heard goes as if it was never written. What somebody may have heard is not
called back: new words stand in its place, on everybody's page, and who had not heard hears those.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import SessionMessage
from activities.taking_part import session_messages
from core.errors import RuleBroken
from core.saving import locked_row
from notices import waiting_states
from notices.models import Message, Task


def is_unheard(message: SessionMessage) -> bool:
    """Tell whether nobody has been sent `message`, and nobody has been told it. Two queries."""
    heard = _notices(message).exclude(state=Message.State.WAITING, attempts=0)
    told = Task.objects.filter(pk__in=_of_receivers(message, "task"), done_at__isnull=False)
    gone = message.receivers.filter(notice=None, task=None)
    return not (heard.exists() or told.exists() or gone.exists())


def withdraw(message: SessionMessage) -> None:
    """Delete `message`, what waits to be sent of it, and who must be rung; a repeat does nothing.

    Raises RuleBroken when somebody has been sent it, or told, and when it stands instead of others.
    """
    with locked_row(message.session):
        _lock(message)
        there = SessionMessage.objects.filter(pk=message.pk).first()
        if there is None:
            return
        if there.replaces.exists():
            raise RuleBroken(_("Beskjeden retter en som var feil. Skriv en ny som står i stedet."))
        if not is_unheard(there):
            raise RuleBroken(_("Noen har fått beskjeden. Skriv en ny som står i stedet."))
        _drop_unheard(there)
        there.delete()


def correct(message: SessionMessage, *, text: str, to: Collection[str], by: User) -> SessionMessage:
    """Let the words `text` stand instead of `message`, for the same groups and `to`; return them.

    A repeat returns the same. Raises RuleBroken when others stand there already, or when they are
    words that were put right themselves.
    """
    with locked_row(message.session) as session:
        old = SessionMessage.objects.filter(pk=message.pk).first()
        if old is None:
            raise RuleBroken(_("Beskjeden er trukket. Skriv en ny."))
        text = text.strip()
        if old.replaced_by is not None and old.replaced_by.text != text:
            raise RuleBroken(_("Beskjeden er rettet allerede. Rett den som står der nå."))
        same = SessionMessage.objects.filter(session=session, text=text)
        if text == old.text or same.filter(replaced_by__isnull=False).exists():
            raise RuleBroken(_("Disse ordene har stått der før. Skriv dem litt annerledes."))
        new = session_messages.send(session, text=text, to={*to, *groups_of(old)}, by=by)
        _lock(old)
        _drop_unheard(old)
        _say_no_more(old)
        SessionMessage.objects.filter(pk=old.pk).update(replaced_by=new)
    return new


def groups_of(message: SessionMessage) -> list[str]:
    """Return for whom `message` is."""
    return [one for one in SessionMessage.Group.values if getattr(message, f"to_{one}")]


def _of_receivers(message: SessionMessage, name: str) -> Any:
    return message.receivers.filter(**{f"{name}__isnull": False}).values(name)


def _notices(message: SessionMessage) -> Any:
    """Select what is sent of it, and what goes beside an SMS."""
    own = _of_receivers(message, "notice")
    return Message.objects.filter(Q(pk__in=own) | Q(beside__in=own))


def _lock(message: SessionMessage) -> None:
    """Let nobody say it, and nothing be sent of it, while it is decided what goes.

    The tasks first, as whoever ticks one off takes them.
    """
    own = Q(pk__in=_of_receivers(message, "task"))
    lost = Q(about=Message._meta.label_lower, about_id__in=_notices(message).values("pk"))
    list(Task.objects.filter(own | lost).order_by("pk").select_for_update(of=("self",)))
    list(_notices(message).order_by("pk").select_for_update(of=("self",)))


def _drop_unheard(message: SessionMessage) -> None:
    """Delete what nobody has heard of it, with whom it was for; call `_lock` before."""
    tried = _notices(message).exclude(state=Message.State.WAITING, attempts=0)
    heard = {key for one in tried for key in (one.pk, one.beside_id)}
    unsaid = Task.objects.filter(pk__in=_of_receivers(message, "task"), done_at__isnull=True)
    tasks = list(unsaid.values_list("pk", flat=True))
    gone = message.receivers.filter(Q(notice__isnull=False) & ~Q(notice__in=heard - {None}))
    notices = list(gone.values_list("notice", flat=True))
    message.receivers.filter(Q(notice__in=notices) | Q(task__in=tasks)).delete()
    Message.objects.filter(pk__in=notices).delete()
    Task.objects.filter(pk__in=tasks, done_at__isnull=True).delete()


def _say_no_more(message: SessionMessage) -> None:
    """Send nothing more of words that others stand instead of, and let nobody ring about them.

    What was tried may have arrived: whom it was for is kept, also when the notice goes.
    """
    lost = _notices(message).filter(
        state__in=(Message.State.GIVEN_UP, Message.State.TOO_OLD), told_at__isnull=True
    )
    found = list(lost)
    lost.update(told_at=timezone.now())
    _notices(message).filter(state=Message.State.WAITING).delete()
    for one in found:
        waiting_states.refresh("message_given_up", one)

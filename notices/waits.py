"""What waits for somebody among the colleagues (docs/waiting.md)."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from accounts.models import Invitation, Membership, Team
from notices import outbox, tasks, waiting_states
from notices.models import Message, Task
from notices.tasks import leader_of
from notices.waiting_states import Waiting
from participants.models import Consent

TAKE_DOWN = "consent_to_take_down"


def _ran_out() -> Any:
    """Return the newest invitation of each who was invited to a team and never came in."""
    newer = Invitation.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    return (
        Invitation.objects.filter(
            accepted_at__isnull=True,
            expires_at__lte=timezone.now(),
            user__last_login__isnull=True,
            user__is_active=True,
            user__memberships__in=Membership.objects.active(),
        )
        .exclude(Exists(newer))
        .select_related("user")
        .distinct()
    )


def _team(invitation: Invitation) -> Team | None:
    theirs = Membership.objects.active().filter(user=invitation.user_id).select_related("team")
    first = theirs.order_by("pk").first()
    return first.team if first else None


def _say_it(message: Message) -> str:
    if message.participant is not None:
        return _("Meldingen kom ikke fram. Ring eller si det: %(news)s") % {"news": message.body}
    return _("E-posten til %(name)s kom ikke fram. Si det selv: %(news)s") % {
        "name": message.user,
        "news": message.subject,
    }


def _to_take_down() -> Any:
    """Return what was withdrawn outside the website this month, and what is asked about still."""
    asked = Task.objects.open().filter(waits_for=TAKE_DOWN, about="participants.consent")
    lately = timezone.now() - timedelta(days=tasks.DAYS_LOOKED_BACK)
    return (
        Consent.objects.filter(kind=Consent.Kind.WITHDRAWN)
        .exclude(channel=Consent.Channel.WEB)
        .filter(Q(given_at__gt=lately) | Q(pk__in=asked.values("about_id")))
        .select_related("participant__team")
    )


waiting_states.register(
    Waiting(
        name="messages_never_sent",
        kind=Task.Kind.TELL,
        rows=lambda: waiting_states.counted(Message.objects.never_sent(), team="participant__team"),
        number_of=ngettext_lazy(
            "%(n)s melding gikk aldri ut. Se hvem som bør få vite det nå.",
            "%(n)s meldinger gikk aldri ut. Se hvem som bør få vite det nå.",
            "n",
        ),
        person=leader_of,
    ),
    Waiting(
        name="message_given_up",
        kind=Task.Kind.TELL,
        rows=lambda: (
            Message.objects.untold().select_related("participant__team", "user").order_by("pk")
        ),
        text=_say_it,
        team=lambda one: one.participant.team if one.participant else outbox.team_of(one.user),
        participant=lambda one: one.participant,
        key=lambda one: f"tell:{one.key}",
        comes_again=False,
    ),
    Waiting(
        name=TAKE_DOWN,
        kind=Task.Kind.TAKE_DOWN,
        rows=_to_take_down,
        text=tasks.words_of_take_down,
        team=lambda one: one.participant.team,
        participant=lambda one: one.participant,
        answer_by=lambda one: timezone.localdate(one.given_at) + tasks.TAKE_DOWN_WITHIN,
        key=lambda one: f"take-down:{one.pk}",
        comes_again=False,
    ),
    Waiting(
        name="invitation_ran_out",
        kind=Task.Kind.FOLLOW_UP,
        rows=_ran_out,
        text=lambda one: _("Invitasjonen til %(name)s gikk ut. Send en ny.") % {"name": one.user},
        team=_team,
        person=lambda one: leader_of(_team(one)),  # type: ignore[arg-type] # rows without a team are left out
    ),
)

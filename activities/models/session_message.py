"""What staff wrote to those of a session, and whom it reached (docs/decisions/030)."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user, to_user_or_none
from activities.models import links
from activities.models.session import Session
from activities.models.signup import SignUp
from core.constraints import once
from core.models import Row, TimeStamped
from notices.models import Message, Task
from participants.models import Participant

LONGEST = 400


class SessionMessageQuerySet(models.QuerySet["SessionMessage"]):
    """Reads of what was written."""

    def standing(self) -> "SessionMessageQuerySet":
        """Keep what stands: no other words have taken its place."""
        return self.filter(replaced_by__isnull=True)

    def newest_first(self) -> "SessionMessageQuerySet":
        """Put what was written last first."""
        return self.order_by("-created_at", "-pk")

    def with_counts(self) -> "SessionMessageQuerySet":
        """Add how many got each `by_sms`, `by_email` and `in_person`, and how many are `unsaid`."""
        ways = {
            f"by_{way}" if way != MessageReceiver.Way.IN_PERSON else way: Count(
                "receivers", filter=Q(receivers__way=way), distinct=True
            )
            for way in MessageReceiver.Way.values
        }
        unsaid = MessageReceiver.objects.unsaid().values("pk")
        still = Count("receivers", filter=Q(receivers__in=unsaid), distinct=True)
        return self.annotate(**ways, unsaid=still)

    def shown_to(self, participant: Participant) -> "SessionMessageQuerySet":
        """Keep what stands of what `participant` got, or was written to those who are as they are.

        So somebody who joins afterwards reads it too.
        """
        theirs = SignUp.objects.filter(session=OuterRef("session"), participant=participant)
        got = Exists(
            MessageReceiver.objects.filter(message=OuterRef("pk"), participant=participant)
        )
        coming = Q(to_coming=True) & Exists(theirs.filter(state=SignUp.State.COMING))
        in_line = Q(to_in_line=True) & Exists(theirs.filter(state=SignUp.State.IN_LINE))
        return self.standing().filter(Q(got) | coming | in_line)


class SessionMessage(TimeStamped):
    """Words to those who come, wait in line or work a session: the same words once a session.

    `to_coming`, `to_in_line` and `to_working` say for whom they are. Only
    `activities.taking_part.session_messages` writes it.
    """

    class Group(models.TextChoices):
        COMING = "coming", _("de som kommer")
        IN_LINE = "in_line", _("de som står i køen")
        WORKING = "working", _("de som jobber")

    session = models.ForeignKey(Session, models.CASCADE, related_name="messages")
    written_by = to_user()
    text = models.CharField(_("beskjed"), max_length=LONGEST)
    to_coming = models.BooleanField(default=False)
    to_in_line = models.BooleanField(default=False)
    to_working = models.BooleanField(default=False)

    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="replaces"
    )
    """The words that stand instead of these."""

    objects = SessionMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("beskjed om en økt")
        verbose_name_plural = _("beskjeder om økter")
        ordering = ["pk"]
        constraints = [
            once("session", "text", name="session_message_once"),
            models.CheckConstraint(
                condition=Q(to_coming=True) | Q(to_in_line=True) | Q(to_working=True),
                name="session_message_to_somebody",
            ),
        ]


class MessageReceiverQuerySet(models.QuerySet["MessageReceiver"]):
    """Reads of whom a message reached."""

    def to_say(self) -> "MessageReceiverQuerySet":
        """Keep those whom a person must tell: nothing can be sent, or it did not arrive."""
        lost = (Message.State.GIVEN_UP, Message.State.TOO_OLD)
        return self.filter(Q(way=MessageReceiver.Way.IN_PERSON) | Q(notice__state__in=lost))

    def unsaid(self) -> "MessageReceiverQuerySet":
        """Keep those of them whom nobody has told yet.

        What grew too old on its way to a colleague is nobody's to tick, so it is not waited for.
        """
        too_old = Q(notice__state=Message.State.TOO_OLD, user__isnull=False)
        return self.to_say().exclude(
            Q(task__done_at__isnull=False) | Q(notice__told_at__isnull=False) | too_old
        )


class MessageReceiver(Row):
    """One person whom a message about a session was for, and how it goes to them.

    What is sent is a `notice`, what a colleague must say a `task`; either is forgotten in its own
    time, and says until then whether the words arrived.
    """

    class Way(models.TextChoices):
        SMS = "sms", _("SMS")
        EMAIL = "email", _("e-post")
        IN_PERSON = "in_person", _("må ringes eller få det sagt")

    message = models.ForeignKey(SessionMessage, models.CASCADE, related_name="receivers")
    participant = links.to_participant_or_none(models.CASCADE, related_name="session_messages")
    user = to_user_or_none(on_delete=models.CASCADE, related_name="session_messages")
    way = models.CharField(max_length=10, choices=Way.choices)
    notice = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+")

    objects = MessageReceiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("mottaker av en beskjed")
        verbose_name_plural = _("mottakere av beskjeder")
        ordering = ["pk"]
        constraints = [
            once("message", "participant", name="message_receiver_participant"),
            once("message", "user", name="message_receiver_user"),
            models.CheckConstraint(
                condition=Q(participant__isnull=True, user__isnull=False)
                | Q(participant__isnull=False, user__isnull=True),
                name="message_receiver_is_one_person",
            ),
        ]

    @property
    def person(self) -> Any:
        """Return whom it is for: a participant or a colleague."""
        return self.participant or self.user

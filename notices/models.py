"""What Reir tells people: the outbox of messages, and tasks for staff."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user_or_none
from core.models import TimeStamped
from participants.models import Participant

CLOCKS_MAY_DIFFER = timedelta(hours=1)


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of the outbox."""

    def ready(self) -> "MessageQuerySet":
        """Keep what may be tried now: the urgent first, then the oldest.

        What a clock far ahead has put off to its own days is tried now too.
        """
        now = timezone.now()
        may = Q(next_try_at__lte=now) | Q(changed_at__gt=now + CLOCKS_MAY_DIFFER)
        waiting = self.filter(may, state=Message.State.WAITING)
        return waiting.order_by("-is_urgent", "next_try_at", "pk")

    def untried(self) -> "MessageQuerySet":
        """Keep what nobody can have: what was tried may be leaving just now."""
        return self.filter(state=Message.State.WAITING, attempts=0)

    def untold(self) -> "MessageQuerySet":
        """Keep what was not delivered and has not been said in person instead.

        Left out are letters to strangers, and what went `beside` another that asks for both.
        """
        return self.filter(
            state=Message.State.GIVEN_UP, told_at__isnull=True, beside__isnull=True
        ).exclude(participant__isnull=True, user__isnull=True)

    def never_sent(self) -> "MessageQuerySet":
        """Keep what participants should have heard while nothing went out, not yet looked at."""
        return self.filter(
            state=Message.State.TOO_OLD, told_at__isnull=True, participant__isnull=False
        )


class Message(TimeStamped):
    """One message to one person. `key` makes sure that the same news is never sent twice.

    The text is neutral: neither subject nor body tells what kind of service this is. A letter
    (`notices.letters`) gives access: its body is encrypted while it waits, and gone afterwards.
    `told_at` is when a colleague said in person what did not arrive, or had looked at what never
    went out because the timer stood still for a day (`TOO_OLD`), or other words took its place.
    What goes `beside` another message brings the same news by another channel.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-post")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("venter")
        SENT = "sent", _("sendt")
        SHOWN = "shown", _("vist her, ikke sendt")
        GIVEN_UP = "given_up", _("kom ikke fram")
        TOO_OLD = "too_old", _("gikk aldri ut")

    key = models.CharField(max_length=120, unique=True)
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="messages"
    )
    user = to_user_or_none(on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(_("til"), max_length=254)
    subject = models.CharField(_("emne"), max_length=120, blank=True)
    body = models.TextField(_("tekst"), max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    is_urgent = models.BooleanField(default=False)
    is_letter = models.BooleanField(default=False, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    beside = models.ForeignKey("self", on_delete=models.CASCADE, null=True, editable=False)
    told_at = models.DateTimeField(_("sagt"), null=True, editable=False)
    told_by = to_user_or_none(on_delete=models.SET_NULL)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldinger")
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_ready")]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=True) | Q(user__isnull=True),
                name="message_to_one_person",
            ),
            models.CheckConstraint(
                condition=Q(is_letter=False) | Q(state="waiting") | Q(body=""),
                name="message_letter_is_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(state="sent"), name="message_sent_was_sent"
            ),
        ]

    @property
    def is_untried(self) -> bool:
        """Tell whether nobody can have it (`MessageQuerySet.untried`)."""
        return self.state == Message.State.WAITING and self.attempts == 0


class TaskQuerySet(models.QuerySet["Task"]):
    """Reads of what staff have to do."""

    def open(self) -> "TaskQuerySet":
        """Keep tasks that are not done, the nearest answer date first."""
        return self.filter(done_at__isnull=True).order_by("answer_by", "pk")

    def about(self, row: models.Model) -> "TaskQuerySet":
        """Keep what is about `row`."""
        return self.filter(about=row._meta.label_lower, about_id=row.pk)


def tomorrow() -> date:
    """Return the date of a task for which no other was given."""
    return timezone.localdate() + timedelta(days=1)


class Task(TimeStamped):
    """Something that a member of staff must do, by a date that binds *staff*.

    `about` («activities.session») and `about_id` say which row it is about; `waits_for` names the
    state in `notices.waiting_states` that asks, and that closes it when the fact is there.
    """

    class Kind(models.TextChoices):
        ANSWER_LINE = "answer_line", _("gi svar til den som venter")
        TELL = "tell", _("si fra selv")
        FIND_MONEY = "find_money", _("finn penger til honorar")
        TAKE_DOWN = "take_down", _("ta bort det som kan tas bort")
        DEBRIEF = "debrief", _("snakk sammen etterpå")
        ENQUIRY = "enquiry", _("svar på henvendelse")
        STILL_WAITING = "still_waiting", _("noen venter fortsatt på svar")
        COME_HOME = "come_home", _("hør om en kollega er i orden")
        FIND_STAFF = "find_staff", _("finn flere til økta")
        FINISH = "finish", _("gjør ferdig")
        SECOND_LOOK = "second_look", _("se over det en kollega har gjort")
        PAY = "pay", _("få pengene fram")
        FOLLOW_UP = "follow_up", _("følg opp")

    key = models.CharField(max_length=120, unique=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="tasks")
    assigned_to = to_user_or_none(on_delete=models.SET_NULL, related_name="tasks")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="tasks"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.CharField(_("hva"), max_length=280)
    about = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)
    waits_for = models.CharField(max_length=40, blank=True, editable=False)
    answer_by = models.DateField(_("svar innen"), default=tomorrow)
    done_at = models.DateTimeField(null=True)
    done_by = to_user_or_none(on_delete=models.SET_NULL)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("gjøremål")
        verbose_name_plural = _("gjøremål")
        indexes = [
            models.Index(fields=["team", "done_at"], name="task_team_done"),
            models.Index(fields=["waits_for", "about_id"], name="task_waits_for"),
        ]

"""«I'm coming»: a wish, never a duty. Only `activities.taking_part.signups` changes it."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from activities.models import links
from activities.models.session import Session
from core.constraints import once
from core.models import Row, TimeStamped


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Reads of sign-ups."""

    def coming(self) -> "SignUpQuerySet":
        """Keep those who are coming, in the order in which they said so."""
        return self.filter(state=SignUp.State.COMING).order_by("asked_at", "pk")

    def with_wishes(self) -> "SignUpQuerySet":
        """Add what `SignUp.wished` reads, without a query of its own."""
        wishes = Wish.objects.filter(signup=OuterRef("pk"))
        return self.annotate(
            **{f"wishes_{kind}": Exists(wishes.filter(kind=kind)) for kind in Wish.Kind.values}
        )

    def in_line(self) -> "SignUpQuerySet":
        """Keep the line: first whom we cancelled for last time, then first come first served.

        Nobody is shown their number in it.
        """
        return self.filter(state=SignUp.State.IN_LINE).order_by("-goes_first", "asked_at", "pk")


class SignUp(TimeStamped):
    """What a participant has said about one session.

    `asked_at` (UTC) orders the line. `answer_on` is the date by which a person on the staff
    answers somebody in line; it binds staff, not the participant. `goes_first`: we cancelled last
    time. A companion is not named, listed or counted.
    """

    class State(models.TextChoices):
        COMING = "coming", _("kommer")
        IN_LINE = "in_line", _("i køen")
        NOT_NOW = "not_now", _("ikke nå")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="signups")
    participant = links.to_participant(related_name="signups")
    state = models.CharField(max_length=10, choices=State.choices)
    asked_at = models.DateTimeField()
    answer_on = models.DateField(null=True)
    goes_first = models.BooleanField(default=False)
    brings_companion = models.BooleanField(_("tar med noen"), default=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("påmelding")
        verbose_name_plural = _("påmeldinger")
        indexes = [
            models.Index(fields=["session", "state", "asked_at"], name="signup_session_line"),
            models.Index(fields=["participant", "state"], name="signup_participant_state"),
        ]
        constraints = [once("session", "participant", name="signup_once_a_session")]

    @property
    def wished(self) -> list[str]:
        """Return the wishes in words; the sign-up comes from `with_wishes`."""
        return [str(label) for kind, label in Wish.Kind.choices if getattr(self, f"wishes_{kind}")]


class Wish(Row):
    """A wish for one session, from a fixed list. It deletes itself a week after the session."""

    class Kind(models.TextChoices):
        HALF_DAY = "half_day", _("bare litt av tiden")
        LIGHT_WORK = "light_work", _("lett arbeid")
        QUIET_CORNER = "quiet_corner", _("en rolig krok")
        WITH_SOMEONE = "with_someone", _("sammen med noen jeg kjenner")

    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        verbose_name = _("ønske")
        verbose_name_plural = _("ønsker")
        constraints = [once("signup", "kind", name="wish_once_a_signup")]

"""Coming home: who answers for a team, the numbers to call, the escalation, the heartbeat."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user, to_user_or_none
from activities.models.session import Session
from activities.models.staffing.shift import Shift
from core.constraints import once
from core.models import Row, TimeStamped


class TeamSafety(TimeStamped):
    """Who is asked after the leader, and the word that means «ring 112» when said on the phone.

    The code word stands on a card behind the staff's sign-in alone: never in messages or logs.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="safety")
    deputy = to_user_or_none(blank=True, verbose_name=_("stedfortreder"))
    code_word = models.CharField(_("kodeord"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("trygghet")
        verbose_name_plural = _("trygghet")


class TeamNumber(TimeStamped):
    """One line of a team's phone list; eleven kinds, each once (rules.md#staff-come-home)."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("teamleder")
        COLLEAGUES = "colleagues", _("kolleger")
        AMBULANCE = "ambulance", _("ambulanse")
        POLICE = "police", _("politi, nød")
        FIRE = "fire", _("brann")
        POLICE_CENTRE = "police_centre", _("politiets operasjonssentral")
        EMERGENCY_CLINIC = "emergency_clinic", _("legevakt")
        SOCIAL_EMERGENCY = "social_emergency", _("sosial og ambulant akutt")
        ACUTE_TEAM = "acute_team", _("akutteam")
        GUARDS = "guards", _("vektere")
        ON_CALL = "on_call", _("vakttelefon")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(_("hvem"), max_length=20, choices=Kind.choices)
    # Emergency numbers have three digits, which no library of phone numbers takes.
    number = models.CharField(_("nummer"), max_length=20)

    class Meta:
        verbose_name = _("nummer på telefonlista")
        verbose_name_plural = _("telefonliste")
        constraints = [once("team", "kind", name="team_number_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class EscalationStep(Row):
    """That a step was taken for a shift, once. Only `activities.safety.escalation` writes here."""

    class Step(models.TextChoices):
        REMIND = "remind", _("påminnelse")
        LEADER = "leader", _("leder")
        DEPUTY = "deputy", _("stedfortreder")
        POLICE = "police", _("kort til 112")

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="escalation_steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("trinn")
        verbose_name_plural = _("trinn")
        constraints = [once("shift", "step", name="escalation_step_once_a_shift")]


STILL_AFTER = timedelta(minutes=2)
"""How long the timer may be silent before the screen says that it cannot be trusted."""


class Heartbeat(models.Model):
    """When the timer last ran (UTC). One row.

    `trusted_at` is the last round before the clock jumped; empty while the clock can be trusted
    (`activities.safety.heartbeat`).
    """

    ran_at = models.DateTimeField(default=timezone.now)
    trusted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("timerens puls")
        verbose_name_plural = _("timerens puls")

    def __str__(self) -> str:
        return "Heartbeat"

    @staticmethod
    def is_still_since(ran_at: datetime | None) -> bool:
        """Tell whether a timer that last ran at `ran_at` has not run for two minutes."""
        return ran_at is None or ran_at <= timezone.now() - STILL_AFTER


class Incident(TimeStamped):
    """That something happened to a member of staff, and whether the talk afterwards was held.

    Time and done or not done; there is no place for a story (rules.md#need-to-know).
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="incidents")
    staff = to_user(related_name="incidents")
    happened_at = models.DateTimeField(default=timezone.now)
    talked_at = models.DateTimeField(_("snakket sammen"), null=True)
    confirmed_by = to_user_or_none()

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("hendelser")
        ordering = ["-happened_at", "-pk"]
        constraints = [once("session", "staff", name="incident_once_a_session_and_person")]

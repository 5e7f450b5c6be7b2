"""Teams (districts), who works in them as what, and invitations to come in."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords

from accounts.models.user import to_user, to_user_or_none
from core.constraints import once
from core.models import Named, Row, TimeStamped


class Role(models.TextChoices):
    """What somebody does in a team. The permissions of each stand in the permission questions."""

    LEADER = "leader", _("leder")
    WORKER = "worker", _("medarbeider")
    PEER_WORKER = "peer_worker", _("erfaringskonsulent")
    FINANCE = "finance", _("økonomi")
    EDITOR = "editor", _("redaktør")
    AUDITOR = "auditor", _("revisor")


PLANNING = frozenset({Role.LEADER, Role.WORKER, Role.PEER_WORKER})
"""Who plans sessions, meets participants and records taking part."""
SEEING_PEOPLE = PLANNING | {Role.FINANCE, Role.AUDITOR}
"""Who may see the names of the team's participants."""
PAYING = frozenset({Role.LEADER, Role.WORKER, Role.FINANCE})
"""Who hands over honoraria."""
HOLDING_BUDGETS = frozenset({Role.LEADER, Role.FINANCE})
"""Who makes budgets and approves each other's."""
EDITING_STORIES = frozenset({Role.LEADER, Role.EDITOR})
"""Who writes and publishes stories."""
LEADING = frozenset({Role.LEADER})
ALL_STAFF = frozenset(Role)


class TeamQuerySet(models.QuerySet["Team"]):
    """Reads of teams."""

    def of(self, user: Any, roles: Iterable[str]) -> "TeamQuerySet":
        """Keep the teams in which `user` (who may be anonymous) holds one of `roles` today."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        memberships = Membership.objects.active().filter(user=user, role__in=list(roles))
        return self.filter(pk__in=memberships.values("team"))


A_DAY, A_WEEK = 24 * 60, 7 * 24 * 60


def _minutes(name: Any, *, default: int) -> Any:
    """Return a limit of working time (`activities.staffing.working_time`); None is switched off."""
    return models.PositiveSmallIntegerField(name, default=default, null=True, editable=False)


def _within(field: str, *, least: int, most: int) -> models.CheckConstraint:
    inside = Q(**{f"{field}__gte": least, f"{field}__lte": most})
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | inside, name=f"team_{field}_can_be"
    )


class Team(Named, TimeStamped):
    """A municipal team: the district that plans, pays and answers the phone.

    `daily_rest` and the three after it are minutes, each the law's until the team's leader says
    what else is agreed (`working_time_agreement`), None when it is not looked at.
    """

    name = models.CharField(_("navn"), max_length=80, unique=True)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    phone = PhoneNumberField(_("telefon"), blank=True)
    organisation_number = models.CharField(
        _("organisasjonsnummer"), max_length=9, blank=True, help_text=_("Den som betaler.")
    )
    cover_needs_leader = models.BooleanField(
        _("lederen sier ja til bytter"), default=False, editable=False
    )
    daily_rest = _minutes(_("hvile mellom dager"), default=11 * 60)
    weekly_rest = _minutes(_("fri i strekk i uka"), default=35 * 60)
    longest_day = _minutes(_("lengste dag"), default=9 * 60)
    full_week = _minutes(_("lengste uke"), default=40 * 60)
    contract_counts = models.BooleanField(_("avtalt uke"), default=True, editable=False)
    working_time_agreement = models.CharField(
        _("avtalen"), max_length=200, blank=True, editable=False
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("team")
        ordering = ["name"]
        constraints = [
            _within("daily_rest", least=0, most=A_DAY),
            _within("weekly_rest", least=0, most=A_WEEK),
            _within("longest_day", least=1, most=A_DAY),
            _within("full_week", least=1, most=A_WEEK),
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of who works where."""

    def active(self) -> "MembershipQuerySet":
        """Keep the memberships that have not ended."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=timezone.now()))

    def planning(self) -> "MembershipQuerySet":
        """Keep those who plan and meet people today: not who has left or can no longer sign in."""
        return self.active().filter(role__in=PLANNING, user__is_active=True)


class Membership(TimeStamped):
    """A user's role in a team. Only `accounts.roles.memberships` makes, ends and mirrors them.

    The row is one a role and is opened again when somebody returns; `history` keeps who gave
    and ended it when.
    """

    user = to_user(on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("rolle"), max_length=20, choices=Role.choices)
    ended_at = models.DateTimeField(_("sluttet"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [
            once("user", "team", "role", name="membership_once_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.team}"


class TeamGroup(Row):
    """The group of Wagtail's admin that mirrors a role in a team (`roles.wagtail_groups`)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="team_group")

    class Meta:
        constraints = [
            once("team", "role", name="team_group_once_a_role"),
        ]


class Invitation(TimeStamped):
    """A personal letter that lets one user choose a password. The token is stored hashed.

    `to` is the name of the team or the business that it is about.
    """

    user = to_user(on_delete=models.CASCADE, related_name="invitations")
    invited_by = to_user_or_none()
    to = models.CharField(_("til"), max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("gjelder til"))
    accepted_at = models.DateTimeField(_("tatt imot"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_ends_after_start"
            )
        ]

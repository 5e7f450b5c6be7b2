"""The links that many models have: to a team, an activity, a place, a participant."""

from typing import Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import ALL_STAFF, Team
from activities.models.activity import Activity
from activities.models.place import Place
from participants.models import Participant

M = TypeVar("M", bound=models.Model)


class OfTeamQuerySet(models.QuerySet[M]):
    """Reads of what belongs to a team."""

    def visible_to(self, user: Any) -> Self:
        """Keep what is of teams in which `user` is staff."""
        return self.filter(team__in=Team.objects.of(user, ALL_STAFF))


def to_team(**options: Any) -> "models.ForeignKey[Team, Team]":
    """Return the link to the team whose it is."""
    return models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"), **options)


def to_activity(**options: Any) -> "models.ForeignKey[Activity, Activity]":
    """Return the link to the activity that it is a part of."""
    return models.ForeignKey(Activity, models.PROTECT, verbose_name=_("aktivitet"), **options)


def to_place(**options: Any) -> "models.ForeignKey[Place, Place]":
    """Return the link to where it is."""
    return models.ForeignKey(Place, models.PROTECT, **options)


def to_place_or_none(**options: Any) -> "models.ForeignKey[Place | None, Place | None]":
    """Return the same link, which may be empty."""
    return models.ForeignKey(Place, models.PROTECT, null=True, blank=True, **options)


def to_participant(
    on_delete: Any = models.CASCADE, **options: Any
) -> "models.ForeignKey[Participant, Participant]":
    """Return the link to the person."""
    return models.ForeignKey(Participant, on_delete, **options)


def to_participant_or_none(
    on_delete: Any = models.SET_NULL, **options: Any
) -> "models.ForeignKey[Participant | None, Participant | None]":
    """Return the same link, which may be empty."""
    return models.ForeignKey(Participant, on_delete, null=True, **options)

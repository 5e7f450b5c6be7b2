"""Fields and rules that a session and a series of sessions share."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user_or_none
from activities.models import links
from core.constraints import once
from core.models import Named, TimeStamped

if TYPE_CHECKING:
    from activities.models.activity import Activity


class Demand(models.TextChoices):
    """What a session asks of a body or a mind, said before anybody joins."""

    HEAVY = "heavy", _("tunge løft")
    HEIGHTS = "heights", _("høyder")
    WATER = "water", _("ved vann")
    CROWD = "crowd", _("mange folk")


def only_known_demands(value: Any) -> None:
    """Raise ValidationError unless `value` is a list of `Demand` values without repeats."""
    given = list(map(str, value)) if isinstance(value, list) else [""]
    if len(set(given)) != len(given) or not set(given) <= set(Demand.values):
        raise ValidationError(_("Velg fra lista."))


class SessionFields(Named, TimeStamped):
    """The fields that sessions and series share; each kind has `activity` and `places`.

    `calendar_key` is its identity in the calendar that it was imported from, `calendar_sequence`
    the edition that it was last taken from. Fewer staff than the place asks for has a reason, and
    who said so.
    """

    ALIKE = (
        "place",
        "rain_place",
        "title",
        "note",
        "any_time",
        "places",
        "newcomer_places",
        "demands",
        "off_site",
        "min_staff",
    )
    """What one that is made after another takes from it as it stands."""

    if TYPE_CHECKING:
        activity: models.ForeignKey[Activity, Activity]

    title = models.CharField(_("tittel"), max_length=120, blank=True)
    note = models.CharField(_("godt å vite"), max_length=280, blank=True)
    rain_place = links.to_place_or_none(related_name="+", verbose_name=_("sted når det regner"))
    any_time = models.BooleanField(_("kom når du kan"), default=False)
    demands = models.JSONField(
        _("godt å vite på forhånd"), default=list, blank=True, validators=[only_known_demands]
    )
    off_site = models.BooleanField(_("ute av huset"), default=False)
    min_staff = models.PositiveSmallIntegerField(_("minst så mange ansatte"), default=2)
    min_staff_reason = models.CharField(
        _("hvorfor færre ansatte enn stedet trenger"), max_length=200, blank=True
    )
    min_staff_lowered_by = to_user_or_none(blank=True, editable=False)
    calendar_key = models.CharField(max_length=255, blank=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1, places__lte=500),
                name="%(class)s_places_sensible",
                violation_error_message=_("Velg 1 til 500 plasser, eller la feltet stå tomt."),
            ),
            models.CheckConstraint(
                condition=Q(min_staff__gte=1, min_staff__lte=20),
                name="%(class)s_needs_staff",
                violation_error_message=_("Velg mellom 1 og 20 ansatte."),
            ),
            models.CheckConstraint(
                condition=Q(min_staff_reason="", min_staff_lowered_by__isnull=True)
                | Q(min_staff_reason__gt="", min_staff_lowered_by__isnull=False),
                name="%(class)s_lowered_with_a_reason",
            ),
            once(
                "team",
                "calendar_key",
                name="%(class)s_imported_once",
                condition=~Q(calendar_key=""),
            ),
        ]

    @property
    def name(self) -> str:
        """Return the title, or the activity's name when it has none of its own."""
        return self.title or self.activity.name

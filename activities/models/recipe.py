"""How an activity is done: what it is for, what it takes, and how, so that others can do it too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from activities.models.planned import only_known_demands
from core.models import TimeStamped

LONGEST = 10_000
"""Letters in one of the texts."""
LONGEST_RAIN_PLAN = 280
MOST_MINUTES = 24 * 60
MOST_STAFF = 20
MOST_ORE = 100_000_000
"""A million kroner: more than that is a slip of the hand."""


class Recipe(TimeStamped):
    """What staff know of an activity beside what everybody reads of it: never shown to others.

    A row of its own, since lists of sessions fetch the activity of each and need none of this.
    `kit`, `risks` and `steps` have a thing a line. `cost_ore` is what kit and food cost each time,
    without honoraria; `minutes` and `min_staff` are what is usual. None is not said.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="recipe")
    aim = models.TextField(_("hva er det godt for?"), max_length=LONGEST, blank=True)
    kit = models.TextField(_("utstyr"), max_length=LONGEST, blank=True)
    risks = models.TextField(_("hva kan gå galt, og hva gjør vi med det?"),
                             max_length=LONGEST, blank=True)  # fmt: skip
    steps = models.TextField(_("slik gjør vi det"), max_length=LONGEST, blank=True)
    rain_plan = models.CharField(_("når det regner"), max_length=LONGEST_RAIN_PLAN, blank=True)
    cost_ore = models.PositiveIntegerField(_("koster hver gang"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("varer i minutter"), null=True, blank=True)
    min_staff = models.PositiveSmallIntegerField(_("minst så mange ansatte"), null=True, blank=True)
    demands = models.JSONField(default=list, blank=True, validators=[only_known_demands])

    class Meta:
        verbose_name = _("oppskrift")
        verbose_name_plural = _("oppskrifter")
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_ore__isnull=True) | Q(cost_ore__lte=MOST_ORE),
                name="recipe_costs_what_can_be",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
                name="recipe_lasts_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=Q(min_staff__isnull=True)
                | Q(min_staff__gte=1, min_staff__lte=MOST_STAFF),
                name="recipe_needs_staff",
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)

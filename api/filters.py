"""What lists can be narrowed by."""

from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django_filters import rest_framework as filters

from activities.models import Activity, Session, Work
from core.dates import midnight
from core.forms import CleanForm

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
"""Outside these no session is, and far outside them a moment cannot be reckoned."""
_possible_days = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class ActivityFilter(filters.FilterSet):
    """Activities of one team, or of one kind."""

    team = filters.CharFilter(field_name="teams__slug", help_text="The slug of a team.")

    class Meta:
        form = CleanForm
        model = Activity
        fields = ["team", "kind"]


class OfTeam(filters.FilterSet):
    """Narrows by a team."""

    team = filters.CharFilter(field_name="team__slug", help_text="The slug of a team.")

    class Meta:
        form = CleanForm


class SessionFilter(OfTeam):
    """Sessions of one team or activity, in a stretch of days in Oslo, both included."""

    activity = filters.CharFilter(field_name="activity__slug", help_text="The slug of an activity.")
    from_date = filters.DateFilter(
        method="begins_on_or_after", validators=_possible_days, help_text="The first day."
    )
    to_date = filters.DateFilter(
        method="begins_on_or_before", validators=_possible_days, help_text="The last day."
    )

    class Meta:
        form = CleanForm
        model = Session
        fields = ["team", "activity"]

    def begins_on_or_after(self, sessions: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        """Keep sessions from the beginning of `day`."""
        return sessions.filter(starts_at__gte=midnight(day))

    def begins_on_or_before(self, sessions: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        """Keep sessions until the end of `day`."""
        return sessions.filter(starts_at__lt=midnight(day + timedelta(days=1)))


class OfActivity(OfTeam):
    """Narrows by an activity that everybody may see: another is answered like one that is not."""

    activity = filters.CharFilter(
        method="of_activity", help_text="The slug of an activity that everybody may see."
    )

    def of_activity(self, rows: QuerySet[Any], name: str, slug: str) -> QuerySet[Any]:
        """Keep the rows of the activity with this slug."""
        return rows.filter(activity__in=Activity.objects.public().filter(slug=slug))


class StoryFilter(OfActivity):
    """Stories of one team or activity, in one language."""

    language = filters.CharFilter(
        field_name="locale__language_code", help_text="`nb`, `nn` or `en`; all without it."
    )


class WorkFilter(OfActivity):
    """Works of one team or activity, or of one kind."""

    class Meta:
        form = CleanForm
        model = Work
        fields = ["team", "activity", "kind"]

"""The stories of some teams that wait."""

from typing import Any

from cms.models import StoryPage
from cms.models.stories import held_back

OURS = "nb"
"""The language in which a story is listed when it is told in several."""


def not_out(teams: Any) -> Any:
    """Return the stories of `teams` that nobody can read now, the newest first.

    Each says whether it `waits_for_a_yes`, and has what was `handed_over` to the editor.
    """
    found = StoryPage.objects.filter(team__in=teams)
    found = found.exclude(pk__in=StoryPage.objects.shown().values("pk"))
    found = found.annotate(waits_for_a_yes=held_back())
    return found.select_related("team", "locale", "handed_over").newest_first()

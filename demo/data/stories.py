"""The stories of the demonstration, the newest first.

Each was written for Reir in plain language. A person stands in one only by a chosen name from
`demo.data.people`, and `manage.py demo` gives a consent for exactly that story.
"""

from dataclasses import replace

from demo.data.shapes import Story
from demo.data.stories_inside import STORIES_INSIDE
from demo.data.stories_outside import STORIES_OUTSIDE
from demo.data.stories_translated import (
    BOX_SEVEN_EN,
    BOX_SEVEN_NN,
    THIRTEEN_SCOOTERS_EN,
    THIRTEEN_SCOOTERS_NN,
)

_TRANSLATIONS: dict[str, tuple[Story, ...]] = {
    BOX_SEVEN_NN.slug: (BOX_SEVEN_NN, BOX_SEVEN_EN),
    THIRTEEN_SCOOTERS_NN.slug: (THIRTEEN_SCOOTERS_NN, THIRTEEN_SCOOTERS_EN),
}

STORIES: tuple[Story, ...] = tuple(
    sorted(
        (
            replace(story, translations=_TRANSLATIONS.get(story.slug, ()))
            for story in STORIES_OUTSIDE + STORIES_INSIDE
        ),
        key=lambda story: story.weeks_ago,
    )
)

"""Which pictures a participant may see here, and where they are served.

The cookie of a card reaches `/min/` alone, so `/bilder/` cannot know its owner.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from participants.models import Participant
from pictures import permissions
from pictures.models import Picture


@dataclass(frozen=True)
class Thumbnail:
    """An image as `components/picture.html` takes it."""

    url: str
    width: int = 800
    height: int = 600


def thumbnails(
    pictures: Iterable[Picture | None], *, participant: Participant
) -> dict[int, Thumbnail]:
    """Return {picture id: thumb} for those of `pictures` that `participant` may see."""
    seen = permissions.seen_by(filter(None, pictures), participant)
    return {one.pk: Thumbnail(reverse("mine:picture", args=[one.pk])) for one in seen}

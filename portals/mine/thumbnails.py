"""Which pictures a participant may see here, and where they are served.

The cookie of a card reaches `/min/` alone, so `/bilder/` cannot know its owner.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse

from participants import consents
from participants.models import Consent, Participant
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
    """Return {picture id: thumb} for those of `pictures` that `participant` may see.

    Somebody has looked for people in it, and there is nobody else in it, or all have said yes to
    showing it: one participant never learns here what another looks like. At most two queries.
    """
    checked = [picture for picture in pictures if picture is not None and picture.people_checked]
    prefetch_related_objects(checked, "people")
    own = [one for one in checked if {p.pk for p in one.people.all()} <= {participant.pk}]
    others = [one for one in checked if one not in own]
    shown = consents.showable(others, Consent.Channel.WEB) if others else []
    return {one.pk: Thumbnail(reverse("mine:picture", args=[one.pk])) for one in [*own, *shown]}

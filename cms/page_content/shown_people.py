"""What of people may be shown on one page, asked once for everything on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import Birdhouse, CareVisit, Recording, Work
from activities.works.details import JOINED, details_of
from leasing import hidden_makers
from participants import consents, names_in_text
from participants.models import Consent, Participant
from pictures.models import Picture, Rendition

WEB = Consent.Channel.WEB
SIZES = {"small": "fill-480x360|format-webp", "large": "fill-960x720|format-webp"}
"""The only sizes in which the public sees a picture, both 4:3."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in its public sizes, ready for `components/picture.html`."""

    url: str
    width: int
    height: int
    srcset: str


@dataclass(frozen=True, slots=True)
class WorkCard:
    """What the public sees of a work. `makers` holds the chosen names that may be said.

    What its kind has of its own is read from the work, which comes from `with_details`.
    """

    work: Work
    title: str
    text: str
    image: Image | None
    illustration: str
    makers: tuple[str, ...]
    place: str
    more_images: tuple[Image, ...] = ()
    is_the_crews: bool = False
    """A business leases it or may: whose hands made it is nobody's to put together."""
    everybody_says_yes: bool = True

    @property
    def hangs(self) -> str:
        """Return where a birdhouse hangs, or ""."""
        details = details_of(self.work)
        return details.hangs if isinstance(details, Birdhouse) else ""

    @property
    def recording(self) -> Recording | None:
        """Return the rights and the words of a film, a photo or a song.

        They are its makers' words: none before all of them have said yes.
        """
        if not self.everybody_says_yes:
            return None
        details = details_of(self.work)
        return details if isinstance(details, Recording) else None

    @property
    def last_care(self) -> str:
        """Return «Vannet i mai», with the year when it is another; never who, never the day."""
        at = getattr(self.work, "last_care_at", None)
        if at is None:
            return ""
        local = timezone.localtime(at)
        month = date_format(local, "F" if local.year == timezone.localdate().year else "F Y")
        care = CareVisit.Care(getattr(self.work, "last_care", "")).label
        return capfirst(_("%(care)s i %(month)s") % {"care": care, "month": month})


def with_details(works: QuerySet[Work]) -> QuerySet[Work]:
    """Fetch what a card says of a work beside its pictures and makers, in the same query.

    Its place, what its kind has of its own, and the newest care. Pages that show more pictures
    prefetch `more_pictures` besides.
    """
    newest = CareVisit.objects.filter(work=OuterRef("pk")).order_by("-visited_at", "-pk")
    return works.select_related("place", *JOINED).annotate(
        last_care=Subquery(newest.values("care")[:1]),
        last_care_at=Subquery(newest.values("visited_at")[:1]),
    )


class Showing:
    """The consents, pictures and makers of one page, read in at most five queries.

    `people` are those whose names the page itself may say (the caller has asked). Participants'
    words stand only where `quotes` is true: on a page that is itself what they say yes to.
    Works should come with `place` joined.
    """

    def __init__(
        self,
        *,
        works: Iterable[Work] = (),
        pictures: Iterable[Picture] = (),
        people: Iterable[Participant] = (),
        quotes: bool = False,
    ) -> None:
        self.quotes = quotes
        self._names = {person.pk: person.chosen_name for person in people}
        self._works = {work.pk: work for work in works if work.is_public}
        prefetch_related_objects(list(self._works.values()), "picture")
        checked = _checked([*pictures, *chain(*map(_pictures_of, self._works.values()))])
        items: Sequence[Any] = [*self._works.values(), *checked]
        shown = consents.shown_people(items, WEB) if items else {}
        self._makers = {work.pk: shown[consents.key_of(work)] for work in self._works.values()}
        self._pictures = {
            picture.pk: picture
            for picture in checked
            if len(shown[consents.key_of(picture)]) == len(picture.people_concerned())
        }
        self._with_people = {picture.pk for picture in checked if picture.people_concerned()}
        self._the_crews = hidden_makers.made_by_the_crew(self._works.values())

    def name_of(self, participant: Participant) -> str:
        """Return the chosen name, or «en deltaker» when it may not be said here."""
        return self._names.get(participant.pk) or _("en deltaker")

    def image(self, picture: Picture | None) -> Image | None:
        """Return the picture in its sizes, None when it may not be shown or its file is gone."""
        known = self._pictures.get(picture.pk) if picture else None
        return image_of(known) if known else None

    def work(self, work: Work) -> WorkCard | None:
        """Return what may be shown of `work`, None when it is not public."""
        known = self._works.get(work.pk)
        if known is None:
            return None
        is_the_crews = known.pk in self._the_crews
        said_yes = () if is_the_crews else tuple(self._makers[known.pk])
        silent = [person for person in known.people_concerned() if person not in said_yes]
        image, more = self._images(known, without=self._with_people if is_the_crews else set())
        return WorkCard(
            work=known,
            title=_unless_named(known.title, silent, said_yes) or _kind_and_number(known),
            text=_unless_named(known.description, silent, said_yes),
            image=image,
            illustration=known.illustration or "work-table",
            makers=tuple(person.chosen_name for person in said_yes),
            place=known.place.name if known.place and not is_the_crews else "",
            more_images=more,
            is_the_crews=is_the_crews,
            everybody_says_yes=not silent,
        )

    def cards(self, works: Iterable[Work]) -> list[WorkCard]:
        """Return the cards of those of `works` that are public, in their order."""
        return [card for card in map(self.work, works) if card is not None]

    def _images(self, work: Work, *, without: set[int]) -> tuple[Image | None, tuple[Image, ...]]:
        """Return the picture of a work and its further ones, those in `without` left out."""
        pictures = [picture for picture in _pictures_of(work) if picture.pk not in without]
        image = self.image(work.picture) if work.picture in pictures else None
        more = (self.image(picture) for picture in pictures if picture != work.picture)
        return image, tuple(filter(None, more))


def _unless_named(text: str, silent: Iterable[Participant], said_yes: Iterable[Participant]) -> str:
    """Return `text`, "" when it names a maker who has not said yes to be named."""
    names = {person.pk: person.chosen_name for person in silent}
    known = [person.chosen_name for person in said_yes]
    return "" if names and names_in_text.found([text], names, known=known) else text


def _kind_and_number(work: Work) -> str:
    return capfirst(f"{work.get_kind_display()} {work.number or ''}".strip())


def _checked(pictures: list[Picture]) -> list[Picture]:
    """Return those whose people were looked at, each once, with their sizes."""
    unique = {picture.pk: picture for picture in pictures if picture.people_checked}
    found = list(unique.values())
    prefetch_related_objects(found, "renditions")
    return found


def _pictures_of(work: Work) -> list[Picture]:
    """Return its picture, and the further ones that came with it; a page may do without."""
    came_with = "more_pictures" in getattr(work, "_prefetched_objects_cache", {})
    more = work.more_pictures.all() if came_with else ()
    return [picture for picture in (work.picture, *more) if picture]


def image_of(picture: Picture) -> Image | None:
    """Return `picture` in its public sizes; ask `Showing` whether it may be shown."""
    try:
        found: dict[str, Rendition] = picture.get_renditions(*SIZES.values())
    except OSError:  # the file is gone: Wagtail's SourceImageIOError is one too
        return None
    small, large = (found[spec] for spec in SIZES.values())
    return Image(
        url=large.url,
        width=large.width,
        height=large.height,
        srcset=f"{small.url} {small.width}w, {large.url} {large.width}w",
    )

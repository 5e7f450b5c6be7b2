"""The words of the pages that are always there. Editors change them later."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HOME_SLUGS = {"nb": "hjem", "nn": "hjem-nn", "en": "hjem-en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A page that is always there; `slug` is the same in every language (rules.md#addresses).

    A home page has none: those stand in `HOME_SLUGS`. `alt` says what the drawing shows.
    """

    model_name: str
    slug: str = ""
    illustration: str
    title: Promise
    intro: Promise
    alt: Promise

    def model(self) -> Any:
        """Return the page type."""
        return apps.get_model("cms", self.model_name)


HOME = Index(
    model_name="HomePage",
    illustration="birdhouse-in-tree",
    title=pgettext_lazy("page", "Et sted å lage noe sammen"),
    intro=_("Vi maler fuglekasser, rydder elva og lager sanger. Kom når du vil."),
    alt=_("Tegning: en fuglekasse med rødt tak henger på en bjørk."),
)
BELOW_HOME = (
    Index(
        model_name="ProjectIndexPage",
        slug="prosjekter",
        illustration="work-table",
        title=pgettext_lazy("page", "Dette holder vi på med"),
        intro=_("Velg noe du har lyst til. Du trenger ikke kunne noe fra før."),
        alt=_("Tegning: et langbord med verktøy og maling."),
    ),
    Index(
        model_name="StoryIndexPage",
        slug="historier",
        illustration="story",
        title=pgettext_lazy("page", "Historier herfra"),
        intro=_("Det vi har laget, og dem som har vært med. De har selv sagt ja til å stå her."),
        alt=_("Tegning: en bok som ligger åpen."),
    ),
    Index(
        model_name="CalendarPage",
        slug="kalender",
        illustration="calendar",
        title=pgettext_lazy("page", "Dette skjer"),
        intro=_("Kom som du er. Du kan bli ti minutter eller hele dagen."),
        alt=_("Tegning: en kalender på en vegg."),
    ),
    Index(
        model_name="WorksPage",
        slug="verk",
        illustration="map",
        title=pgettext_lazy("page", "Verk i byen"),
        intro=_("Fuglekasser, malte vegger og minihager. Gå en tur og se."),
        alt=_("Tegning: et kart med en nål."),
    ),
    Index(
        model_name="GardensPage",
        slug="minihager",
        illustration="garden-on-desk",
        title=pgettext_lazy("page", "En hage på kontoret?"),
        intro=_("Lei en japansk minihage laget for hånd. Vi kommer innom og steller den."),
        alt=_("Tegning: en minihage på en pult ved et vindu."),
    ),
)

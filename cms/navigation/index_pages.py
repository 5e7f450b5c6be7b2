"""The words of the pages that are always there, in three languages. Editors change them later."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

HOME_SLUGS = {"nb": "hjem", "nn": "hjem-nn", "en": "hjem-en"}


@dataclass(frozen=True, slots=True)
class Words:
    """Title, introduction and what the drawing shows."""

    title: str
    intro: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A page that is always there; `slug` is the same in every language (rules.md#addresses)."""

    model_name: str
    slug: str
    illustration: str
    words: dict[str, Words]

    def model(self) -> Any:
        """Return the page type."""
        return apps.get_model("cms", self.model_name)


INDEXES: dict[str, Index] = {
    "home": Index(
        model_name="HomePage",
        slug="",
        illustration="birdhouse-in-tree",
        words={
            "nb": Words(
                "Et sted å lage noe sammen",
                "Vi maler fuglekasser, rydder elva og lager sanger. Kom når du vil.",
                "Tegning: en fuglekasse med rødt tak henger på en bjørk.",
            ),
            "nn": Words(
                "Ein stad å lage noko saman",
                "Vi malar fuglekasser, ryddar elva og lagar songar. Kom når du vil.",
                "Teikning: ei fuglekasse med raudt tak heng på ei bjørk.",
            ),
            "en": Words(
                "A place to make things together",
                "We paint birdhouses, clear the river and write songs. Come when you like.",
                "Drawing: a birdhouse with a red roof hangs on a birch.",
            ),
        },
    ),
    "projects": Index(
        model_name="ProjectIndexPage",
        slug="prosjekter",
        illustration="work-table",
        words={
            "nb": Words(
                "Dette holder vi på med",
                "Velg noe du har lyst til. Du trenger ikke kunne noe fra før.",
                "Tegning: et langbord med verktøy og maling.",
            ),
            "nn": Words(
                "Dette held vi på med",
                "Vel noko du har lyst til. Du treng ikkje kunne noko frå før.",
                "Teikning: eit langbord med verktøy og måling.",
            ),
            "en": Words(
                "What we do",
                "Choose something you like. You need no skills to begin.",
                "Drawing: a long table with tools and paint.",
            ),
        },
    ),
    "stories": Index(
        model_name="StoryIndexPage",
        slug="historier",
        illustration="story",
        words={
            "nb": Words(
                "Historier herfra",
                "Det vi har laget, og dem som har vært med. De har selv sagt ja til å stå her.",
                "Tegning: en bok som ligger åpen.",
            ),
            "nn": Words(
                "Historier herifrå",
                "Det vi har laga, og dei som har vore med. Dei har sjølve sagt ja til å stå her.",
                "Teikning: ei bok som ligg open.",
            ),
            "en": Words(
                "Stories",
                "What we have made, and who took part. They have said yes to be here.",
                "Drawing: an open book.",
            ),
        },
    ),
    "calendar": Index(
        model_name="CalendarPage",
        slug="kalender",
        illustration="calendar",
        words={
            "nb": Words(
                "Dette skjer",
                "Kom som du er. Du kan bli ti minutter eller hele dagen.",
                "Tegning: en kalender på en vegg.",
            ),
            "nn": Words(
                "Dette skjer",
                "Kom som du er. Du kan bli ti minutt eller heile dagen.",
                "Teikning: ein kalender på ein vegg.",
            ),
            "en": Words(
                "What is on",
                "Come as you are. Stay ten minutes or the whole day.",
                "Drawing: a calendar on a wall.",
            ),
        },
    ),
    "works": Index(
        model_name="WorksPage",
        slug="verk",
        illustration="map",
        words={
            "nb": Words(
                "Verk i byen",
                "Fuglekasser, malte vegger og minihager. Gå en tur og se.",
                "Tegning: et kart med en nål.",
            ),
            "nn": Words(
                "Verk i byen",
                "Fuglekasser, måla veggar og minihagar. Gå ein tur og sjå.",
                "Teikning: eit kart med ei nål.",
            ),
            "en": Words(
                "Works in town",
                "Birdhouses, painted walls and mini-gardens. Take a walk and see.",
                "Drawing: a map with a pin.",
            ),
        },
    ),
    "gardens": Index(
        model_name="GardensPage",
        slug="minihager",
        illustration="garden-on-desk",
        words={
            "nb": Words(
                "En hage på kontoret?",
                "Lei en japansk minihage laget for hånd. Vi kommer innom og steller den.",
                "Tegning: en minihage på en pult ved et vindu.",
            ),
            "nn": Words(
                "Ein hage på kontoret?",
                "Lei ein japansk minihage laga for hand. Vi kjem innom og steller han.",
                "Teikning: ein minihage på ein pult ved eit vindauge.",
            ),
            "en": Words(
                "A garden at the office?",
                "Lease a Japanese mini-garden made by hand. We come by and care for it.",
                "Drawing: a mini-garden on a desk by a window.",
            ),
        },
    ),
}

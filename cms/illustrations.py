"""The drawings of Reir that a page can carry (`static/illustrations/<name>.svg` and `.webp`)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "all-clear": _("alt i orden"),
    "birdhouse": _("fuglekasse på stolpe"),
    "birdhouse-in-tree": _("fuglekasse i tre"),
    "birdhouse-painted": _("malt fuglekasse"),
    "calendar": _("kalender"),
    "camera": _("kamera"),
    "card": _("papirkort"),
    "coffee": _("kaffe"),
    "computer": _("datamaskin"),
    "e-scooter": _("elsparkesykkel"),
    "empty-bench": _("tom benk"),
    "film": _("film"),
    "garden": _("minihage"),
    "garden-on-desk": _("minihage på en pult"),
    "map": _("kart"),
    "money": _("penger"),
    "mural": _("veggmaleri"),
    "music": _("musikk"),
    "nest": _("reir"),
    "people-hands": _("hender"),
    "phone": _("telefon"),
    "projector": _("lerret"),
    "rain": _("regn"),
    "river": _("elv"),
    "salmon": _("laks"),
    "story": _("historie"),
    "walk": _("tur"),
    "work-table": _("langbord"),
}

WITH_PNG = frozenset(
    {
        "birdhouse",
        "birdhouse-in-tree",
        "birdhouse-painted",
        "camera",
        "computer",
        "film",
        "garden",
        "garden-on-desk",
        "mural",
        "music",
        "nest",
        "people-hands",
        "projector",
        "river",
        "salmon",
        "work-table",
    }
)
"""Those that other sites can show beside a link to us: they want PNG."""


def choices() -> list[tuple[str, Promise]]:
    """Return the choices of a field; a function, so that a new drawing needs no migration."""
    return list(NAMES.items())


def png(name: str) -> str:
    """Return the path below `static/` of the drawing to show beside a link to us."""
    return f"illustrations/{name if name in WITH_PNG else 'nest'}.png"

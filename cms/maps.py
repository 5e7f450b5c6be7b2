"""Our own map: a plain grid with pins at rounded positions. No tiles, nobody else is asked."""

from dataclasses import dataclass
from math import cos, radians

from cms.showing import WorkCard

WIDTH, HEIGHT, MARGIN = 800, 600, 60
KILOMETRES_A_DEGREE = 111.3
LEAST_SPAN = 0.02
"""Degrees of latitude that the map shows at least: one pin alone stands in a neighbourhood."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its works. `x` and `y` are units of the drawing."""

    number: int
    name: str
    x: int
    y: int
    cards: tuple[WorkCard, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of `width` × `height` with pins, grid lines a kilometre apart, and a scale bar."""

    spots: tuple[Spot, ...]
    vertical: tuple[int, ...]
    horizontal: tuple[int, ...]
    kilometre: int
    width: int = WIDTH
    height: int = HEIGHT


def draw(cards: list[WorkCard]) -> Map | None:
    """Return the map of works that have a place, None when there is none. North is up."""
    by_place: dict[int, list[WorkCard]] = {}
    for card in cards:
        if card.work.place is not None:
            by_place.setdefault(card.work.place.pk, []).append(card)
    if not by_place:
        return None
    positions = {key: same[0].work.place.rounded_position for key, same in by_place.items()}  # type: ignore[union-attr]
    latitudes = [latitude for latitude, _longitude in positions.values()]
    longitudes = [longitude for _latitude, longitude in positions.values()]
    middle_latitude = (min(latitudes) + max(latitudes)) / 2
    middle_longitude = (min(longitudes) + max(longitudes)) / 2
    narrow = cos(radians(middle_latitude))
    scale = min(
        (HEIGHT - 2 * MARGIN) / max(max(latitudes) - min(latitudes), LEAST_SPAN),
        (WIDTH - 2 * MARGIN) / max((max(longitudes) - min(longitudes)) * narrow, LEAST_SPAN),
    )
    spots = tuple(
        Spot(
            number=number,
            name=same[0].place,
            x=round(WIDTH / 2 + (positions[key][1] - middle_longitude) * narrow * scale),
            y=round(HEIGHT / 2 - (positions[key][0] - middle_latitude) * scale),
            cards=tuple(same),
        )
        for number, (key, same) in enumerate(by_place.items(), start=1)
    )
    kilometre = max(1, round(scale / KILOMETRES_A_DEGREE))
    return Map(
        spots=spots,
        vertical=tuple(range(WIDTH // 2 % kilometre, WIDTH, kilometre)),
        horizontal=tuple(range(HEIGHT // 2 % kilometre, HEIGHT, kilometre)),
        kilometre=kilometre,
    )

"""Our own map: a plain grid with pins at rounded positions. No tiles, nobody else is asked."""

from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, radians

from cms.page_content.shown_people import WorkCard

WIDTH, HEIGHT, MARGIN = 440, 440, 40
PIN = 14
"""The radius of a numbered pin, in units of the drawing: 10 px on the smallest phone."""

MOST_ROUNDS = 60
MOST_PINS_APART = 60
"""More pins than this are left where they fall: pushing them apart grows with their square."""

KILOMETRES_A_DEGREE = 111.3
LEAST_SPAN = 0.02
"""Degrees of latitude that the map shows at least: one pin alone stands in a neighbourhood."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its works, in units of the drawing: where it is, and where its pin stands."""

    number: int
    name: str
    x: int
    y: int
    pin_x: int
    pin_y: int
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
    pin: int = PIN


def draw(cards: list[WorkCard]) -> Map | None:
    """Return the map of works that have a place, None when there is none. North is up."""
    by_place: dict[int, list[WorkCard]] = {}
    for card in cards:
        if card.work.place is not None:
            by_place.setdefault(card.work.place.pk, []).append(card)
    if not by_place:
        return None
    positions = {key: same[0].work.place.rounded_position for key, same in by_place.items()}  # type: ignore[union-attr]
    latitudes, longitudes = zip(*positions.values(), strict=True)
    middle_latitude = (min(latitudes) + max(latitudes)) / 2
    middle_longitude = (min(longitudes) + max(longitudes)) / 2
    narrow = cos(radians(middle_latitude))
    scale = min(
        (HEIGHT - 2 * MARGIN) / max(max(latitudes) - min(latitudes), LEAST_SPAN),
        (WIDTH - 2 * MARGIN) / max((max(longitudes) - min(longitudes)) * narrow, LEAST_SPAN),
    )
    points = [
        (
            WIDTH / 2 + (longitude - middle_longitude) * narrow * scale,
            HEIGHT / 2 - (latitude - middle_latitude) * scale,
        )
        for latitude, longitude in positions.values()
    ]
    spots = tuple(
        Spot(number, same[0].place, round(x), round(y), round(pin_x), round(pin_y), tuple(same))
        for number, (same, (x, y), (pin_x, pin_y)) in enumerate(
            zip(by_place.values(), points, _apart(points), strict=True), start=1
        )
    )
    kilometre = max(1, round(scale / KILOMETRES_A_DEGREE))
    return Map(
        spots=spots,
        vertical=tuple(range(WIDTH // 2 % kilometre, WIDTH, kilometre)),
        horizontal=tuple(range(HEIGHT // 2 % kilometre, HEIGHT, kilometre)),
        kilometre=kilometre,
    )


def _apart(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where pins for `points` stand without covering each other, near and inside."""
    pins = [[x, y - 1.5 * PIN] for x, y in points]
    if len(pins) > MOST_PINS_APART:
        return [(x, y) for x, y in pins]
    wanted = 2.0 * PIN + 2
    for _round in range(MOST_ROUNDS):
        is_still = True
        for (number, one), (_number, other) in combinations(enumerate(pins), 2):
            x, y = other[0] - one[0], other[1] - one[1]
            distance = hypot(x, y)
            if distance >= wanted:
                continue
            is_still = False
            if distance == 0:  # the very same spot: send each its own way, the same every time
                x, y, distance = 1.0, float(number % 3 - 1), hypot(1.0, number % 3 - 1)
            push = (wanted - min(distance, wanted)) / 2 + 0.1
            one[0] -= x / distance * push
            one[1] -= y / distance * push
            other[0] += x / distance * push
            other[1] += y / distance * push
        for pin in pins:
            pin[0] = min(max(pin[0], PIN + 2), WIDTH - PIN - 2)
            pin[1] = min(max(pin[1], PIN + 2), HEIGHT - PIN - 2)
        if is_still:
            break
    return [(x, y) for x, y in pins]

"""What a business reads of a garden: nothing in its words is the name of who made it."""

from activities.models import Work
from participants import names_in_text


def title_of(garden: Work) -> str:
    """Return the title, or «minihage 7» when the title names a maker. Wants `makers` prefetched."""
    kind = f"{garden.get_kind_display()} {garden.number or ''}".strip()
    return unless_named(garden, garden.title) or kind.capitalize()


def unless_named(garden: Work, text: str) -> str:
    """Return `text`, "" when the chosen name of a maker of `garden` stands in it."""
    names = {person.pk: person.chosen_name for person in garden.makers.all()}
    return "" if names_in_text.found([text], names) else text

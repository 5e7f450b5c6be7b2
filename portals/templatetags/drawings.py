"""Which drawing stands for something."""

from django import template

from cms.illustrations import NAMES as DRAWINGS

register = template.Library()


@register.filter
def drawing(name: str) -> str:
    """Return `name` when there is such a drawing, else the table we all sit around."""
    return name if name in DRAWINGS else "work-table"

"""What of a person's can be shown: every model that answers `people_concerned()`.

Works, pictures and stories are found by what they are, so a new kind of item needs nothing here.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from participants.models import Participant


def item_models() -> Iterator[tuple[type[models.Model], str]]:
    """Yield each model of items with the name of its relation to participants."""
    for model in apps.get_models():
        if hasattr(model, "people_concerned"):
            for relation in model._meta.many_to_many:
                if relation.related_model is Participant:
                    yield model, relation.name
                    break


def items_of(participant: Participant) -> list[Any]:
    """Return what concerns `participant`, the newest of each kind first; one query a kind."""
    return [
        item
        for model, relation in item_models()
        for item in _concerning(model, relation, participant).order_by("-pk")
    ]


def _concerning(model: Any, relation: str, participant: Participant) -> models.QuerySet[Any]:
    """Return the rows that concern `participant`; what is kept in versions answers itself."""
    own = getattr(model, "concerning", None)
    rows: models.QuerySet[Any] = (
        own(participant) if own else model._default_manager.filter(**{relation: participant})
    )
    return rows


def name_of(item: Any) -> str:
    """Return «fuglekasse: Fuglekasse 12»."""
    return f"{item._meta.verbose_name}: {getattr(item, 'title', '') or item}"


def key_of(item: Any) -> str:
    """Return the item as a form names it: content type and id."""
    return f"{ContentType.objects.get_for_model(item).pk}-{item.pk}"

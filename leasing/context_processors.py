"""The person whose name and number a business reads, also where no view of its portal answered."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.context_processors import leader_for
from leasing.partners import person_of_contact

DOOR = "/partner/"


def help_contact(request: HttpRequest) -> dict[str, Any]:
    """Give the pages of the partners' portal `help_contact`: who looks after the business.

    Worked out only when a page shows it. Stands after that of `accounts` in the settings.
    """
    user = getattr(request, "user", None)
    if not request.path_info.startswith(DOOR) or user is None or not user.is_authenticated:
        return {}
    return {"help_contact": SimpleLazyObject(lambda: person_of_contact(user) or leader_for(user))}

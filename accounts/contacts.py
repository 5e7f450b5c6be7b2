"""A person to call: a name with that person's own number, or with the team's, named as the team's.

A name never stands beside somebody else's number (`components/own_number.html` shows the pair).
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import Team, User


@dataclass(frozen=True)
class Contact:
    """Whole name, first name, and a PhoneNumber; empty when nobody can be named yet.

    `phone_of` is the team whose number it is; "" when it is the person's own.
    """

    name: str = ""
    phone: Any = ""
    phone_of: str = ""
    first_name: str = ""


def contact_of(user: User, *, team: Team) -> Contact:
    """Return `user` as a contact; without a number of their own they have the team's."""
    phone, phone_of = number_of(user.phone, team=team)
    return Contact(
        name=str(user), phone=phone, phone_of=phone_of, first_name=user.first_name or str(user)
    )


def number_of(own: Any, *, team: Team) -> tuple[Any, str]:
    """Return the number to call and the team whose it is: `own` first, "" for a person's own."""
    if own or not team.phone:
        return own, ""
    return team.phone, team.name

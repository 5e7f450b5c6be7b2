"""Makes teams."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from stdnum.no import orgnr

from accounts.models import Team
from accounts.roles import wagtail_groups
from core import text

NORWEGIAN_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@transaction.atomic
def make(name: str, *, phone: str = "", organisation_number: str = "") -> tuple[Team, bool]:
    """Return the team called `name` and whether it was made now; what is given is written.

    Raises ValidationError, with a sentence, for a number that is none and a name that cannot be.
    """
    name = " ".join(text.clean_line(name).split())
    text.without_national_identity_number(name)
    given: dict[str, Any] = {}
    if phone:
        given["phone"] = text.phone_line(phone)
    if organisation_number:
        organisation_number = text.organisation_number(organisation_number)
        if not orgnr.is_valid(organisation_number):
            raise ValidationError(
                _("Organisasjonsnummeret har ni siffer. Se om det er skrevet riktig.")
            )
        given["organisation_number"] = orgnr.compact(organisation_number)
    team = Team.objects.select_for_update(no_key=True).filter(name__iexact=name).first()
    made = team is None
    if team is None:
        team = Team(name=name, slug=slugify(name.lower().translate(NORWEGIAN_LETTERS)))
    for field, value in given.items():
        setattr(team, field, value)
    team.full_clean()
    team.save()
    wagtail_groups.mirror(team)
    return team, made

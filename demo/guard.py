"""Keeping the demonstration out of an installation where real people are."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from core.errors import RuleBroken
from demo.data.people import DISTRICTS, STAFF
from leasing.models import PartnerContact
from participants.models import Participant

INVENTED = ".example"


def refuse_real_data() -> None:
    """Raise RuleBroken when the database holds teams or people that are not the demonstration's.

    Every login of the demonstration has an address ending in `.example`, which reaches nobody
    (RFC 2606), so a real installation is known by its first member of staff.
    """
    invented = Q(user__email__endswith=INVENTED)
    demonstration_is_here = Membership.objects.filter(user__email=STAFF[0].email).exists()
    real = (
        Membership.objects.exclude(invented).exists()
        or PartnerContact.objects.exclude(invented).exists()
        or Team.objects.exclude(slug__in=[district.key for district in DISTRICTS]).exists()
        or (not demonstration_is_here and (Team.objects.exists() or Participant.objects.exists()))
    )
    if real:
        raise RuleBroken(
            _("Her er det ekte data fra før. Demonstrasjonen lages bare i en tom database.")
        )

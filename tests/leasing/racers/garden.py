"""Partners who all want the same garden at the same moment."""

from django.utils import timezone

from leasing import leases
from leasing.models import GardenOffer, Invoice, LeasedGarden, Partner
from tests.factories.leasing import GardenOfferFactory, PartnerContactFactory


def prepare(partners: int) -> dict:
    contacts = [PartnerContactFactory() for _index in range(partners)]
    return {
        "offer": GardenOfferFactory().pk,
        "partners": [contact.partner_id for contact in contacts],
        "users": [contact.user_id for contact in contacts],
    }


def act(index: int, prepared: dict) -> str:
    from accounts.models import User
    from core.errors import RuleBroken

    try:
        leases.lease(
            [GardenOffer.objects.get(pk=prepared["offer"])],
            partner=Partner.objects.get(pk=prepared["partners"][index]),
            starts_on=timezone.localdate(),
            months=6,
            by=User.objects.get(pk=prepared["users"][index]),
        )
    except RuleBroken as rule:
        return rule.message
    return "leased"


def look(prepared: dict) -> dict:
    return {
        "leased": LeasedGarden.objects.count(),
        "numbers": list(Invoice.objects.values_list("number", flat=True)),
    }

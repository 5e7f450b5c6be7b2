"""Partners and gardens without surprises: one garden, free, 900 kroner a month."""

import factory
from factory.django import DjangoModelFactory
from stdnum.no import orgnr

from activities.models import Work
from leasing.models import Enquiry, GardenOffer, Partner, PartnerContact
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import WorkFactory


def organisation_number(index: int) -> str:
    """Return the valid organisation number number `index`, from the series for tests."""
    found = -1
    for eight in range(31000000, 32000000):
        for check in "0123456789":
            if orgnr.is_valid(f"{eight}{check}"):
                found += 1
                if found == index:
                    return f"{eight}{check}"
    raise ValueError(index)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence("Bedrift {}".format)
    organisation_number = factory.Sequence(organisation_number)
    address = "Eksempelgata 1, Oslo"
    invoice_email = "faktura@bedrift.example"
    team = factory.SubFactory(TeamFactory)


class PartnerContactFactory(DjangoModelFactory):
    class Meta:
        model = PartnerContact

    partner = factory.SubFactory(PartnerFactory)
    user = factory.SubFactory(UserFactory)


class GardenOfferFactory(DjangoModelFactory):
    class Meta:
        model = GardenOffer

    garden = factory.SubFactory(WorkFactory, kind=Work.Kind.GARDEN)
    monthly_ore = 90_000


class EnquiryFactory(DjangoModelFactory):
    class Meta:
        model = Enquiry

    company = "Granbar Regnskap AS"
    organisation_number = factory.Sequence(lambda n: organisation_number(n + 500))
    name = "Henrik Falk"
    email = factory.Sequence("henrik{}@granbar.example".format)
    team = factory.SubFactory(TeamFactory)

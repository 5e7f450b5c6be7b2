"""Partners who lease mini-gardens, what they lease, and what they owe and pay."""

from leasing.models.garden_offer import GardenOffer
from leasing.models.invoice import Invoice, InvoiceCounter, PaidBack, Payment, StripeEvent
from leasing.models.lease import Lease, LeasedGarden
from leasing.models.partner import Enquiry, Partner, PartnerContact, valid_organisation_number

__all__ = [
    "Enquiry",
    "GardenOffer",
    "Invoice",
    "InvoiceCounter",
    "Lease",
    "LeasedGarden",
    "PaidBack",
    "Partner",
    "PartnerContact",
    "Payment",
    "StripeEvent",
    "valid_organisation_number",
]

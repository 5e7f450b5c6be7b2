"""Gardens to lease, the businesses that lease them, what they pay, and one that has asked."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from demo.data.people import DISTRICTS
from demo.data.programme import LEASES, PARTNERS, WORKS
from demo.data.shapes import Lease as LeaseData
from demo.data.shapes import Partner as PartnerData
from demo.world import World
from leasing import billing, leases, partners
from leasing.models import Enquiry, GardenOffer, Lease, Partner, PartnerContact, Payment
from notices import tasks
from notices.models import Task

MONTHLY_ORE = 90_000
AGREED_BEFORE = timedelta(days=10)
PAID_AFTER = timedelta(days=16)
NOT_PAID = ("leie-tannklinikken",)
"""This invoice waits for the partner."""


def build_offers(world: World) -> None:
    """Put the finished gardens up for lease."""
    names = {district.key: district.name for district in DISTRICTS}
    for work in WORKS:
        if work.leasable:
            _offer, made = GardenOffer.objects.get_or_create(
                garden=world.works[work.key],
                defaults={"monthly_ore": MONTHLY_ORE, "made_in": names[work.district]},
            )
            world.made += made


def build_partners(world: World) -> None:
    """Make the partners with one contact each. No letter goes out: nobody would get it."""
    asking = {lease.partner for lease in LEASES if lease.state == "enquiry"}
    password = next(iter(world.staff.values())).password
    for data in PARTNERS:
        if data.key in asking:
            _ask(world, data)
            continue
        team = _team_of(data.key)
        before = Partner.objects.filter(organisation_number=data.organisation_number).exists()
        partner = partners.make(
            data.name,
            organisation_number=data.organisation_number,
            invoice_email=data.contact_email,
            team=world.teams[team],
            by=world.leader_of(team),
            address=data.address,
        )
        first_name, _space, last_name = data.contact_name.rpartition(" ")
        user, made = User.objects.get_or_create(
            email=data.contact_email,
            defaults={"first_name": first_name, "last_name": last_name, "password": password},
        )
        PartnerContact.objects.get_or_create(partner=partner, user=user)
        world.partner_users[data.key] = user
        world.made += made or not before


def build_leases(world: World) -> None:
    """Agree the leases as they were agreed, end what has ended, take in what was paid."""
    for data in LEASES:
        partner_data = next(partner for partner in PARTNERS if partner.key == data.partner)
        partner = Partner.objects.filter(
            organisation_number=partner_data.organisation_number
        ).first()
        if data.state == "enquiry" or partner is None:
            continue
        if not Lease.objects.filter(partner=partner).exists():
            _lease(world, data, partner)


def _lease(world: World, data: LeaseData, partner: Partner) -> None:
    starts_on = world.today + timedelta(weeks=data.starts_weeks)
    leader = world.leader_of(_team_of(data.partner))
    gardens = [world.works[key] for key in data.gardens]
    lease = leases.lease(
        GardenOffer.objects.filter(garden__in=gardens),
        partner=partner,
        starts_on=starts_on,
        months=data.months,
        by=world.partner_users[data.partner],
        agreed_on=starts_on - AGREED_BEFORE,
    )
    for task in Task.objects.filter(key=f"lease:{lease.pk}"):
        tasks.done(task, by=leader)
    for invoice in lease.invoices.all():
        if data.key not in NOT_PAID:
            noon = timezone.make_aware(datetime.combine(invoice.issued_on + PAID_AFTER, time(12)))
            billing.record_payment(
                invoice,
                ore=invoice.ore,
                way=Payment.Way.BANK,
                reference=f"DEMO-{invoice.number}",
                received_at=min(noon, world.now),
                by=leader,
            )
    if data.state == "ended":
        leases.end(lease, by=leader)
    world.made += 1


def _ask(world: World, data: PartnerData) -> None:
    """Let a business write in the public form, once."""
    if Enquiry.objects.filter(email=data.contact_email).exists():
        return
    partners.ask(
        data.name,
        name=data.contact_name,
        email=data.contact_email,
        organisation_number=data.organisation_number,
        message="Vi vil gjerne ha en minihage i resepsjonen. Har dere en som tåler lite lys?",
    )
    world.made += 1


def _team_of(partner: str) -> str:
    """Return the district whose gardens a partner leases."""
    garden = next(lease.gardens[0] for lease in LEASES if lease.partner == partner)
    return next(work.district for work in WORKS if work.key == garden)

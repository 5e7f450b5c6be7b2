from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import RuleBroken
from leasing import leases
from leasing.models import GardenOffer, Invoice, InvoiceCounter, Lease, LeasedGarden
from notices.models import Task
from tests.factories.leasing import GardenOfferFactory, PartnerContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def agree(*offers, contact=None, starts_on=None, months=6, **more):
    contact = contact or PartnerContactFactory()
    return leases.lease(
        offers,
        partner=contact.partner,
        starts_on=starts_on or timezone.localdate(),
        months=months,
        by=contact.user,
        **more,
    )


@pytest.mark.both
def test_lease_holds_its_gardens_for_a_half_open_period_and_is_invoiced_whole():
    first, second = GardenOfferFactory(), GardenOfferFactory(monthly_ore=50_000)
    contact = PartnerContactFactory()
    start = timezone.localdate() + timedelta(days=3)

    made = agree(first, second, contact=contact, starts_on=start, months=3)

    end = start + relativedelta(months=3)
    assert sorted(made.gardens.values_list("garden", "starts_on", "ends_on", "monthly_ore")) == [
        (first.garden_id, start, end, 90_000),
        (second.garden_id, start, end, 50_000),
    ]
    invoice = made.invoices.get()
    assert (invoice.number, invoice.ore) == (1001, 3 * 140_000)
    assert invoice.pay_by == timezone.localdate() + timedelta(days=14)
    assert Task.objects.get().team == contact.partner.team


@pytest.mark.parametrize(
    ("days", "months_ahead", "possible"),
    [(-1, 0, False), (0, 0, True), (0, 12, True), (1, 12, False)],
)
def test_a_lease_begins_from_the_day_it_is_agreed_and_within_a_year(days, months_ahead, possible):
    offer, agreed_on = GardenOfferFactory(), timezone.localdate() - timedelta(days=40)
    starts_on = agreed_on + relativedelta(months=months_ahead) + timedelta(days=days)

    if possible:
        terms = leases.terms([offer], starts_on=starts_on, months=1, agreed_on=agreed_on)
        assert (terms.starts_on, terms.ends_on) == (starts_on, starts_on + relativedelta(months=1))
    else:
        with pytest.raises(RuleBroken):
            leases.terms([offer], starts_on=starts_on, months=1, agreed_on=agreed_on)


def test_next_lease_may_begin_the_day_the_first_ends():
    offer = GardenOfferFactory()
    today = timezone.localdate()
    agree(offer, starts_on=today, months=1)

    follows = agree(offer, starts_on=today + relativedelta(months=1), months=1)

    assert follows.state == Lease.State.RUNNING


def test_taken_garden_names_two_that_are_free():
    offer = GardenOfferFactory()
    GardenOfferFactory(garden__title="Furu", garden__number=2)
    GardenOfferFactory(garden__title="Mose", garden__number=1)
    GardenOfferFactory(garden__title="Lager", garden__number=3, is_offered=False)
    agree(offer)

    with pytest.raises(RuleBroken) as refused:
        agree(offer, starts_on=timezone.localdate() + timedelta(days=30))

    assert refused.value.message == "Minihagen er opptatt da. «Mose» og «Furu» er ledige."


def test_taken_garden_without_another_offers_a_person():
    offer = GardenOfferFactory()
    agree(offer)

    with pytest.raises(RuleBroken) as refused:
        agree(offer)

    assert refused.value.message == "Minihagen er opptatt da. Ring oss, så finner vi en annen tid."


def test_second_tap_returns_the_same_lease():
    offer, contact = GardenOfferFactory(), PartnerContactFactory()

    first = agree(offer, contact=contact)

    assert agree(offer, contact=contact) == first
    assert Invoice.objects.count() == 1
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "months", "sentence"),
    [
        (-1, 6, "Velg i dag eller en dag som kommer."),
        (370, 6, "Velg en dag i løpet av de neste tolv månedene."),
        (0, 0, "Velg mellom 1 og 36 måneder."),
        (0, -4, "Velg mellom 1 og 36 måneder."),
        (0, 37, "Velg mellom 1 og 36 måneder."),
    ],
)
def test_period_that_nobody_can_lease_in(days, months, sentence):
    offer = GardenOfferFactory()

    with pytest.raises(RuleBroken) as refused:
        agree(offer, starts_on=timezone.localdate() + timedelta(days=days), months=months)

    assert refused.value.message == sentence
    assert Lease.objects.count() == 0


@pytest.mark.parametrize("start", [date.min, date.max])
def test_wildest_dates_are_answered_with_a_sentence(start):
    with pytest.raises(RuleBroken):
        agree(GardenOfferFactory(), starts_on=start)


def test_garden_that_is_not_offered_cannot_be_leased():
    with pytest.raises(RuleBroken):
        agree(GardenOfferFactory(is_offered=False))


def test_older_agreement_can_be_registered_by_its_day():
    day = timezone.localdate() - timedelta(days=100)

    made = agree(GardenOfferFactory(), starts_on=day, agreed_on=day)

    assert made.invoices.get().issued_on == day


def test_refused_lease_leaves_no_gap_in_the_numbers():
    offer = GardenOfferFactory()
    agree(offer)
    with pytest.raises(RuleBroken):
        agree(offer)
    agree(GardenOfferFactory())

    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1001, 1002]
    assert InvoiceCounter.objects.get().last == 1002


def test_ended_lease_frees_its_garden_and_keeps_its_invoice(django_user_model):
    offer, contact = GardenOfferFactory(), PartnerContactFactory()
    day = timezone.localdate() - timedelta(days=40)
    made = agree(offer, contact=contact, starts_on=day, agreed_on=day)

    leases.end(made, by=contact.user)
    leases.end(made, by=contact.user)

    leased = made.gardens.get()
    assert (leased.state, leased.ends_on) == (Lease.State.ENDED, timezone.localdate())
    assert made.invoices.count() == 1
    assert agree(offer).pk != made.pk


def test_lease_that_was_ended_too_soon_runs_on_as_agreed():
    offer, contact = GardenOfferFactory(), PartnerContactFactory()
    day = timezone.localdate() - timedelta(days=40)
    made = agree(offer, contact=contact, starts_on=day, agreed_on=day)
    agreed = made.gardens.get().ends_on
    leases.end(made, by=contact.user)
    assert not Task.objects.open().filter(key=f"lease:{made.pk}").exists()

    for _tap in range(2):
        leases.resume(made)

    leased = made.gardens.get()
    made.refresh_from_db()
    assert (made.state, made.ended_by) == (Lease.State.RUNNING, None)
    assert (leased.state, leased.ends_on) == (Lease.State.RUNNING, agreed)


@pytest.mark.both
def test_lease_runs_on_neither_past_its_time_nor_in_anothers_garden():
    offer, contact = GardenOfferFactory(), PartnerContactFactory()
    long_ago = timezone.localdate() - timedelta(days=400)
    old = agree(offer, contact=contact, starts_on=long_ago, agreed_on=long_ago)
    ended = agree(offer, contact=contact)
    for made in (old, ended):
        leases.end(made, by=contact.user)
    agree(offer)

    for made in (old, ended):
        with pytest.raises(RuleBroken):
            leases.resume(made)
    ended.refresh_from_db()
    assert ended.state == Lease.State.ENDED


@pytest.mark.both
def test_database_itself_refuses_an_overlap():
    made = agree(GardenOfferFactory())
    held = made.gardens.get()
    other = Lease.objects.create(partner=PartnerFactory(), agreed_by=made.agreed_by, months=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        LeasedGarden.objects.create(
            lease=other,
            garden=held.garden,
            starts_on=held.ends_on - timedelta(days=1),
            ends_on=held.ends_on + timedelta(days=30),
            monthly_ore=1,
        )


@pytest.mark.both
def test_overlap_that_slips_past_the_look_is_still_a_sentence(monkeypatch):
    offer = GardenOfferFactory()
    agree(offer)
    monkeypatch.setattr(leases, "_refuse_taken", lambda offers, agreed: None)

    with pytest.raises(RuleBroken) as refused:
        agree(offer)

    assert refused.value.message == "Minihagen er opptatt da. Ring oss, så finner vi en annen tid."
    assert Lease.objects.count() == 1


@pytest.mark.both
def test_partners_who_want_the_same_garden_at_once(race):
    result = race.run("tests.leasing.racers.garden", processes=6, partners=6)

    said = sorted(act.get("value", act.get("error")) for act in result["acts"])
    taken = "Minihagen er opptatt da. Ring oss, så finner vi en annen tid."
    assert said == [*[taken] * 5, "leased"]
    assert result["look"] == {"leased": 1, "numbers": [1001]}


def test_free_gardens_leave_out_what_is_gone():
    gone = GardenOfferFactory(garden__state="gone")
    free = GardenOfferFactory()

    assert list(GardenOffer.objects.free_on(timezone.localdate())) == [free]
    assert gone.garden.state == "gone"

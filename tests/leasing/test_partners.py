from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import RuleBroken
from leasing import partners, permissions
from leasing.models import Enquiry, Partner, PartnerContact
from notices.models import Task
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.leasing import (
    EnquiryFactory,
    PartnerContactFactory,
    PartnerFactory,
    organisation_number,
)
from tests.leasing.test_billing import an_invoice

pytestmark = pytest.mark.django_db


def make(team, number=None, name="Granbar"):
    return partners.make(
        name,
        organisation_number=number or organisation_number(900),
        invoice_email="faktura@granbar.example",
        team=team,
        by=UserFactory(),
    )


def test_same_business_again_is_the_same_partner():
    team = TeamFactory()

    assert make(team) == make(team)
    assert Partner.objects.count() == 1


def test_business_of_another_team_is_left_to_it():
    make(TeamFactory())

    with pytest.raises(RuleBroken) as refused:
        make(TeamFactory())

    assert "Et annet team" in refused.value.message


@pytest.mark.parametrize("wrong", [{"number": "123456789"}, {"name": ""}, {"name": "a" * 200}])
def test_details_that_are_not_right_are_a_sentence(wrong):
    with pytest.raises(RuleBroken):
        make(TeamFactory(), **wrong)

    assert Partner.objects.count() == 0


def acts_for(user, partner):
    return Partner.objects.visible_to(user).filter(pk=partner.pk).exists()


def test_invited_contact_acts_for_the_partner_until_it_ends():
    partner, staff = PartnerFactory(), UserFactory()

    contact = partners.invite_contact(partner, email="Ida@x.example", name="Ida Sund", by=staff)

    assert contact.user.email == "ida@x.example"
    assert acts_for(contact.user, partner)
    partners.end_contact(contact, by=staff)
    assert not acts_for(contact.user, partner)


def test_ended_contact_is_opened_again():
    contact = PartnerContactFactory(ended_at=timezone.now())

    again = partners.invite_contact(
        contact.partner, email=contact.user.email, name="Kari", by=UserFactory()
    )

    assert again == contact
    assert PartnerContact.objects.get().ended_at is None


def test_answered_enquiry_becomes_a_partner_with_a_contact_and_a_done_task():
    enquiry, worker = EnquiryFactory(), UserFactory()
    Task.objects.create(
        key=f"enquiry:{enquiry.pk}", team=enquiry.team, kind=Task.Kind.ENQUIRY, text="Svar"
    )

    contact = partners.answer_enquiry(enquiry, by=worker)
    again = partners.answer_enquiry(enquiry, by=worker)

    enquiry.refresh_from_db()
    assert again == contact
    assert enquiry.partner == contact.partner
    assert contact.partner.name == enquiry.company
    assert enquiry.answered_at is not None
    assert Task.objects.get().done_by == worker


def test_enquiry_without_a_number_needs_one_from_staff():
    enquiry = EnquiryFactory(organisation_number="")

    with pytest.raises(RuleBroken):
        partners.answer_enquiry(enquiry, by=UserFactory())
    contact = partners.answer_enquiry(
        enquiry, by=UserFactory(), organisation_number=organisation_number(901)
    )

    assert contact.partner.organisation_number == organisation_number(901)


def test_leader_is_the_one_to_call_before_others():
    team = TeamFactory()
    MembershipFactory(team=team)
    leader = MembershipFactory(team=team, leader=True).user

    assert partners.person_to_call(PartnerFactory(team=team)).name == str(leader)


@pytest.mark.parametrize(
    ("role", "manages", "records"),
    [
        ("leader", True, True),
        ("worker", True, False),
        ("peer_worker", True, False),
        ("finance", False, True),
        ("editor", False, False),
        ("auditor", False, False),
    ],
)
def test_what_each_role_may_do(role, manages, records):
    invoice = an_invoice()
    partner = invoice.lease.partner
    own = MembershipFactory(team=partner.team, role=role).user
    other = MembershipFactory(role=role).user
    enquiry = EnquiryFactory(team=partner.team)

    assert permissions.can_manage_partner(own, partner) is manages
    assert permissions.can_answer_enquiry(own, enquiry) is manages
    assert permissions.can_record_payment(own, invoice) is records
    assert not acts_for(own, partner)
    assert not permissions.can_manage_partner(other, partner)
    assert not permissions.can_answer_enquiry(other, enquiry)
    assert not permissions.can_record_payment(other, invoice)


def test_answered_enquiries_are_forgotten_after_a_year():
    now = timezone.now()
    EnquiryFactory(answered_at=now - timedelta(days=366))
    kept = [EnquiryFactory(answered_at=now - timedelta(days=300)), EnquiryFactory()]

    partners.forget_old_enquiries()

    assert sorted(Enquiry.objects.values_list("pk", flat=True)) == [row.pk for row in kept]

"""What staff do with a business: answer it, change it, let its people in and out, end its lease."""

import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import Invitation, Role
from core.errors import RuleBroken
from leasing import billing, leases, partners
from leasing.models import Enquiry, Lease, PartnerContact
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.leasing import (
    EnquiryFactory,
    GardenOfferFactory,
    PartnerContactFactory,
    PartnerFactory,
    organisation_number,
)
from tests.portals.shown_form import shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def a_lease(here):
    contact = PartnerContactFactory(partner__team=here.team)
    return leases.lease(
        [GardenOfferFactory()], partner=contact.partner, starts_on=timezone.localdate(), months=6,
        by=contact.user,
    )  # fmt: skip


def test_who_has_not_signed_in_is_told_to_all_who_see_the_business(signed_in):
    here = scene()
    finance = MembershipFactory(team=here.team, role=Role.FINANCE).user
    contact = PartnerContactFactory(partner__team=here.team)
    page = reverse("staff:partner", args=[contact.partner.pk])
    for who in (here.worker, finance):
        assert "har ikke logget inn ennå" in signed_in(who).get(page).content.decode()
    contact.user.last_login = timezone.now()
    contact.user.save()
    assert "har ikke logget inn ennå" not in signed_in(finance).get(page).content.decode()


# --- Enquiries ---------------------------------------------------------------------------
def test_an_enquiry_is_answered_on_the_phone_and_the_answer_taken_back(signed_in):
    here = scene()
    enquiry = EnquiryFactory(team=here.team)
    client = signed_in(here.worker)
    other = reverse("staff:enquiry_other", args=[enquiry.pk])
    assert other in client.get(reverse("staff:enquiry_answer", args=[enquiry.pk])).content.decode()

    client.post(other, {"how": "talked", "words": "Hun ringer i mars."})

    page = client.get(reverse("staff:partners"))
    assert list(page.context["enquiries"]) == []
    [answered] = page.context["answered"]
    assert (answered.answered_by, answered.answer) == (here.worker, "Hun ringer i mars.")
    assert (Message.objects.count(), len(mail.outbox)) == (0, 0)

    client.post(reverse("staff:enquiry_open_again", args=[enquiry.pk]))
    page = client.get(reverse("staff:partners"))
    assert (list(page.context["enquiries"]), list(page.context["answered"])) == ([enquiry], [])


def test_only_who_plans_in_its_team_is_given_an_enquiry_to_answer(signed_in):
    here, there = scene(), scene()
    MembershipFactory(user=here.worker, team=there.team, role=Role.FINANCE)
    mine, theirs = (EnquiryFactory(team=one.team) for one in (here, there))
    answered = EnquiryFactory(team=there.team)
    leader = there.colleague(Role.LEADER)
    partners.answer_otherwise(answered, by=leader, how="talked", words="Ja.", by_email=False)
    page = signed_in(here.worker).get(reverse("staff:partners"))
    assert [list(page.context[one]) for one in ("enquiries", "answered")] == [
        [theirs, mine], [answered],
    ]  # fmt: skip
    for enquiry, is_mine in ((mine, True), (theirs, False), (answered, False)):
        answer = reverse("staff:enquiry_answer", args=[enquiry.pk])
        assert (f'"{answer}"' in page.content.decode()) == is_mine


def test_not_now_is_e_mailed_with_the_name_and_number_of_who_answers(signed_in):
    here = scene()
    enquiry = EnquiryFactory(team=here.team, email="henrik@granbar.example")
    url = reverse("staff:enquiry_other", args=[enquiry.pk])
    sent = {
        "how": "not_now",
        "words": "Alle hagene er leid ut. Spør igjen i mars.",
        "by_email": "on",
    }
    for _tap in range(2):
        signed_in(here.worker).post(url, sent)

    letter = Message.objects.get()
    assert (letter.address, letter.participant, letter.user) == (enquiry.email, None, None)
    assert all(word in letter.body for word in (sent["words"], str(here.worker)))
    assert str(here.worker.phone)[-8:] in "".join(sign for sign in letter.body if sign.isdigit())


@pytest.mark.parametrize(
    "sent",
    [
        {"how": ""},
        {"how": "invited"},
        {"how": "not_now", "by_email": "on"},
        {"how": "not_now", "words": "Rusteamet vårt ringer.", "by_email": "on"},
        {"how": "not_now", "words": "a" * 601},
    ],
)
def test_an_answer_that_cannot_be_is_a_sentence_and_keeps_the_words(signed_in, sent):
    enquiry = EnquiryFactory(team=(here := scene()).team)
    page = signed_in(here.worker).post(reverse("staff:enquiry_other", args=[enquiry.pk]), sent)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert sent.get("words", "") in page.content.decode()
    assert (Enquiry.objects.open().count(), Message.objects.count()) == (1, 0)


def test_who_was_answered_not_now_can_be_invited_after_all(signed_in):
    here = scene()
    enquiry = EnquiryFactory(team=here.team)
    partners.answer_otherwise(enquiry, how="not_now", words="", by_email=False, by=here.worker)

    contact = partners.answer_enquiry(enquiry, by=here.worker)

    enquiry.refresh_from_db()
    assert (enquiry.partner, enquiry.answered_how) == (contact.partner, "invited")
    with pytest.raises(RuleBroken):
        partners.open_again(enquiry)


def test_a_second_other_answer_does_not_cover_a_colleagues():
    here = scene()
    enquiry = EnquiryFactory(team=here.team)
    partners.answer_otherwise(enquiry, how="talked", words="Ja", by_email=False, by=here.worker)
    with pytest.raises(RuleBroken) as told:
        partners.answer_otherwise(
            enquiry, how="not_now", words="Nei", by_email=True, by=here.colleague()
        )
    assert f"{here.worker} har svart" in told.value.message
    assert Message.objects.count() == 0


def test_an_answer_closes_the_task_and_taking_it_back_opens_it():
    here = scene()
    enquiry = EnquiryFactory(team=here.team)
    task = Task.objects.create(
        key=f"enquiry:{enquiry.pk}", team=here.team, kind=Task.Kind.ENQUIRY, text="Svar"
    )
    for acted, is_open in (
        (lambda: partners.answer_otherwise(
            enquiry, how="talked", words="", by_email=False, by=here.worker), False),
        (lambda: partners.open_again(enquiry), True),
    ):  # fmt: skip
        acted()
        assert Task.objects.open().filter(pk=task.pk).exists() is is_open


# --- Who it is, and who acts for it ---------------------------------------------------------
def test_a_business_is_changed_and_its_number_until_it_is_invoiced(signed_in):
    here = scene()
    lease = a_lease(here)
    free = PartnerFactory(team=here.team)
    client = signed_in(here.worker)
    for partner, errors in ((free, []), (lease.partner, ["__all__"])):
        url = reverse("staff:partner_edit", args=[partner.pk])
        sent = shown(client.get(url)) | {
            "name": "Granbar AS", "organisation_number": organisation_number(901),
        }  # fmt: skip
        answer = client.post(url, sent)
        assert list(answer.context["form"].errors if answer.context else []) == errors
        free.refresh_from_db()
        assert free.organisation_number == organisation_number(901)
    taken = shown(client.get(url)) | {"organisation_number": organisation_number(901)}
    assert client.post(url, taken).status_code == 200


def test_a_contact_is_taken_away_with_the_unopened_letter_and_let_in_again(
    signed_in, django_capture_on_commit_callbacks
):
    here = scene()
    partner = PartnerFactory(team=here.team, name="Granbar Regnskap")
    contact = partners.invite_contact(
        partner, email="ida@granbar.example", name="Ida Sund", by=here.worker
    )
    client = signed_in(here.worker)
    page = reverse("staff:partner", args=[partner.pk])
    end = reverse("staff:contact_end", args=[contact.pk])
    again = reverse("staff:contact_invite", args=[contact.pk])
    assert all(url in client.get(page).content.decode() for url in (end, again))

    asked = client.get(end)
    assert "ingen som kan logge inn" in asked.context["consequence"]
    client.post(end, {"shown": asked.context["shown"]})

    contact.refresh_from_db()
    assert contact.ended_by == here.worker
    assert not Invitation.objects.filter(expires_at__gt=timezone.now()).exists()
    assert list(client.get(page).context["earlier"]) == [contact]

    with django_capture_on_commit_callbacks(execute=True):
        client.post(again)
    contact.refresh_from_db()
    assert (contact.ended_at, PartnerContact.objects.count()) == (None, 1)
    assert "Granbar Regnskap" in mail.outbox[-1].body


# --- What it leases ----------------------------------------------------------------------------
def test_a_lease_is_ended_by_the_page_that_said_what_stands_and_runs_on(signed_in):
    here = scene()
    lease = a_lease(here)
    client = signed_in(here.worker)
    page = reverse("staff:partner", args=[lease.partner_id])
    end, run_on = (reverse(f"staff:lease_{what}", args=[lease.pk]) for what in ("end", "run_on"))
    assert end in client.get(page).content.decode()
    asked = client.get(end)
    assert "5 400 kr er ikke betalt" in asked.context["consequence"].replace("\xa0", " ")

    lease.invoices.update(ore=100)
    client.post(end, {"shown": asked.context["shown"]})
    lease.refresh_from_db()
    assert lease.state == Lease.State.RUNNING

    client.post(end, {"shown": client.get(end).context["shown"]})
    lease.refresh_from_db()
    assert (lease.state, lease.ended_by) == (Lease.State.ENDED, here.worker)

    assert run_on in client.get(page).content.decode()
    client.post(run_on, {"shown": client.get(run_on).context["shown"]})
    lease.refresh_from_db()
    assert lease.state == Lease.State.RUNNING


@pytest.mark.parametrize("leased", [[], ["Stille vann"], ["Stille vann", "Humla"]])
def test_the_invitation_says_which_gardens_it_is_about(
    leased, client, django_capture_on_commit_callbacks
):
    partner = PartnerFactory(name="Granbar Regnskap AS")
    offers = [GardenOfferFactory(garden__title=title) for title in leased]
    if offers:
        leases.lease(
            offers, partner=partner, starts_on=timezone.localdate(), months=6, by=UserFactory()
        )
    with django_capture_on_commit_callbacks(execute=True):
        partners.invite_contact(
            partner, email="ida@granbar.example", name="Ida Falk", by=UserFactory()
        )

    words = {
        0: "Dere leier ingen minihage ennå.",
        1: "Det gjelder minihagen «Stille vann».",
        2: "Det gjelder minihagene «Stille vann» og «Humla».",
    }[len(leased)]
    letter = mail.outbox[-1].body
    assert "for Granbar Regnskap AS." in letter
    assert words in letter
    token = re.search(r"/konto/invitasjon/(\S+)/", letter).group(1)
    page = client.get(reverse("invitation", args=[token]), follow=True).content.decode()
    assert "Du er invitert for Granbar Regnskap AS." in page
    assert words in page


def test_a_colleague_is_told_of_no_gardens(client):
    here = scene()
    _invitation, token = invitations.invite(
        "ny@bydel.example", name="Ny Kollega", to=here.team.name, by=here.worker
    )
    page = client.get(reverse("invitation", args=[token]), follow=True).content.decode()
    assert "minihage" not in page


# --- Money for the time after a lease -----------------------------------------------------
def paid_for_a_year(here, *, ore):
    contact = PartnerContactFactory(partner__team=here.team)
    with time_machine.travel("2026-01-01T12:00:00+01:00", tick=False):
        lease = leases.lease(
            [GardenOfferFactory(garden__title="Stille vann", garden__number=1)],
            partner=contact.partner, starts_on=timezone.localdate(), months=12, by=contact.user,
        )  # fmt: skip
        if ore:
            billing.record_payment(lease.invoices.get(), ore=ore, way="bank", reference="a")
    return lease


@pytest.mark.parametrize(
    ("ore", "ahead"),
    [(1_080_000, 544_438), (600_000, 64_438), (535_563, 1), (535_562, 0), (0, 0)],
)
def test_what_is_paid_ahead_is_what_is_paid_beyond_the_days_gone(ore, ahead):
    lease = paid_for_a_year(scene(), ore=ore)
    with time_machine.travel("2026-07-01T12:00:00+02:00", tick=False):  # 181 of 365 days
        assert leases.paid_ahead(lease) == ahead


def test_ending_a_lease_says_what_is_paid_ahead_and_somebody_is_asked(signed_in):
    here = scene()
    lease = paid_for_a_year(here, ore=1_080_000)
    client, url = signed_in(here.worker), reverse("staff:lease_end", args=[lease.pk])
    with time_machine.travel("2026-07-01T12:00:00+02:00", tick=False):
        page = client.get(url)
        words = page.content.decode()
        assert "«Stille vann» blir ledig i dag." in words
        assert "De har betalt 5 444,38 kr for tida etter i dag." in words.replace("\xa0", " ")
        client.post(url, shown(page))
        task = Task.objects.open().get(key=f"lease-paid-ahead:{lease.pk}")
        assert (task.team, task.about_id) == (here.team, lease.partner_id)
        leases.resume(lease)
        assert not Task.objects.open().filter(pk=task.pk).exists()


def test_ending_an_unpaid_lease_asks_about_no_money():
    lease = paid_for_a_year(scene(), ore=0)
    leases.end(lease, by=UserFactory())
    assert not Task.objects.filter(key__startswith="lease-paid-ahead").exists()

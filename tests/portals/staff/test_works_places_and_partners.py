"""Activities, places, works, businesses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Activity, CareVisit, Place, Work
from leasing.models import GardenOffer, Invoice, Lease, Partner, Payment
from tests.factories.activities import WorkFactory
from tests.factories.leasing import EnquiryFactory, PartnerFactory, organisation_number
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def work_values(here, **changes):
    return {
        "activity": here.activity.pk, "kind": "birdhouse", "number": "12", "title": "Fuglekasse",
        "description": "", "place": "", "state": "open",
    } | changes  # fmt: skip


def test_a_work_with_its_makers(signed_in):
    here = scene()
    ola, ali = here.person(), here.person()
    client = signed_in(here.worker)
    client.post(reverse("staff:work_new"), work_values(here, makers=[ola.pk, ali.pk]))
    work = Work.objects.get()
    assert set(work.makers.all()) == {ola, ali}
    url = reverse("staff:work_edit", args=[work.pk])
    for _tap in range(2):
        client.post(url, work_values(here, state="resting", makers=[ali.pk]))
    work.refresh_from_db()
    assert (work.state, list(work.makers.all())) == ("resting", [ali])


def test_a_number_in_use_is_answered(signed_in):
    here = scene()
    client = signed_in(here.worker)
    client.post(reverse("staff:work_new"), work_values(here))
    page = client.post(reverse("staff:work_new"), work_values(here))
    assert page.context["form"].non_field_errors() == ["Nummeret er i bruk."]
    assert Work.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "written"),
    [("number", "-1"), ("number", "9" * 30), ("title", ""), ("title", "a" * 121),
     ("kind", "båt"), ("makers", ["x"]), ("makers", ["9" * 40]), ("state", "late")],
)  # fmt: skip
def test_a_work_that_cannot_be_is_answered(signed_in, field, written):
    here = scene()
    page = signed_in(here.worker).post(
        reverse("staff:work_new"), work_values(here, **{field: written})
    )
    assert list(page.context["form"].errors) == [field]


def test_care_is_one_tap(signed_in):
    here = scene()
    work = WorkFactory(team=here.team, activity=here.activity)
    client = signed_in(here.worker)
    client.post(reverse("staff:work_care", args=[work.pk]), {"care": "watered"})
    client.post(reverse("staff:work_care", args=[work.pk]), {"care": "repainted"})
    visit = CareVisit.objects.get()
    assert (visit.care, visit.recorded_by, visit.participant) == ("watered", here.worker, None)


def test_a_garden_is_offered_once(signed_in):
    here = scene()
    garden = WorkFactory(team=here.team, activity=here.activity, kind=Work.Kind.GARDEN)
    client = signed_in(here.worker)
    url = reverse("staff:work_offer", args=[garden.pk])
    for _tap in range(2):
        client.post(url, {"monthly_ore": "900", "made_in": "Grorud", "is_offered": "on"})
    assert GardenOffer.objects.get().monthly_ore == 90_000
    birdhouse = WorkFactory(team=here.team, activity=here.activity)
    assert client.get(reverse("staff:work_offer", args=[birdhouse.pk])).status_code == 404


def test_only_a_leader_makes_activities(staff_client):
    here = scene()
    written = {
        "name": "Blåbær og ørret", "kind": "other", "summary": "Vi drar ut.", "bring": "",
        "illustration": "river", "hashtag": "", "teams": [here.team.pk], "is_public": "on",
    }  # fmt: skip
    worker = staff_client(role=Role.WORKER, team=here.team)
    assert worker.post(reverse("staff:activity_new"), written).status_code == 403
    leader = staff_client(role=Role.LEADER, team=here.team)
    leader.post(reverse("staff:activity_new"), written)
    assert Activity.objects.get(name="Blåbær og ørret").slug == "blabaer-og-orret"
    page = leader.post(reverse("staff:activity_new"), written)
    assert list(page.context["form"].errors) == ["name"]


def test_a_new_activity_is_the_teams_own_and_its_questions_begin_as_sentences(staff_client):
    here = scene()
    leader = staff_client(role=Role.LEADER, team=here.team)
    form = leader.get(reverse("staff:activity_new")).context["form"]
    assert form["teams"].value() == [here.team.pk]
    assert [field.label for field in form if not field.label[0].isupper()] == []


def test_editing_an_activity_leaves_other_teams_in_it(staff_client):
    here, there = scene(), scene()
    here.activity.teams.add(there.team)
    leader = staff_client(role=Role.LEADER, team=here.team)
    leader.post(
        reverse("staff:activity_edit", args=[here.activity.pk]),
        {"name": "Nytt navn", "kind": "river", "summary": "Ut.", "illustration": "river",
         "teams": [here.team.pk]},
    )  # fmt: skip
    here.activity.refresh_from_db()
    assert here.activity.name == "Nytt navn"
    assert set(here.activity.teams.all()) == {here.team, there.team}


@pytest.mark.parametrize(
    ("field", "written"),
    [("latitude", "91"), ("latitude", "nan"), ("longitude", "inf"),
     ("latitude", "nord"), ("min_staff", "0"), ("name", ""), ("phone", "abc")],
)  # fmt: skip
def test_a_place_that_cannot_be_is_answered(signed_in, field, written):
    here = scene()
    values = {"name": "Torget", "latitude": "59,92", "longitude": "10,75", "min_staff": "2"}
    client = signed_in(here.worker)
    page = client.post(reverse("staff:place_new"), values | {field: written})
    assert list(page.context["form"].errors) == [field]
    client.post(reverse("staff:place_new"), values)
    assert Place.objects.get(name="Torget").latitude == 59.92


def test_a_business_is_written_down_once(signed_in):
    here = scene()
    number = organisation_number(900)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    written = {
        "team": here.team.pk, "name": "Granbar", "organisation_number": spaced,
        "invoice_email": "f@granbar.example", "address": "",
    }  # fmt: skip
    client = signed_in(here.worker)
    for _tap in range(2):
        client.post(reverse("staff:partner_new"), written)
    assert Partner.objects.get().organisation_number == number
    page = client.post(reverse("staff:partner_new"), written | {"organisation_number": "123456789"})
    assert page.status_code == 200
    assert page.context["form"].errors != {}


def test_an_enquiry_is_answered_by_inviting(signed_in):
    here = scene()
    enquiry = EnquiryFactory(team=here.team)
    client = signed_in(here.worker)
    url = reverse("staff:enquiry_answer", args=[enquiry.pk])
    for _tap in range(2):
        client.post(url, {"organisation_number": enquiry.organisation_number})
    partner = Partner.objects.get()
    assert partner.contacts.count() == 1
    assert list(client.get(reverse("staff:partners")).context["enquiries"]) == []


def test_bank_payment_counts_once(staff_client):
    here = scene()
    partner = PartnerFactory(team=here.team)
    lease = Lease.objects.create(partner=partner, agreed_by=here.worker, months=12)
    invoice = Invoice.objects.create(number=1, lease=lease, ore=90_000, pay_by=timezone.localdate())
    url = reverse("staff:invoice_paid", args=[invoice.pk])
    written = {"ore": "900", "reference": "KID 7", "received_on": timezone.localdate()}
    client = staff_client(role=Role.FINANCE, team=here.team)
    for _tap in range(2):
        client.post(url, written)
    assert [payment.ore for payment in Payment.objects.all()] == [90_000]
    page = client.post(url, written | {"ore": "901"})
    assert "ført før" in str(page.context["form"].non_field_errors())
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = client.post(url, written | {"reference": "KID 8", "received_on": tomorrow})
    assert "er ikke kommet ennå" in str(page.context["form"].non_field_errors())
    worker = staff_client(role=Role.WORKER, team=here.team)
    assert worker.get(url).status_code == 403


def test_the_name_of_an_activity_that_one_may_not_know_of_is_free(staff_client):
    here, there = scene(), scene()
    hidden = Activity.objects.create(name="Veving", slug="veving-x", is_public=False)
    hidden.teams.set([there.team])

    def written(team, **changes):
        return {
            "name": "Veving", "kind": "other", "summary": "Vi vever.", "bring": "", "hashtag": "",
            "illustration": "work-table", "teams": [team.pk], "expected_at_drop_in": "",
        } | changes  # fmt: skip

    leader = staff_client(role=Role.LEADER, team=here.team)
    theirs = staff_client(role=Role.LEADER, team=there.team)
    new = reverse("staff:activity_new")
    assert theirs.post(new, written(there.team)).context["form"].errors.keys() == {"name"}
    assert leader.post(new, written(here.team)).status_code == 302
    mine = Activity.objects.get(teams=here.team, name="Veving")
    assert (mine.is_public, mine.slug.startswith("veving-")) == (False, True)
    # What everybody may see, everybody may know of; its address is told by no hidden one.
    assert leader.post(new, written(here.team, name="Toving", is_public="on")).status_code == 302
    assert Activity.objects.get(name="Toving").slug == "toving"
    hidden.name = "Toving"
    hidden.save()
    edit = reverse("staff:activity_edit", args=[hidden.pk])
    kept = written(there.team, name="Toving", summary="Vi tover.")
    assert theirs.post(edit, kept).status_code == 302
    other = theirs.post(new, written(there.team, name="TOVING"))
    assert other.context["form"].errors["name"] == ["En aktivitet heter dette fra før."]


def test_what_everybody_reads_of_a_work_names_nobody_who_cannot_say_yes(signed_in):
    here = scene()
    kari = here.person("Kanariella")
    client = signed_in(here.worker)
    for words in ({"title": "Kanariellas kasse"}, {"description": "Laget hos kanariella."}):
        sent = work_values(here, is_public="on", steward=kari.pk, **words)
        page = client.post(reverse("staff:work_new"), sent)
        assert "Kanariella" in page.context["form"].errors["anyway"][0]
        assert 'name="anyway"' in page.content.decode()
        assert not Work.objects.exists()
    for sent in (
        work_values(here, title="Kanariellas kasse", number="1"),
        work_values(here, title="Kanariellas kasse", number="2", is_public="on", makers=[kari.pk]),
    ):
        assert client.post(reverse("staff:work_new"), sent).status_code == 302
    hidden = Work.objects.get(number=1)
    url = reverse("staff:work_edit", args=[hidden.pk])
    shown = work_values(here, title="Kanariellas kasse", number="1", is_public="on")
    assert client.post(url, shown).status_code == 200
    hidden.refresh_from_db()
    assert not hidden.is_public
    assert client.post(url, shown | {"anyway": "on"}).status_code == 302
    hidden.refresh_from_db()
    assert hidden.is_public

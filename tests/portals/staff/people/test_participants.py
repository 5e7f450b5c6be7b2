"""Coming in, being known rightly, leaving; the card; consent in two steps both ways."""

import re

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, Role, SecondPerson
from participants import cards, consent_texts
from participants.models import AccessCard, Consent, ContactException, Participant
from portals.staff.shared.lists import A_PAGE
from tests.factories.activities import WorkFactory
from tests.factories.cms import story
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def person_values(here, **changes):
    return {
        "chosen_name": "Ola", "primary_contact": here.worker.pk, "deputy_contact": "",
        "channel": "paper", "phone": "", "email": "", "language": "nb", "exception_reason": "",
    } | changes  # fmt: skip


def test_take_somebody_in(signed_in):
    here = scene()
    signed_in(here.worker).post(
        reverse("staff:participant_new"), person_values(here, channel="sms", phone="41234567")
    )
    person = Participant.objects.get()
    assert (person.team, person.phone.as_e164) == (here.team, "+4741234567")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"chosen_name": ""}, "chosen_name"), ({"chosen_name": "a" * 61}, "chosen_name"),
        ({"chosen_name": "a" * 1_000_000}, "chosen_name"),
        ({"chosen_name": "01010112377"}, "chosen_name"), ({"chosen_name": "a\x00"}, "chosen_name"),
        ({"channel": "sms"}, "phone"), ({"channel": "sms", "phone": "12"}, "phone"),
        ({"channel": "email"}, "email"), ({"email": "ola"}, "email"),
        ({"channel": "pigeon"}, "channel"), ({"language": "xx"}, "language"),
        ({"primary_contact": "0"}, "primary_contact"), ({"interests": ["x"]}, "interests"),
    ],
)  # fmt: skip
def test_nonsense_is_answered_beside_the_field(signed_in, changes, field):
    here = scene()
    page = signed_in(here.worker).post(
        reverse("staff:participant_new"), person_values(here, **changes)
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert Participant.objects.count() == 0


def test_nine_is_warned_about_and_ten_needs_a_leader_with_a_reason(signed_in, staff_client):
    here = scene()
    for _number in range(8):
        here.person()
    client = signed_in(here.worker)
    new = reverse("staff:participant_new")
    page = client.post(new, person_values(here), follow=True)
    assert "Ti er det meste." in page.content.decode()
    client.post(new, person_values(here))
    page = client.post(new, person_values(here))
    assert "primærkontakt for 10" in str(page.context["form"].non_field_errors())
    page = client.post(new, person_values(here, exception_reason="Per er i permisjon."))
    assert page.context["form"].non_field_errors() == [
        "Bare lederen i teamet kan gjøre unntak fra ti deltakere."
    ]
    leader = staff_client(role=Role.LEADER, team=here.team)
    leader.post(new, person_values(here, exception_reason="Per er i permisjon."))
    assert Participant.objects.filter(primary_contact=here.worker).count() == 11
    assert ContactException.objects.count() == 1


def test_my_own_come_first(signed_in):
    here = scene()
    others = ParticipantFactory(
        chosen_name="Abel", team=here.team, primary_contact=here.colleague()
    )
    mine = here.person("Åse")
    page = signed_in(here.worker).get(reverse("staff:participants"))
    assert page.context["table"].shown == [mine, others]
    event = AccessEvent.objects.get()
    assert (event.what, event.subjects.count()) == ("staff:participants", 2)


@pytest.mark.parametrize("page", ["", "0", "x", "99999999999999999999", "-1"])
def test_a_page_number_that_is_none_shows_a_page(signed_in, page):
    here = scene()
    here.person()
    client = signed_in(here.worker)
    assert client.get(reverse("staff:participants"), {"side": page}).status_code == 200


def test_edit_keeps_the_rest(signed_in):
    here = scene()
    person = here.person()
    url = reverse("staff:participant_edit", args=[person.pk])
    for _tap in range(2):
        signed_in(here.worker).post(url, person_values(here, chosen_name="Olav"))
    person.refresh_from_db()
    assert (person.chosen_name, person.primary_contact) == ("Olav", here.worker)


def test_leave_and_come_back(signed_in):
    here = scene()
    person = here.person()
    client = signed_in(here.worker)
    for _tap in range(2):
        press(client, reverse("staff:participant_leave", args=[person.pk]))
    assert Participant.objects.active().count() == 0
    for _tap in range(2):
        press(client, reverse("staff:participant_readmit", args=[person.pk]))
    assert Participant.objects.active().count() == 1


def test_card_is_shown_once_and_stops_the_one_before(signed_in):
    here = scene()
    person = here.person()
    client = signed_in(here.worker)
    url = reverse("staff:card", args=[person.pk])
    client.get(url)
    assert AccessCard.objects.count() == 0
    page = press(client, url)
    assert re.search(r"<svg[^>]*class=\"qr\"", page.content.decode())
    assert "no-store" in page.headers["Cache-Control"]
    press(client, url)
    assert cards.live_cards().count() == 1
    assert AccessEvent.objects.filter(act="print", what="staff:card").exists()


def consent_values(work, **changes):
    from portals.staff.shared.forms.consent_items import key_of

    return {
        "items": [key_of(work)], "channel": "web", "how": "screen", "witness": "", "months": "12",
    } | changes  # fmt: skip


def test_consent_is_given_and_withdrawn_in_two_steps_each(signed_in):
    here = scene()
    person = here.person()
    work = WorkFactory(team=here.team, activity=here.activity)
    work.makers.add(person)
    client = signed_in(here.worker)
    for _tap in range(2):
        press(client, reverse("staff:consent_new", args=[person.pk]), consent_values(work))
    given = Consent.objects.live().get()
    assert (given.item, given.recorded_by) == (work, here.worker)
    for _tap in range(2):
        press(client, reverse("staff:consent_withdraw", args=[person.pk, given.pk]))
    assert Consent.objects.live().count() == 0
    assert Consent.objects.count() == 2


def test_story_picture_and_work_are_allowed_in_one_sitting(signed_in):
    from portals.staff.shared.forms.consent_items import key_of

    here = scene()
    person, witness = here.person(), here.colleague()
    work = WorkFactory(team=here.team, activity=here.activity)
    work.makers.add(person)
    picture, page = PictureFactory(people=[person]), story(person, consenting=False)
    left_out = PictureFactory(people=[person])
    ticked = [key_of(item) for item in (page, picture, work)]
    said = consent_values(work, items=ticked, how="spoken", witness=witness.pk)
    client, url = signed_in(here.worker), reverse("staff:consent_new", args=[person.pk])
    assert key_of(left_out) in client.get(url).content.decode()

    told = press(client, url, said, follow=True)

    rows = Consent.objects.order_by("pk")
    assert [row.item for row in rows] == [page, picture, work]
    assert {(row.how, row.witness, row.channel, row.text_version) for row in rows} == {
        ("spoken", witness, "web", consent_texts.CURRENT)
    }
    assert f"når {witness} har bekreftet det" in told.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"items": ["1-1"]}, "items"), ({"items": []}, "items"), ({"channel": "radio"}, "channel"),
        ({"months": "25"}, "months"), ({"months": "0"}, "months"), ({"how": "spoken"}, "witness"),
    ],
)  # fmt: skip
def test_a_consent_that_cannot_be_is_answered(signed_in, changes, field):
    here = scene()
    person = here.person()
    work = WorkFactory(team=here.team, activity=here.activity)
    work.makers.add(person)
    page = signed_in(here.worker).post(
        reverse("staff:consent_new", args=[person.pk]), consent_values(work, **changes)
    )
    assert list(page.context["form"].errors) == [field]
    assert Consent.objects.count() == 0


def test_somebody_elses_consent_is_not_there(signed_in):
    here = scene()
    ola, ali = here.person(), here.person()
    work = WorkFactory(team=here.team, activity=here.activity)
    work.makers.add(ola)
    client = signed_in(here.worker)
    press(client, reverse("staff:consent_new", args=[ola.pk]), consent_values(work))
    given = Consent.objects.get()
    url = reverse("staff:consent_withdraw", args=[ali.pk, given.pk])
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE])
def test_who_sees_people_but_does_not_meet_them_changes_nothing(staff_client, role):
    here = scene()
    person = here.person()
    client = staff_client(role=role, team=here.team)
    assert client.get(reverse("staff:participant", args=[person.pk])).status_code == 200
    names = (
        "participant_edit",
        "participant_leave",
        "participant_readmit",
        "card",
        "consent_new",
    )
    codes = {client.post(reverse(f"staff:{name}", args=[person.pk])).status_code for name in names}
    assert codes == {403}


def test_the_link_to_more_people_leads_to_more_people(signed_in):
    here = scene()
    for number in range(A_PAGE + 1):
        here.person(f"Nummer {number:03d}")
    client = signed_in(here.worker)
    address = reverse("staff:participants")

    first = client.get(address)
    (link,) = re.findall(r'rel="next" href="(\?[^"]*)"', first.content.decode())
    more = client.get(address + link.replace("&amp;", "&"))

    assert more.context["table"].page.number == 2


def test_a_spoken_yes_is_unconfirmed_on_every_page_until_its_witness_says_so(signed_in):
    here = scene()
    person, witness = here.person(), here.colleague()
    work = WorkFactory(team=here.team, activity=here.activity)
    work.makers.add(person)
    client, theirs = signed_in(here.worker), signed_in(witness)
    pages = [
        lambda: client.get(reverse("staff:participant", args=[person.pk])),
        lambda: client.get(reverse("staff:confirmations")),
    ]
    written = consent_values(work, how="spoken", witness=witness.pk)

    told = press(client, reverse("staff:consent_new", args=[person.pk]), written, follow=True)

    assert f"Det vises når {witness} har bekreftet det." in told.content.decode()
    assert ["ubekreftet" in page().content.decode().lower() for page in pages] == [True, True]
    assert Consent.objects.live().count() == 0
    asked = SecondPerson.objects.get()
    assert "sa ja til å vises på" in theirs.get(reverse("staff:confirmations")).content.decode()
    theirs.post(reverse("staff:confirmations"), {"asked": asked.pk})
    assert Consent.objects.live().count() == 1
    assert "ubekreftet" not in pages[0]().content.decode()

"""Works at the staff's portal: steps, care and state with one press, and what each kind has."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from accounts.roles import wagtail_groups
from activities.models import CareVisit, RiverResult, Session, Work
from activities.works import details
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def address(name, work, *more):
    return reverse(f"staff:{name}", args=[work.pk, *more])


def made(here, **fields):
    return WorkFactory(team=here.team, activity=here.activity, **fields)


def test_steps_are_written_ticked_and_taken_away_without_a_script(signed_in):
    here = scene()
    work, client = made(here), signed_in(here.worker)
    for text in ("Sage til", "Sage til", "", "Male"):
        client.post(address("work_step_add", work), {"text": text})
    first, second = work.steps.all()
    assert (first.text, second.text) == ("Sage til", "Male")

    for _tap in range(2):
        client.post(address("work_step_tick", work, first.pk), {"done": "yes"})
    assert list(work.steps.values_list("is_done", flat=True)) == [True, False]
    client.post(address("work_step_tick", work, first.pk), {"done": "no"})
    assert list(work.steps.values_list("is_done", flat=True)) == [False, False]

    for _tap in range(2):
        answer = client.post(address("work_step_remove", work, first.pk))
    assert (answer.status_code, list(work.steps.all())) == (302, [second])


def test_a_step_of_another_work_is_not_there(signed_in):
    here = scene()
    step = details.add_step(made(here), text="Male")
    answer = signed_in(here.worker).post(address("work_step_tick", made(here), step.pk))
    assert answer.status_code == 404


def test_a_work_rests_goes_on_and_is_finished_with_one_press(signed_in):
    here = scene()
    work, client = made(here), signed_in(here.worker)
    for state in ("resting", "open", "finished", "finished", "asleep"):
        client.post(address("work_state", work), {"state": state})
        work.refresh_from_db()
    assert work.state == "finished"
    buttons = client.get(address("work", work)).context["state_buttons"]
    assert buttons == [("open", "Holder på"), ("resting", "Hviler")]


def test_care_has_a_button_for_what_suits_the_kind(signed_in):
    here = scene()
    client = signed_in(here.worker)
    garden = client.get(address("work", made(here, kind=Work.Kind.GARDEN))).context
    assert garden["care_buttons"] == [
        ("checked", "Sett til"), ("watered", "Vannet"), ("raked", "Rakt og stelt"),
    ]  # fmt: skip
    film = client.get(address("work", made(here, kind=Work.Kind.FILM))).context
    assert (film["care_buttons"], film["care_form"]) == ([], None)


def test_who_looks_after_it_is_chosen_and_shown_with_a_trace(signed_in):
    here = scene()
    kari, work, client = here.person("Kari"), made(here), signed_in(here.worker)
    client.post(
        address("work_edit", work),
        {"activity": here.activity.pk, "kind": "birdhouse", "title": "Kassen", "state": "open",
         "steward": kari.pk},
    )  # fmt: skip
    auditor = signed_in(here.colleague(Role.AUDITOR))
    assert "Kari ser etter den." in auditor.get(address("work", work)).content.decode()
    event = AccessEvent.objects.latest("id")
    assert (event.what, event.subjects.count()) == ("staff:work", 1)

    editor = here.colleague(Role.EDITOR)
    assert "Kari" not in signed_in(editor).get(address("work", work)).content.decode()


def test_a_visit_by_a_person_is_one_press(signed_in):
    here = scene()
    kari, work = here.person("Kari"), made(here)
    sent = {"care": "birds_inside", "participant": kari.pk}
    for _tap in range(2):
        signed_in(here.worker).post(address("work_care", work), sent)
    visit = CareVisit.objects.get()
    assert (visit.care, visit.participant) == ("birds_inside", kari)


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("birdhouse", {"hangs": "i bjørka"}, {"hangs": "i bjørka"}),
        ("computer", {"stage": "wiped", "certificate": "B-7"},
         {"stage": "wiped", "certificate": "B-7"}),
        ("film", {"rights": "Alle", "captions": "Norsk", "transcript": "Hei."},
         {"rights": "Alle", "captions": "Norsk", "transcript": "Hei."}),
        ("mural", {"wall_owner": "Sameiet", "has_permission": "on"},
         {"wall_owner": "Sameiet", "has_permission": True}),
    ],
)  # fmt: skip
def test_what_a_kind_has_of_its_own_is_kept_and_filled_in_again(signed_in, kind, sent, kept):
    here = scene()
    work, client = made(here, kind=kind), signed_in(here.worker)
    assert client.post(address("work_details", work), sent).status_code == 302
    form = client.get(address("work_details", work)).context["form"]
    assert {name: form[name].value() for name in kept} == kept
    shown = client.get(address("work", work)).content.decode()
    assert all(
        value in shown for value in kept.values() if isinstance(value, str) and kind != "computer"
    )


def test_a_computer_is_not_given_before_it_is_wiped(signed_in):
    here = scene()
    work = made(here, kind=Work.Kind.COMPUTER)
    page = signed_in(here.worker).post(
        address("work_details", work), {"stage": "given", "certificate": "B-7"}
    )
    assert page.context["form"].non_field_errors() == [
        "Disken må være slettet før datamaskinen gis bort. Lagre det først."
    ]


def test_a_mural_without_the_owners_yes_is_answered_in_words(signed_in):
    here = scene()
    page = signed_in(here.worker).post(
        reverse("staff:work_new"),
        {"activity": here.activity.pk, "kind": "mural", "title": "Veggen", "state": "open",
         "is_public": "on"},
    )  # fmt: skip
    assert "eieren av veggen" in str(page.context["form"].non_field_errors())
    assert Work.objects.count() == 0


def test_a_garden_has_no_page_of_its_own_kind(signed_in):
    here = scene()
    garden = made(here, kind=Work.Kind.GARDEN)
    assert signed_in(here.worker).get(address("work_details", garden)).status_code == 404


def test_more_pictures_are_chosen_among_the_teams(signed_in):
    here = scene()
    wagtail_groups.mirror(here.team)
    collection = wagtail_groups.collection_of(here.team)
    work, client = made(here, picture=PictureFactory()), signed_in(here.worker)
    ours = PictureFactory(collection=collection)
    of_us = PictureFactory(people=[here.person()])
    others = PictureFactory(people=[ParticipantFactory()])
    PictureFactory(collection=collection, people_checked=False)

    field = client.get(address("work_pictures", work)).context["form"].fields["more_pictures"]
    assert set(field.queryset) == {ours, of_us}

    page = client.post(address("work_pictures", work), {"more_pictures": [ours.pk, others.pk]})
    assert list(page.context["form"].errors) == ["more_pictures"]
    client.post(address("work_pictures", work), {"more_pictures": [ours.pk, of_us.pk]})
    assert set(work.more_pictures.all()) == {ours, of_us}


def test_pictures_to_choose_among_that_are_none_are_said_to_be(signed_in):
    here = scene()
    work, client = made(here), signed_in(here.worker)
    said = "Teamet har ingen bilder ennå."
    assert said in client.get(address("work_pictures", work)).content.decode()
    PictureFactory(people=[here.person()])
    assert said not in client.get(address("work_pictures", work)).content.decode()


def test_the_list_has_what_rests_last_and_one_kind_at_a_time(signed_in):
    here = scene()
    box, resting = made(here), made(here, state="resting")
    garden = made(here, kind=Work.Kind.GARDEN)
    made(here, state="gone")
    client = signed_in(here.worker)

    page = client.get(reverse("staff:works"))
    assert page.context["table"].shown == [box, garden, resting]
    kinds = page.context["table"].filters.form.fields["slag"].choices
    assert list(kinds) == [("", "Alle"), ("birdhouse", "Fuglekasse"), ("garden", "Minihage")]
    assert "Et verk kan hvile så lenge det vil." in page.content.decode()

    page = client.get(reverse("staff:works"), {"slag": "garden"})
    assert page.context["table"].shown == [garden]
    page = client.get(reverse("staff:works"), {"slag": "garden", "tilstand": "resting"})
    assert "Det er ingenting som passer." in page.content.decode()
    for none in ("film", "båt"):  # nothing here is of that kind
        assert len(client.get(reverse("staff:works"), {"slag": none}).context["table"].shown) == 3


# --- The river -------------------------------------------------------------------
CATCH = {"kilos": "40", "scooters": "2", "weather": "Sol", "safety_checked": "on"}


def test_the_catch_is_written_from_the_sheet_and_the_newest_numbers_count(signed_in):
    here = scene()
    here.activity.kind = "river"
    here.activity.save()
    session, client = here.session(off_site=True), signed_in(here.worker)
    url = address("river_result", session)
    assert url in client.get(address("sheet", session)).content.decode()

    for kilos in ("40", "55"):
        client.post(url, CATCH | {"kilos": kilos})

    assert RiverResult.objects.get().kilos == 55
    assert client.get(url).context["form"]["kilos"].value() == 55


@pytest.mark.parametrize(("field", "written"), [("kilos", "-1"), ("kilos", ""), ("scooters", "x")])
def test_a_catch_that_cannot_be_is_answered(signed_in, field, written):
    here = scene()
    session = here.session(off_site=True)
    page = signed_in(here.worker).post(address("river_result", session), CATCH | {field: written})
    assert list(page.context["form"].errors) == [field]
    assert RiverResult.objects.count() == 0


def test_a_session_in_the_house_has_no_catch_and_one_to_come_has_none_yet(signed_in):
    here = scene()
    client = signed_in(here.worker)
    indoors = here.session()
    assert client.get(address("river_result", indoors)).status_code == 404
    assert "fangst" not in client.get(address("sheet", indoors)).content.decode()
    tomorrow = timezone.now() + timedelta(days=1)
    coming = here.session(off_site=True, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2))
    assert coming.state == Session.State.PUBLISHED
    page = client.post(address("river_result", coming), CATCH)
    assert page.context["form"].non_field_errors() == [
        "Økta har ikke begynt. Skriv ned fangsten etterpå."
    ]


def test_a_phone_is_told_what_a_work_without_a_place_belongs_to(signed_in):
    here = scene()
    work = WorkFactory(team=here.team, place=None)
    page = signed_in(here.worker).get(reverse("staff:works")).content.decode()
    assert f'<span class="list__narrow">{work.activity}</span>' in page
    assert ">None<" not in page and " None<" not in page

"""What is shown about me, and that one tap takes it away."""

import pytest
from django.urls import reverse

from activities.works import works
from participants import consent_texts, consents
from participants.models import Consent
from tests.factories.activities import WorkFactory
from tests.factories.cms import story
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory
from tests.portals.mine.scene import text_of, visit
from tests.portals.shown_form import press

pytestmark = pytest.mark.django_db


def public_work(someone, **fields):
    work = WorkFactory(team=someone.participant.team, is_public=True, **fields)
    works.set_makers(work, makers=[someone.participant])
    return work


def says_yes(someone, item, channel="web", **fields):
    return consents.give(
        someone.participant, item=item, channel=channel, how="screen", months=12, **fields
    )


def test_everything_shown_stands_there_with_where_and_one_button():
    ola = visit()
    work = public_work(ola, title="Fuglekasse 7")
    web, print_ = says_yes(ola, work), says_yes(ola, work, "print")
    picture = says_yes(ola, PictureFactory(title="Ola og Kari", people=[ola.participant]))

    page = ola.client.get("/min/vist/")

    words = text_of(page)
    assert "Fuglekasse 7 Står på nettsiden. Til" in words
    assert "Fuglekasse 7 Kan stå på papir. Til" in words
    assert "Et bilde av deg Står på nettsiden. Til" in words
    assert "Ola og Kari" not in words
    everything = text_of(ola.client.get("/min/om-meg/alt/"))
    assert "Et bilde av deg" in everything and "Ola og Kari" not in everything
    for consent in (web, print_, picture):
        assert f'action="/min/vist/{consent.pk}/ta-bort/"' in page.content.decode()


@pytest.mark.parametrize("times", [1, 2])
def test_one_tap_takes_it_away_at_once(times):
    ola = visit()
    work = public_work(ola, title="Fuglekasse 7")
    consent = says_yes(ola, work)

    for _time in range(times):
        response = ola.client.post(f"/min/vist/{consent.pk}/ta-bort/")

    assert consents.may_show(work, "web") is False
    assert Consent.objects.filter(kind="withdrawn").count() == 1
    assert (response.status_code, response["Location"]) == (303, f"/min/vist/{consent.pk}/borte/")
    words = text_of(ola.client.get(response["Location"]))
    assert "«Fuglekasse 7» står ikke på nettsiden med deg lenger." in words
    assert "Du trenger ikke si hvorfor." in words
    assert "Gi lov igjen" in words
    assert "trykt" not in words


def test_a_story_in_three_languages_stands_once_and_goes_in_all_of_them():
    ola = visit()
    kari = ParticipantFactory(team=ola.participant.team)
    bokmal = story(ola.participant, kari, title="Kassen")
    others = [
        story(ola.participant, kari, language=language, like=bokmal, title=title)
        for language, title in (("nn", "Kassa"), ("en", "The box"))
    ]
    words = text_of(ola.client.get("/min/vist/"))
    assert [title in words for title in ("Kassen", "Kassa", "The box")] == [True, False, False]
    consent = Consent.objects.get(participant=ola.participant, item_id=bokmal.pk)

    for _twice in range(2):
        ola.client.post(f"/min/vist/{consent.pk}/ta-bort/")

    assert [consents.may_show(page, "web") for page in (bokmal, *others)] == [False] * 3
    assert consents.shown_about(ola.participant) == []
    assert len(consents.shown_about(kari)) == 3


def test_what_cannot_be_called_back_is_told():
    ola = visit()
    consent = says_yes(ola, public_work(ola, title="Fuglekasse 7"), "print")

    words = text_of(ola.client.post(f"/min/vist/{consent.pk}/ta-bort/", follow=True))

    assert "«Fuglekasse 7» kommer ikke på papir med deg mer." in words
    assert "Det som er trykt eller delt før, kan vi ikke hente tilbake." in words
    assert "Vil du ha det fram igjen? Si det til Kari." in words


def test_nobody_takes_away_what_another_has_given():
    ola, kari = visit(), visit()
    consent = says_yes(kari, public_work(kari))

    assert ola.client.post(f"/min/vist/{consent.pk}/ta-bort/").status_code == 404
    assert ola.client.get(f"/min/vist/{consent.pk}/borte/").status_code == 404
    assert Consent.objects.live().count() == 1


def test_nothing_is_gone_before_it_is_taken_away():
    ola = visit()
    consent = says_yes(ola, public_work(ola))

    assert ola.client.get(f"/min/vist/{consent.pk}/borte/").status_code == 404


@pytest.mark.parametrize("times", [1, 2])
def test_saying_yes_to_ones_name_beside_a_work(times):
    ola = visit()
    work = public_work(ola, title="Fuglekasse 7")
    address = reverse("mine:give", args=[work.pk])
    assert "La navnet ditt stå ved Fuglekasse 7" in text_of(ola.client.get("/min/vist/"))
    assert "Ja, dette kan stå på nettsiden til Reir med navnet mitt." in text_of(
        ola.client.get(address)
    )

    for _time in range(times):
        response = press(ola.client, address, {"months": "24"})

    assert (response.status_code, response["Location"]) == (303, "/min/vist/")
    consent = Consent.objects.get()
    assert (consent.how, consent.months, consent.recorded_by) == ("screen", 24, None)
    assert consents.may_show(work, "web") is True
    assert "La navnet ditt stå" not in text_of(ola.client.get("/min/vist/"))


def test_several_works_in_one_sitting_each_with_its_own_yes():
    ola = visit()
    first, second, third = (public_work(ola, title=f"Fuglekasse {n}") for n in (1, 2, 3))
    address = reverse("mine:give_several")
    assert f'href="{address}"' in ola.client.get("/min/vist/").content.decode()
    words = {"works": [first.pk, third.pk], "months": "6"}

    for _tap in range(2):
        assert press(ola.client, address, words).status_code == 303

    given = Consent.objects.live().order_by("pk")
    assert {row.item for row in given} == {first, third}
    assert {row.text_version for row in given} == {consent_texts.CURRENT}
    assert "Fuglekasse 2" in text_of(ola.client.get(address))
    theirs = public_work(visit())
    for works_ in ([], [theirs.pk], ["x"], ["9" * 40]):
        assert press(ola.client, address, words | {"works": works_}).status_code == 200
    assert consents.may_show(second, "web") is False


@pytest.mark.parametrize("months", ["", "25", "0", "-1", "x", "9" * 50])
def test_only_the_offered_time_is_taken(months):
    ola = visit()
    work = public_work(ola)

    response = ola.client.post(reverse("mine:give", args=[work.pk]), {"months": months})

    assert response.status_code == 200
    assert "Velg hvor lenge." in text_of(response)
    assert Consent.objects.count() == 0


def test_only_my_own_public_works_are_offered():
    ola = visit()
    kari = ParticipantFactory(team=ola.participant.team)
    theirs = WorkFactory(team=kari.team, is_public=True)
    works.set_makers(theirs, makers=[kari])
    hidden = WorkFactory(team=kari.team)
    works.set_makers(hidden, makers=[ola.participant])

    assert "La navnet ditt stå" not in text_of(ola.client.get("/min/vist/"))
    for work in (theirs, hidden):
        assert ola.client.post(reverse("mine:give", args=[work.pk])).status_code == 404


def test_taking_away_has_no_more_steps_than_giving():
    ola = visit()
    work = public_work(ola)

    giving = [ola.client.get(reverse("mine:give", args=[work.pk]))]
    giving.append(press(ola.client, reverse("mine:give", args=[work.pk]), {"months": "12"}))
    taking = [ola.client.post(reverse("mine:withdraw", args=[Consent.objects.get().pk]))]

    assert [page.status_code for page in giving] == [200, 303]
    assert [page.status_code for page in taking] == [303]


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_what_is_shown_costs_the_same_however_much(rows, django_assert_num_queries):
    ola = visit()
    for row in range(rows):
        says_yes(ola, public_work(ola, picture=PictureFactory() if row < 3 else None))
        public_work(ola)
    ola.client.get("/min/vist/")

    with django_assert_num_queries(8):
        ola.client.get("/min/vist/")

"""What staff do for somebody who is beside them: stop a card, write an idea down, note a choice."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, Role
from activities.models import Idea
from activities.taking_part import ideas
from core.errors import RuleBroken
from notices.models import Task
from participants import cards, enrolment
from payouts import preferences
from payouts.models import PayChoice, VaultEntry, Way
from tests.factories.payouts import VaultEntryFactory
from tests.portals.mine.scene import visit
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def test_a_card_is_stopped_at_once_and_the_page_says_so(signed_in):
    here = scene()
    person = here.person("Ola")
    _card, token = cards.issue(person, by=here.worker)
    client = signed_in(here.worker)
    page = reverse("staff:participant", args=[person.pk])
    stop = reverse("staff:card_stop", args=[person.pk])
    assert stop in client.get(page).content.decode()

    asked = client.get(stop)
    client.post(stop, {"shown": asked.context["shown"]})

    assert cards.card_of_token(token) is None
    assert person.cards.get().revoked_by == here.worker
    assert stop not in client.get(page).content.decode()
    assert "ikke noe kort som virker" in client.get(stop).content.decode()


def test_a_card_made_meanwhile_is_not_stopped_by_an_old_page(signed_in):
    here = scene()
    person = here.person("Ola")
    cards.issue(person, by=here.worker)
    client = signed_in(here.worker)
    stop = reverse("staff:card_stop", args=[person.pk])
    shown = client.get(stop).context["shown"]
    _card, token = cards.issue(person, by=here.worker)

    client.post(stop, {"shown": shown})

    assert cards.card_of_token(token) is not None


def test_an_idea_is_written_down_with_its_owners_yes(signed_in):
    here = scene()
    person = here.person("Ola")
    client = signed_in(here.worker)
    url = reverse("staff:idea_new", args=[person.pk])
    assert url in client.get(reverse("staff:participant", args=[person.pk])).content.decode()

    page = client.post(url, {"text": "Lage en båt"})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["said_yes"])
    assert "Spør Ola først." in page.content.decode()
    for _tap in range(2):
        client.post(url, {"text": "Lage en båt", "said_yes": "on", "wishes_to_organise": "on"})

    idea = Idea.objects.get()
    assert (idea.participant, idea.written_by, idea.wishes_to_organise) == (
        person, here.worker, True,
    )  # fmt: skip
    assert f"skrevet ned av {here.worker}" in client.get(reverse("staff:ideas")).content.decode()
    assert set(AccessEvent.objects.values_list("what", flat=True)) >= {"staff:idea_new"}


@pytest.mark.parametrize("text", ["", "a" * 141, "01010112377", "Jeg har en diagnose"])
def test_words_that_cannot_stand_are_answered_as_on_the_own_page(signed_in, text):
    here = scene()
    url = reverse("staff:idea_new", args=[here.person().pk])
    page = signed_in(here.worker).post(url, {"text": text, "said_yes": "on"})
    assert list(page.context["form"].errors) == ["text"]
    assert Idea.objects.count() == 0


def test_nothing_is_written_down_for_who_has_left():
    here = scene()
    person = here.person()
    enrolment.leave(person, by=here.worker)
    with pytest.raises(RuleBroken):
        ideas.propose(person, text="Lage en båt", by=here.worker)


def test_an_idea_is_taken_away_for_its_owner(signed_in):
    here = scene()
    idea = ideas.propose(here.person(), text="Lage en båt", by=here.worker)
    client = signed_in(here.worker)
    url = reverse("staff:idea_remove", args=[idea.pk])
    assert url in client.get(reverse("staff:ideas")).content.decode()

    client.post(url, {"shown": client.get(url).context["shown"]})

    assert (Idea.objects.count(), Task.objects.count()) == (0, 0)


def test_the_owner_sees_who_wrote_and_who_noted():
    me = visit()
    colleague = me.participant.primary_contact
    ideas.propose(me.participant, text="Lage en båt", by=colleague)
    preferences.choose(me.participant, way=Way.SAVED, by=colleague)

    page = me.client.get(reverse("mine:ideas")).content.decode()
    assert f"{colleague.first_name} skrev det ned for deg." in page
    everything = me.client.get(reverse("mine:everything")).content.decode()
    assert everything.count(f"skrevet ned av {colleague}") == 2

    preferences.choose(me.participant, way=Way.IN_HAND)
    assert PayChoice.objects.get().noted_by is None


def test_a_choice_of_pay_is_noted_only_beside_its_owner(signed_in):
    here = scene()
    person = here.person("Ola")
    VaultEntryFactory(participant=person)
    preferences.choose(person, way=Way.BANK)
    client = signed_in(here.worker)
    url = reverse("staff:pay_choice", args=[person.pk])
    page = client.get(reverse("staff:participant", args=[person.pk])).content.decode()
    assert (url in page, "til konto" in page) == (True, True)

    asked = client.get(url)
    assert "kontonummer slettet" in asked.context["notice"]
    sent = {"way": "saved", "version": asked.context["form"]._version()}
    assert list(client.post(url, sent).context["form"].errors) == ["is_there"]
    preferences.choose(person, way=Way.GIFT_CARD)
    assert "En annen har lagret" in client.post(url, sent | {"is_there": "on"}).content.decode()
    client.post(url, {"way": "saved", "is_there": "on"})

    choice = PayChoice.objects.get()
    assert (choice.way, choice.noted_by, VaultEntry.objects.count()) == (
        Way.SAVED, here.worker, 0,
    )  # fmt: skip


def test_an_auditor_reads_the_way_and_cannot_change_it(staff_client):
    here = scene()
    url = reverse("staff:pay_choice", args=[here.person().pk])
    assert staff_client(role=Role.AUDITOR, team=here.team).get(url).status_code == 403

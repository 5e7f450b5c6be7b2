"""What I would like to do, and what others would like: without names."""

import pytest

from activities.models import Idea
from activities.taking_part import ideas
from tests.factories.accounts import UserFactory
from tests.factories.activities import ActivityFactory, IdeaFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.mine.scene import text_of, visit

pytestmark = pytest.mark.django_db
PAGE = "/min/forslag/"


def others_idea(someone, **fields):
    other = ParticipantFactory(team=someone.participant.team, chosen_name="Hemmelig")
    return IdeaFactory(participant=other, **fields)


def test_an_idea_is_written_once_and_stands_under_mine():
    ola = visit()
    assert "Ingen har sagt noe ennå. Du kan være den første." in text_of(ola.client.get(PAGE))

    for _tap in range(2):
        answer = ola.client.post(PAGE, {"text": "Lage en båt", "wishes_to_organise": "on"})

    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    idea = Idea.objects.get()
    assert (idea.participant, idea.wishes_to_organise) == (ola.participant, True)
    contact = ola.participant.primary_contact
    who = contact.first_name or str(contact)
    words = text_of(ola.client.get(PAGE))
    assert f"Dine forslag Lage en båt {who} snakker med deg om det. Ta det bort" in words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Skriv hva du har lyst til."),
        ("x" * 141, "Skriv litt kortere. Det er plass til 140 tegn."),
        ("Ring 11077941012", "Ta bort fødselsnummeret. Reir skal ikke ha det."),
    ],
)
def test_a_strange_answer_gets_a_sentence_and_loses_nothing(text, sentence):
    ola = visit()

    answer = ola.client.post(PAGE, {"text": text})

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert text in answer.content.decode()
    assert Idea.objects.count() == 0


def test_others_ideas_stand_there_without_names_and_can_be_wished_too():
    ola = visit()
    idea = others_idea(ola, text="Fisketur")
    words = text_of(ola.client.get(PAGE))
    assert "Dette har andre lyst til Fisketur Det vil jeg også Fisketur" in words
    assert "Hemmelig" not in words

    assert ola.client.post(f"{PAGE}{idea.pk}/jeg-ogsa/").status_code == 303
    words = text_of(ola.client.get(PAGE))
    assert "Fisketur Det vil du også. Ikke nå likevel Fisketur" in words

    assert ola.client.post(f"{PAGE}{idea.pk}/ikke-na/").status_code == 303
    assert idea.supporters.count() == 0


def test_my_own_idea_is_not_wished_twice():
    ola = visit()
    idea = IdeaFactory(participant=ola.participant)

    answer = ola.client.post(f"{PAGE}{idea.pk}/jeg-ogsa/")

    assert answer.status_code == 409
    assert "Dette er ditt eget forslag. Det står der alt." in text_of(answer)


def test_i_take_my_own_away_and_nobody_elses():
    ola = visit()
    mine, other = IdeaFactory(participant=ola.participant), others_idea(ola)

    codes = [ola.client.post(f"{PAGE}{idea.pk}/ta-bort/").status_code for idea in (mine, other)]

    assert codes == [303, 303]
    assert list(Idea.objects.all()) == [other]


def test_what_came_of_it_is_told():
    ola = visit()
    talked, became = (IdeaFactory(participant=ola.participant) for _number in range(2))
    ideas.answer(talked, by=UserFactory())
    activity = ActivityFactory(teams=[talked.team], name="Båtlaget")
    ideas.become_activity(became, activity=activity, by=UserFactory())

    words = text_of(ola.client.get(PAGE))

    assert "Vi har snakket om det." in words
    assert "Det ble til Båtlaget. Takk!" in words


def test_another_teams_idea_does_not_exist():
    idea = IdeaFactory()
    codes = {
        visit().client.post(f"{PAGE}{idea.pk}/{tap}/").status_code
        for tap in ("jeg-ogsa", "ikke-na", "ta-bort")
    }
    assert codes == {404}


@pytest.mark.parametrize("rows", [1, 3])
def test_ideas_cost_the_same_however_many(rows, django_assert_num_queries):
    ola = visit()
    for _row in range(rows):
        others_idea(ola)
        became = IdeaFactory(participant=ola.participant)
        activity = ActivityFactory(teams=[became.team])
        ideas.become_activity(became, activity=activity, by=UserFactory())

    with django_assert_num_queries(4):
        page = ola.client.get(PAGE)
    assert len(page.context["page"].object_list) == rows

"""Ideas of the participants' own: proposed, supported, answered, turned into an activity."""

import pytest

from activities.models import CoOrganiser, Idea
from activities.taking_part import ideas, leaving
from core.errors import RuleBroken
from notices.models import Task
from tests.factories.accounts import UserFactory
from tests.factories.activities import ActivityFactory, IdeaFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def other_in(idea):
    return ParticipantFactory(team=idea.team)


def test_the_same_words_again_are_the_same_idea_and_the_contact_is_asked_once():
    ola = ParticipantFactory()

    for words in ("Lage  en båt", " Lage en båt "):
        ideas.propose(ola, text=words, wishes_to_organise=True)

    row = Idea.objects.get()
    assert (row.text, row.state, row.team) == ("Lage en båt", "open", ola.team)
    assert (row.participant, row.wishes_to_organise) == (ola, True)
    task = Task.objects.get()
    assert (task.kind, task.participant, task.assigned_to) == ("enquiry", ola, ola.primary_contact)
    assert "båt" not in task.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Skriv hva du har lyst til."),
        ("x" * 141, "Skriv litt kortere. Det er plass til 140 tegn."),
        ("Ring 11077941012", "Ta bort fødselsnummeret. Reir skal ikke ha det."),
    ],
)
def test_what_cannot_be_is_told(text, sentence):
    with pytest.raises(RuleBroken) as told:
        ideas.propose(ParticipantFactory(), text=text)

    assert told.value.message == sentence
    assert (Idea.objects.count(), Task.objects.count()) == (0, 0)


def test_withdrawing_takes_the_idea_and_the_task_away():
    ola = ParticipantFactory()
    idea = ideas.propose(ola, text="Lage en båt")
    ideas.support(idea, participant=other_in(idea))

    for _tap in range(2):
        ideas.withdraw(idea, participant=ola)

    assert (Idea.objects.count(), Task.objects.count()) == (0, 0)


def test_nobody_withdraws_for_another():
    idea = IdeaFactory()

    ideas.withdraw(idea, participant=other_in(idea))

    assert Idea.objects.count() == 1


def test_support_is_given_and_taken_back_as_often_as_one_likes():
    idea = IdeaFactory()
    kari = other_in(idea)

    for _tap in range(2):
        ideas.support(idea, participant=kari)
    assert list(idea.supporters.all()) == [kari]

    for _tap in range(2):
        ideas.stop_supporting(idea, participant=kari)
    assert list(idea.supporters.all()) == []


def test_ones_own_idea_stands_there_already():
    idea = IdeaFactory()

    with pytest.raises(RuleBroken) as told:
        ideas.support(idea, participant=idea.participant)

    assert told.value.message == "Dette er ditt eget forslag. Det står der alt."
    assert idea.supporters.count() == 0


def test_only_open_ideas_of_ones_own_team_are_supported():
    idea, answered = IdeaFactory(), IdeaFactory(state=Idea.State.ANSWERED)

    for asked, person in ((idea, ParticipantFactory()), (answered, other_in(answered))):
        with pytest.raises(RuleBroken) as told:
            ideas.support(asked, participant=person)
        assert told.value.message == "Dette er det alt snakket om. Se hva andre har lyst til."


def test_an_idea_that_is_gone_is_told():
    idea = IdeaFactory()
    ideas.withdraw(idea, participant=idea.participant)

    with pytest.raises(RuleBroken) as told:
        ideas.support(idea, participant=other_in(idea))

    assert told.value.message == "Dette forslaget er tatt bort."


def test_an_answer_is_given_once_and_the_task_is_done():
    ola, kari = ParticipantFactory(), UserFactory()
    idea = ideas.propose(ola, text="Lage en båt")

    for _tap in range(2):
        ideas.answer(idea, by=kari)

    idea.refresh_from_db()
    assert idea.state == "answered"
    assert Task.objects.get().done_by == kari


@pytest.mark.parametrize(("wishes", "helpers"), [(True, 1), (False, 0)])
def test_an_idea_becomes_an_activity_with_who_proposed_it_when_they_wish(wishes, helpers):
    idea = ideas.propose(ParticipantFactory(), text="Lage en båt", wishes_to_organise=wishes)
    activity, kari = ActivityFactory(teams=[idea.team]), UserFactory()

    for _tap in range(2):
        ideas.become_activity(idea, activity=activity, by=kari)
    ideas.answer(idea, by=kari)

    idea.refresh_from_db()
    assert (idea.state, idea.activity) == ("activity", activity)
    found = CoOrganiser.objects.filter(activity=activity, participant=idea.participant)
    assert found.count() == CoOrganiser.objects.count() == helpers
    assert Task.objects.get().done_by == kari


def test_it_becomes_one_activity_and_one_of_the_teams_own():
    idea = IdeaFactory()
    with pytest.raises(RuleBroken) as told:
        ideas.become_activity(idea, activity=ActivityFactory(), by=UserFactory())
    assert told.value.message == "Velg en av teamets aktiviteter."

    first, second = (ActivityFactory(teams=[idea.team]) for _number in range(2))
    ideas.become_activity(idea, activity=first, by=UserFactory())
    with pytest.raises(RuleBroken) as told:
        ideas.become_activity(idea, activity=second, by=UserFactory())
    assert told.value.message == "Forslaget er alt blitt en annen aktivitet."


def test_co_organising_ends_once():
    idea = IdeaFactory(wishes_to_organise=True)
    ideas.become_activity(idea, activity=ActivityFactory(teams=[idea.team]), by=UserFactory())
    helper = CoOrganiser.objects.get()

    for _tap in range(2):
        ideas.end_co_organising(helper)

    assert CoOrganiser.objects.count() == 0


def test_who_leaves_takes_the_open_ideas_and_the_support_along():
    ola = ParticipantFactory()
    mine = ideas.propose(ola, text="Lage en båt")
    talked_about = IdeaFactory(participant=ola, state=Idea.State.ANSWERED)
    others = IdeaFactory(participant=ParticipantFactory(team=ola.team))
    ideas.support(others, participant=ola)

    for _time in range(2):
        leaving.leave(ola)

    assert Idea.objects.filter(pk=mine.pk).exists() is False
    assert set(Idea.objects.all()) == {talked_about, others}
    assert others.supporters.count() == 0


def test_who_has_left_helps_to_make_nothing():
    idea = IdeaFactory(wishes_to_organise=True, state=Idea.State.ANSWERED)
    leaving.leave(idea.participant)
    idea.refresh_from_db()

    ideas.become_activity(idea, activity=ActivityFactory(teams=[idea.team]), by=UserFactory())

    assert CoOrganiser.objects.count() == 0

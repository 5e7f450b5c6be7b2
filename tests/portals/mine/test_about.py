"""What is stored about me, who has looked, what I change myself, and leaving."""

from datetime import time

import pytest
from django.utils import timezone

from accounts import access_log
from activities.calendar_feeds import feed_keys
from activities.models import CoOrganiser, Guest, RecurringSignUp
from activities.planning import series
from activities.taking_part import attendance, signups
from activities.works import jobs, works
from notices import outbox
from participants import consents
from participants.models import Interest
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    IdeaFactory,
    JobFactory,
    SessionFactory,
    WorkFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.portals.mine.scene import session_for, text_of, visit
from tests.portals.shown_form import press

pytestmark = pytest.mark.django_db


def test_the_facts_stand_there_with_a_way_to_change_them():
    ola = visit(chosen_name="Ola", phone="+4791000000", channel="sms", email="ola@example.no")

    words = text_of(ola.client.get("/min/om-meg/"))

    assert f"Navn Ola Kode {ola.participant.code} Team {ola.participant.team}" in words
    assert "Vi sier fra SMS Endre" in words
    assert "Telefon 91 00 00 00 Endre" in words
    assert "E-post ola@example.no Endre" in words
    assert "Språk Bokmål Endre" in words
    assert "Du liker ikke noe Endre" in words


@pytest.mark.parametrize(
    ("what", "answer", "field", "value"),
    [
        ("sprak", {"language": "nn"}, "language", "nn"),
        ("mate", {"channel": "call"}, "channel", "call"),
        ("telefon", {"phone": "91 00 00 01"}, "phone", "+4791000001"),
        ("e-post", {"email": "ny@example.no"}, "email", "ny@example.no"),
    ],
)
def test_one_question_a_page_and_a_second_answer_changes_nothing(what, answer, field, value):
    ola = visit()
    address = f"/min/om-meg/endre/{what}/"
    assert ola.client.get(address).status_code == 200

    for _time in range(2):
        response = ola.client.post(address, answer)

    assert (response.status_code, response["Location"]) == (303, "/min/om-meg/")
    ola.participant.refresh_from_db()
    assert str(getattr(ola.participant, field)) == value


def test_what_i_like_is_chosen_from_drawings_and_may_be_nothing():
    ola = visit()
    birds = Interest.objects.create(name="Fugler", slug="fugler", illustration="birdhouse")
    Interest.objects.create(name="Musikk", slug="musikk", illustration="no-such-drawing")

    page = ola.client.get("/min/om-meg/endre/liker/").content.decode()
    ola.client.post("/min/om-meg/endre/liker/", {"interests": [birds.slug]})

    assert "illustrations/birdhouse.svg" in page
    assert "no-such-drawing" not in page
    assert list(ola.participant.interests.all()) == [birds]

    ola.client.post("/min/om-meg/endre/liker/", {})
    assert list(ola.participant.interests.all()) == []


@pytest.mark.parametrize(
    ("what", "answer", "sentence"),
    [
        ("mate", {"channel": "sms"}, "Skriv et telefonnummer, eller velg en annen måte."),
        ("mate", {"channel": "brevdue"}, "Velg ett av svarene."),
        ("mate", {}, "Velg ett av svarene."),
        ("telefon", {"phone": "12"}, "Se over nummeret. Det har åtte tall."),
        ("telefon", {"phone": "9" * 100_000}, "Se over nummeret. Det har åtte tall."),
        ("e-post", {"email": "ola"}, "Se over adressen. Den har en @ i midten."),
        ("sprak", {"language": "xx"}, "Velg ett av svarene."),
        ("liker", {"interests": ["x"]}, "Velg av det som står her."),
        ("liker", {"interests": ["9" * 30]}, "Velg av det som står her."),
    ],
)
def test_a_strange_answer_gets_a_sentence_and_changes_nothing(what, answer, sentence):
    ola = visit()

    response = ola.client.post(f"/min/om-meg/endre/{what}/", answer)

    assert response.status_code == 200
    assert sentence in text_of(response)
    before = ola.participant
    ola.participant.refresh_from_db()
    assert before == ola.participant
    assert (ola.participant.channel, str(ola.participant.phone)) == ("paper", "")


def test_there_is_no_other_question():
    assert visit().client.get("/min/om-meg/endre/navn/").status_code == 404


def test_everything_stored_can_be_read():
    ola = visit()
    person, by = ola.participant, ola.participant.primary_contact
    session = session_for(ola, title="Male kasser", places=3)
    signups.join(session, participant=person)
    signups.wish(session, participant=person, wishes=["quiet_corner"])
    now = SessionFactory(running=True, team=person.team, title="Henge opp")
    attendance.record(now, participant=person, by=by)
    work = WorkFactory(team=person.team, title="Fuglekasse 7", steward=person)
    works.set_makers(work, makers=[person])
    works.care(work, care="cleaned", participant=person)
    consents.withdraw(consents.give(person, item=work, channel="web", how="screen", months=6))
    jobs.pick_up(JobFactory(team=person.team, title="Olje benken"), participant=person)
    IdeaFactory(participant=person, text="Lage en båt", wishes_to_organise=True)
    IdeaFactory(team=person.team, text="Fisketur").supporters.add(person)
    activity = ActivityFactory(teams=[person.team], name="Båtlaget")
    CoOrganiser.objects.create(activity=activity, participant=person)
    Guest.objects.create(session=now, called="Gjest 1", participant=person, recorded_by=by)
    RecurringSignUp.objects.create(
        participant=person,
        series=series.make(
            activity, team=person.team, place=now.place, starts_on=timezone.localdate(),
            starts=time(12), minutes=60, rule="FREQ=WEEKLY;COUNT=2", by=by,
        ).series,
    )  # fmt: skip
    person.channel, person.email = "email", "ola@example.no"
    person.save()
    outbox.queue(key="1", participant=person, subject="Tirsdag", body="Vi ses klokka 12.")

    feed_keys.give(person)
    feed_keys.revoke(person)

    words = text_of(ola.client.get("/min/om-meg/alt/"))

    for piece in (
        "Male kasser · kommer",
        ": Henge opp",
        "Du har fast plass Båtlaget",
        "Male kasser · en rolig krok",
        ": Henge opp · Gjest 1",
        "Dette har du tatt Olje benken",
        "Lage en båt · du vil være med og lage det · ligger åpen",
        "Dette vil du også Fisketur",
        "Du er med og lager Båtlaget",
        "Du har laget Fuglekasse 7",
        "Du ser etter Fuglekasse 7",
        "Fuglekasse 7 · vasket",
        "ja · Fuglekasse 7 · nettsiden · på skjermen",
        "tatt bort · Fuglekasse 7 · nettsiden",
        f"laget av {by}",
        "laget av deg · stoppet",
        "e-post · venter · Tirsdag · Vi ses klokka 12.",
    ):
        assert piece in words, piece


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_everything_costs_the_same_however_much(rows, django_assert_num_queries):
    ola = visit()
    for _row in range(rows):
        session = session_for(ola)
        signups.join(session, participant=ola.participant)
        work = WorkFactory(team=ola.participant.team)
        works.set_makers(work, makers=[ola.participant])
        consents.give(ola.participant, item=work, channel="web", how="screen", months=6)
        signups.wish(session, participant=ola.participant, wishes=["light_work"])
        IdeaFactory(participant=ola.participant)
        IdeaFactory(team=work.team).supporters.add(ola.participant)
        CoOrganiser.objects.create(activity=session.activity, participant=ola.participant)
        jobs.pick_up(JobFactory(team=work.team), participant=ola.participant)

    with django_assert_num_queries(33):
        ola.client.get("/min/om-meg/alt/")


# --- Who has looked --------------------------------------------------------------------
def test_who_has_looked_stands_there_with_role_and_in_words():
    ola = visit()
    team = ola.participant.team
    kari = MembershipFactory(
        team=team, role="leader", user=UserFactory(first_name="Siv", last_name="Berg")
    ).user
    others = ParticipantFactory(team=team, chosen_name="Hemmelig")
    access_log.record(
        kari, act="list", what="staff:today", participants=[ola.participant, others], team=team
    )
    access_log.record(kari, act="view", what="staff:participant", participants=[others], team=team)

    words = text_of(ola.client.get("/min/om-meg/sett/"))

    assert "Siv Berg (leder) så i en liste: økter i dag" in words
    assert "siden om deg" not in words
    assert "Hemmelig" not in words


def test_nobody_has_looked_yet():
    assert "Ingen har sett på noe om deg ennå." in text_of(visit().client.get("/min/om-meg/sett/"))


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_who_has_looked_costs_the_same_however_many(rows, django_assert_num_queries):
    ola = visit()
    for _row in range(rows):
        user = MembershipFactory(team=ola.participant.team).user
        access_log.record(
            user, act="view", what="staff:participant", participants=[ola.participant]
        )

    with django_assert_num_queries(4):
        ola.client.get("/min/om-meg/sett/")


# --- Leaving ---------------------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 2])
def test_leaving_asks_once_and_loses_nothing(times):
    ola = visit()
    assert "Du trenger ikke si hvorfor." in text_of(ola.client.get("/min/om-meg/slutt/"))

    first = press(ola.client, "/min/om-meg/slutt/")
    if times == 2:
        assert ola.client.post("/min/om-meg/slutt/")["Location"] == "/min/"

    assert (first.status_code, first["Location"]) == (303, "/min/takk/")
    assert "Takk for at du sa fra. Plassen din er her når du vil tilbake." in text_of(
        ola.client.get("/min/takk/")
    )
    ola.participant.refresh_from_db()
    assert ola.participant.left_at is not None
    assert ola.client.get(f"/k/{ola.token}")["Location"] == "/min/kort-hjelp/"

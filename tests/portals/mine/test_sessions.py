"""Next for me, what I can join, and what I say to it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from activities.calendar_feeds import feed_keys
from activities.models import CoOrganiser, Session, SignUp
from activities.taking_part import alternatives, signups
from core.templatetags.formats import weekday_date
from payouts.earnings import promises
from portals.mine import session_summaries
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    SessionFactory,
    ShiftFactory,
    with_staff,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.portals.mine.scene import session_for, text_of, visit

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + timedelta(days=days)


# --- Next -------------------------------------------------------------------------
def test_next_is_the_nearest_that_i_come_to_with_what_when_where_who():
    ola = visit()
    far = session_for(ola, starts_at=in_days(3))
    near = session_for(ola, starts_at=in_days(2), title="Male kasser")
    session_for(ola, starts_at=in_days(1))
    for session in (far, near):
        signups.join(session, participant=ola.participant)

    response = ola.client.get("/min/")

    assert response.context["next"].session == near
    assert [look.session for look in response.context["also_coming"]] == [far]
    words = text_of(response)
    day = weekday_date(near.starts_at).capitalize()
    assert f"Male kasser Du kommer Når {day}, klokka" in words
    assert f"Hvor {near.place.name} Hvem Kari Ikke nå" in words


def test_the_promised_sum_stands_beside_the_session():
    ola = visit()
    activity = ActivityFactory()
    RateFactory(activity=activity, ore=15_000)
    BudgetFactory(team=ola.participant.team)
    draft = SessionFactory(team=ola.participant.team, activity=activity)
    promises.offer(with_staff(draft), by=ola.participant.primary_contact)
    signups.join(draft, participant=ola.participant)

    assert "Honorar 150 kr" in text_of(ola.client.get("/min/"))


def test_nothing_yet_is_fine():
    words = text_of(visit().client.get("/min/"))

    assert "Du har ikke sagt ja til noe nå. Det er helt greit." in words
    assert "Snart kommer det mer." in words


def test_called_off_by_us_tells_why_and_that_the_money_comes():
    ola = visit()
    activity = ActivityFactory()
    RateFactory(activity=activity, ore=15_000)
    BudgetFactory(team=ola.participant.team)
    draft = SessionFactory(team=ola.participant.team, activity=activity, starts_at=in_days(1))
    by = ola.participant.primary_contact
    session = promises.offer(with_staff(draft), by=by)
    signups.join(session, participant=ola.participant)
    promises.cancel(session, reason="Per er syk.", by=by)

    for address in ("/min/", f"/min/okt/{session.pk}/"):
        assert "Vi må avlyse i morgen. Per er syk. Du får 150 kr likevel." in text_of(
            ola.client.get(address)
        )


def test_what_is_called_off_first_stands_first():
    ola = visit()
    by = ola.participant.primary_contact
    days = {1: "kl en", 3: "kl tre"}
    for day, reason in days.items():
        session = session_for(ola, starts_at=in_days(day))
        signups.join(session, participant=ola.participant)
        promises.cancel(session, reason=reason, by=by)
    coming = session_for(ola, starts_at=in_days(2))
    signups.join(coming, participant=ola.participant)

    context = ola.client.get("/min/").context

    assert [row.cancelled_reason for row in context["called_off_first"]] == ["kl en"]
    assert [row.cancelled_reason for row in context["called_off_later"]] == ["kl tre"]


# --- What I can join ----------------------------------------------------------------
def test_my_team_and_what_i_like_come_before_the_rest():
    ola = visit()
    liked = ActivityFactory()
    from participants.models import Interest

    birds = Interest.objects.create(name="Fugler", slug="fugler")
    liked.interests.add(birds)
    ola.participant.interests.add(birds)
    other = SessionFactory(published=True, starts_at=in_days(1))
    like = SessionFactory(published=True, activity=liked, starts_at=in_days(3))
    own = session_for(ola, starts_at=in_days(2))

    shown = [look.session for look in ola.client.get("/min/").context["joinable"]]

    assert shown == [own, like, other]


def test_what_is_not_for_me_is_not_shown():
    ola = visit()
    hidden = ActivityFactory(is_public=False)
    others = SessionFactory(published=True, activity=hidden)
    mine = session_for(ola, activity=hidden)
    SessionFactory(team=ola.participant.team)
    session_for(ola, starts_at=in_days(-2), ends_at=in_days(-1))

    shown = [look.session for look in ola.client.get("/min/").context["joinable"]]

    assert shown == [mine]
    assert ola.client.get(f"/min/okt/{others.pk}/").status_code == 404


def test_pages_show_everything_once_and_end():
    ola = visit()
    near = [session_for(ola, starts_at=in_days(1 + n)) for n in range(13)]
    rest = [SessionFactory(published=True, starts_at=in_days(1 + n)) for n in range(12)]

    seen, number, more = [], 0, True
    while more:
        number += 1
        found, more = session_summaries.page_to_join(ola.participant, number=number)
        seen += found

    assert seen == [*near, *rest]
    assert number == 5


@pytest.mark.parametrize("page", ["x", "-1", "0", "99999999999999999999", "", "4"])
def test_a_strange_page_number_is_answered(page):
    ola = visit()
    session_for(ola)

    assert ola.client.get(f"/min/okter/?side={page}").status_code == 200
    assert ola.client.get(f"/min/jeg-kommer/?side={page}").status_code == 200


def test_not_now_can_be_said_otherwise():
    ola = visit()
    session = session_for(ola, places=3)
    signups.not_now(session, participant=ola.participant)

    words = text_of(ola.client.get("/min/"))

    assert "Ikke denne gangen" in words
    assert "Jeg kommer til" in words


def test_drop_in_asks_for_nothing():
    ola = visit()
    session_for(ola)

    assert "Bare kom. Du trenger ikke si fra." in text_of(ola.client.get("/min/"))


# --- Saying something ---------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 2])
def test_saying_yes_is_told_in_words(times):
    ola = visit()
    session = session_for(ola, places=1)

    for _time in range(times):
        response = ola.client.post(f"/min/okt/{session.pk}/jeg-kommer/")

    assert (response.status_code, response["Location"]) == (303, f"/min/okt/{session.pk}/")
    assert "Du kommer. Så fint! Vi ses." in text_of(ola.client.get(response["Location"]))
    assert list(SignUp.objects.values_list("participant", "state")) == [
        (ola.participant.pk, "coming")
    ]


@pytest.mark.parametrize("times", [1, 2])
def test_not_now_is_as_good_an_answer(times):
    ola = visit()
    session = session_for(ola, places=1)
    signups.join(session, participant=ola.participant)

    for _time in range(times):
        response = ola.client.post(f"/min/okt/{session.pk}/ikke-na/")

    assert "Ikke denne gangen. Det er helt greit." in text_of(ola.client.get(response["Location"]))


def test_full_gives_a_place_in_line_a_person_a_date_and_two_others():
    ola = visit(phone="+4791000000")
    full = session_for(ola, places=1, starts_at=in_days(6))
    signups.join(full, participant=ParticipantFactory(team=full.team))
    also_full = session_for(ola, places=1, starts_at=in_days(1))
    signups.join(also_full, participant=ParticipantFactory(team=full.team))
    with_room = [session_for(ola, places=5, starts_at=in_days(2 + n)) for n in range(3)]

    before = text_of(ola.client.get(f"/min/okt/{full.pk}/"))
    response = ola.client.post(f"/min/okt/{full.pk}/jeg-kommer/", follow=True)

    assert "Det er fullt akkurat nå. Sier du ja, står du i køen. Da får du svar fra Kari." in before
    day = weekday_date(full.starts_at)
    answer = weekday_date(SignUp.objects.get(participant=ola.participant).answer_on)
    words = text_of(response)
    assert f"Det er fullt {day} akkurat nå. Du står i køen." in words
    assert f"Kari ringer deg senest {answer}." in words
    shown = [look.session for look in response.context["alternatives"]]
    assert shown == with_room[:2]


def test_a_guest_of_another_team_is_answered_by_that_team():
    ola = visit(phone="+4791000000")
    activity = ActivityFactory(is_public=True)
    session = session_for(ola, team=TeamFactory(name="Fjellsiden"), activity=activity, places=1)
    signups.join(session, participant=ParticipantFactory(team=session.team))

    asked = text_of(ola.client.get(f"/min/okt/{session.pk}/"))
    signups.join(session, participant=ola.participant)
    told = text_of(ola.client.get(f"/min/okt/{session.pk}/"))

    assert "Da får du svar fra Fjellsiden." in asked
    assert "Fjellsiden ringer deg senest" in told


def test_nobody_without_a_number_is_promised_a_call():
    ola = visit()
    full = session_for(ola, places=1, starts_at=in_days(6))
    signups.join(full, participant=ParticipantFactory(team=full.team))

    words = text_of(ola.client.post(f"/min/okt/{full.pk}/jeg-kommer/", follow=True))

    assert "Du får svar fra Kari senest" in words


def test_no_number_in_line_and_no_other_person_is_ever_shown():
    ola = visit()
    full = session_for(ola, places=1, starts_at=in_days(6))
    for name in ("Hemmelig", "Skjult"):
        other = ParticipantFactory(team=full.team, chosen_name=name)
        signups.join(full, participant=other)

    ola.client.post(f"/min/okt/{full.pk}/jeg-kommer/")

    for address in ("/min/", "/min/jeg-kommer/", f"/min/okt/{full.pk}/", "/min/om-meg/alt/"):
        words = text_of(ola.client.get(address))
        assert "Hemmelig" not in words
        assert "Skjult" not in words
        assert "nummer 2" not in words


def test_over_is_told_kindly_and_changes_nothing():
    ola = visit()
    session = session_for(ola, starts_at=in_days(-2), ends_at=in_days(-1))

    response = ola.client.post(f"/min/okt/{session.pk}/jeg-kommer/")

    assert response.status_code == 409
    told = response.content.decode().split("ds-alert")[1].split("</div>")[0]
    assert f"Spør {ola.participant.primary_contact}." in told
    assert "Denne økta er over. Se hva annet som skjer." in text_of(response)
    assert SignUp.objects.count() == 0


def test_a_draft_of_my_own_team_does_not_exist_for_me():
    ola = visit()
    draft = SessionFactory(team=ola.participant.team)

    assert ola.client.get(f"/min/okt/{draft.pk}/").status_code == 404
    assert ola.client.post(f"/min/okt/{draft.pk}/jeg-kommer/").status_code == 404
    assert ola.client.get(f"/min/okt/{10**25}/").status_code == 404


# --- The calendar ---------------------------------------------------------------------
@pytest.mark.parametrize("title", ["Male kasser", "Rusfri kveld"])
def test_the_calendar_entry_is_that_of_the_feed_and_neutral(title):
    ola = visit()
    session = session_for(ola, title=title)
    signups.join(session, participant=ola.participant)
    token = feed_keys.give(ola.participant)

    response = ola.client.get(f"/min/okt/{session.pk}/kalender.ics")
    feed = ola.client.get(f"/min/kalender/{token}.ics", headers={"host": "localhost"})

    event, same = (Calendar.from_ical(one.content).walk("VEVENT")[0] for one in (response, feed))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(event["SUMMARY"]) == f"Avtale kl. {timezone.localtime(session.starts_at):%H.%M}"
    assert {name: str(event[name]) for name in ("SUMMARY", "UID", "SEQUENCE")} == {
        name: str(same[name]) for name in ("SUMMARY", "UID", "SEQUENCE")
    }
    assert event.get("LOCATION") == same.get("LOCATION")
    assert event["DTSTART"].dt == session.starts_at.replace(microsecond=0)


# --- Cost -------------------------------------------------------------------------------
@pytest.mark.parametrize(("rows", "queries"), [(1, 11), (3, 11), (200, 11)])
def test_home_costs_the_same_however_much_there_is(rows, queries, django_assert_num_queries):
    ola = visit()
    _fill(ola, rows)

    with django_assert_num_queries(queries):
        response = ola.client.get("/min/")

    assert len(response.context["joinable"]) == min(5, 1 + rows)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_a_session_in_line_costs_the_same(rows, django_assert_num_queries):
    ola = visit()
    full = session_for(ola, places=1, starts_at=in_days(6))
    signups.join(full, participant=ParticipantFactory(team=full.team))
    signups.join(full, participant=ola.participant)
    for _row in range(rows):
        ShiftFactory(session=full, staff=UserFactory())

    with django_assert_num_queries(11):
        ola.client.get(f"/min/okt/{full.pk}/")


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_what_i_have_said_yes_to_costs_the_same(rows, django_assert_num_queries):
    ola = visit()
    _fill(ola, rows)

    with django_assert_num_queries(6):
        ola.client.get("/min/jeg-kommer/")


def test_what_can_be_joined_is_read_in_the_order_of_an_index():
    participant = visit().participant

    for part in alternatives.near_and_rest(participant):
        assert "USE TEMP B-TREE" not in part[:11].explain()


def _fill(ola, rows):
    """Make `rows` sessions that Ola comes to, one of the team's, and `rows` of others'."""
    activity, place = session_for(ola).activity, session_for(ola).place
    Session.objects.filter(activity=activity).update(state="draft")
    team = TeamFactory()

    def many(team, count):
        return Session.objects.bulk_create(
            Session(
                activity=activity,
                team=team,
                place=place,
                starts_at=in_days(1 + number),
                ends_at=in_days(1.1 + number),
                state="published",
                published_at=in_days(0),
            )
            for number in range(count)
        )

    coming = many(ola.participant.team, rows)
    SignUp.objects.bulk_create(
        SignUp(session=row, participant=ola.participant, state="coming", asked_at=in_days(0))
        for row in coming
    )
    for row in coming[:4]:
        ShiftFactory(session=row, staff=ola.participant.primary_contact)
    many(team, rows)


def test_a_wrong_drawing_does_not_break_the_page():
    ola = visit()
    session_for(ola, activity=ActivityFactory(illustration="no-such-drawing"))

    with patch("portals.templatetags.drawings.DRAWINGS", {"work-table": ""}):
        assert "no-such-drawing" not in ola.client.get(reverse("mine:home")).content.decode()


def test_who_helps_to_make_it_sees_that():
    ola = visit()
    session = session_for(ola)
    address = f"/min/okt/{session.pk}/"
    assert "Du er med og lager dette." not in text_of(ola.client.get(address))

    CoOrganiser.objects.create(activity=session.activity, participant=ola.participant)

    assert "Du er med og lager dette." in text_of(ola.client.get(address))

"""Nothing about me without me: the gate, the verbs, and what the database itself refuses."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import second_person
from core.errors import RuleBroken
from participants import consents
from participants.models import Consent
from participants.signals import consent_withdrawn
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db
WEB, PRINT = Consent.Channel.WEB, Consent.Channel.PRINT
SCREEN, PAPER, SPOKEN = Consent.How


def yes(person, item, *, channel=WEB, months=12, **others):
    return consents.give(person, item=item, channel=channel, how=SCREEN, months=months, **others)


def test_an_item_with_nobody_in_it_may_be_shown():
    assert consents.may_show(PictureFactory(), WEB) is True


def test_everybody_in_an_item_must_consent():
    ola, eva = ParticipantFactory.create_batch(2)
    picture = PictureFactory(people=[ola, eva])
    answers = [consents.may_show(picture, WEB)]
    yes(ola, picture)
    answers.append(consents.may_show(picture, WEB))
    yes(eva, picture)
    answers.append(consents.may_show(picture, WEB))
    assert answers == [False, False, True]


def test_a_consent_holds_for_its_item_and_channel_alone():
    ola = ParticipantFactory()
    picture, other = PictureFactory(people=[ola]), PictureFactory(people=[ola])
    yes(ola, picture)
    shown = [consents.may_show(picture, WEB), consents.may_show(picture, PRINT)]
    assert [*shown, consents.may_show(other, WEB)] == [True, False, False]


def test_leaving_gives_no_consent_and_takes_none_back():
    ola, eva = ParticipantFactory.create_batch(2, left_at=None)
    with_consent, without = PictureFactory(people=[ola]), PictureFactory(people=[eva])
    yes(ola, with_consent)
    type(ola).objects.update(left_at=timezone.now())
    assert consents.showable([with_consent, without], WEB) == [with_consent]


def test_a_consent_runs_out():
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    with time_machine.travel(datetime(2026, 1, 31, 12, tzinfo=UTC), tick=False):
        consent = yes(ola, picture, months=1)
        now = consents.may_show(picture, WEB)
    with time_machine.travel(datetime(2026, 2, 28, 12, 0, 1, tzinfo=UTC), tick=False):
        later = consents.may_show(picture, WEB)
        ran_out = list(consents.expired_since(timezone.now() - timedelta(minutes=1)))
        earlier = list(consents.expired_since(timezone.now()))
    assert (now, later, ran_out, earlier) == (True, False, [consent], [])


def test_withdrawing_adds_a_row_and_tells_after_commit(django_capture_on_commit_callbacks):
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    consent = yes(ola, picture)
    heard = []

    def listen(consent, **kwargs):
        heard.append(consent)

    consent_withdrawn.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            withdrawal = consents.withdraw(consent)
            again = consents.withdraw(consent)
    finally:
        consent_withdrawn.disconnect(listen)
    assert (again, heard, Consent.objects.count()) == (withdrawal, [consent], 2)
    assert consents.withdraw(withdrawal) == withdrawal
    assert (withdrawal.kind, withdrawal.withdraws) == (Consent.Kind.WITHDRAWN, consent)
    assert consents.may_show(picture, WEB) is False


def test_a_cache_out_of_reach_does_not_keep_somebody_from_withdrawing(
    django_capture_on_commit_callbacks,
):
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    consent = yes(ola, picture)

    def fail(**kwargs):
        raise ConnectionError

    consent_withdrawn.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            consents.withdraw(consent)
    finally:
        consent_withdrawn.disconnect(fail)
    assert consents.may_show(picture, WEB) is False


def test_giving_again_returns_the_live_consent_and_after_withdrawing_a_new_one():
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    first, second = yes(ola, picture), yes(ola, picture)
    consents.withdraw(first)
    third = yes(ola, picture)
    assert (first == second, first == third, consents.may_show(picture, WEB)) == (True, False, True)


@pytest.mark.parametrize("months", [0, 25, -1])
def test_a_consent_lasts_from_one_to_24_months(months):
    ola = ParticipantFactory()
    with pytest.raises(RuleBroken) as broken:
        yes(ola, PictureFactory(people=[ola]), months=months)
    assert broken.value.message == "Et samtykke kan gjelde fra 1 til 24 måneder."


def test_a_spoken_consent_needs_two_of_us():
    ola, kari, per = ParticipantFactory(), UserFactory(), UserFactory()
    picture = PictureFactory(people=[ola])
    spoken = {"item": picture, "channel": WEB, "how": SPOKEN, "months": 6, "by": kari}
    for witness in (None, kari):
        with pytest.raises(RuleBroken):
            consents.give(ola, **spoken, witness=witness)
    given = consents.give(ola, **spoken, witness=per)
    assert (given.witness, consents.give(ola, **spoken, witness=per)) == (per, given)


def test_a_spoken_consent_shows_nothing_until_its_witness_confirms_it():
    ola, kari, per = ParticipantFactory(), UserFactory(), UserFactory()
    picture = PictureFactory(people=[ola])
    spoken = {"item": picture, "channel": WEB, "how": SPOKEN, "months": 6, "by": kari}
    given = consents.give(ola, **spoken, witness=per)
    assert consents.may_show(picture, WEB) is False
    assert [row.is_unconfirmed for row in consents.shown_about(ola)] == [True]
    with pytest.raises(RuleBroken):
        second_person.confirm(second_person.of(given), by=per)  # who works in no team of theirs
    MembershipFactory(user=per, team=ola.team)

    second_person.confirm(second_person.of(given), by=per)

    assert consents.may_show(picture, WEB) is True
    assert [row.is_unconfirmed for row in consents.shown_about(ola)] == [False]


def test_a_yes_on_the_screen_needs_no_witness_that_was_waited_for_and_taking_back_ends_the_asking():
    ola, kari, per = ParticipantFactory(), UserFactory(), UserFactory()
    picture = PictureFactory(people=[ola])
    spoken = {"item": picture, "channel": WEB, "how": SPOKEN, "months": 6, "by": kari}
    waiting = consents.give(ola, **spoken, witness=per)
    consents.give(ola, item=picture, channel=WEB, how=SCREEN, months=6)
    assert consents.may_show(picture, WEB) is True

    consents.withdraw(waiting)

    assert second_person.of(waiting) is None


@pytest.mark.parametrize("how", Consent.How.values)
def test_what_one_of_us_wrote_down_shows_nothing_until_another_has_confirmed_it(how):
    ola = ParticipantFactory()
    kari, per = (MembershipFactory(team=ola.team).user for _n in range(2))
    picture = PictureFactory(people=[ola])
    said = {"item": picture, "channel": WEB, "how": how, "months": 6, "by": kari}
    for witness in (None, kari):
        with pytest.raises(RuleBroken):
            consents.give(ola, **said, witness=witness)
    given = consents.give(ola, **said, witness=per)
    assert consents.give(ola, **said, witness=per) == given
    assert consents.may_show(picture, WEB) is False

    second_person.confirm(second_person.of(given), by=per)

    assert consents.may_show(picture, WEB) is True


def test_paper_names_who_took_it_and_who_left_gives_no_new_consent():
    ola, gone = ParticipantFactory(), ParticipantFactory(left_at=timezone.now())
    picture = PictureFactory(people=[ola, gone])
    for person, how in ((ola, PAPER), (gone, SCREEN), (ola, "carrier pigeon")):
        with pytest.raises(RuleBroken):
            consents.give(person, item=picture, channel=WEB, how=how, months=6)
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_naming_people_takes_two_queries_however_many_items(count, django_assert_num_queries):
    zoe, anna = ParticipantFactory(chosen_name="Zoe"), ParticipantFactory(chosen_name="anna")
    pictures = [PictureFactory(people=[zoe, anna]) for _row in range(count)]
    yes(zoe, pictures[0])
    yes(anna, pictures[0])
    yes(zoe, pictures[-1])
    key = consents.key_of(pictures[0])
    with django_assert_num_queries(2):
        named = consents.shown_people(pictures, WEB)
    assert (named[key], len(named)) == ([anna, zoe], count)


def test_somebody_taken_off_an_item_is_not_named_beside_it():
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    yes(ola, picture)
    picture.people.clear()
    picture = type(picture).objects.get(pk=picture.pk)
    assert consents.shown_people([picture], WEB) == {consents.key_of(picture): []}


def test_a_person_sees_all_that_is_shown_about_them_and_nothing_that_is_gone():
    ola = ParticipantFactory()
    picture, gone, withdrawn = (PictureFactory(people=[ola]) for _row in range(3))
    consent = yes(ola, picture)
    yes(ola, gone)
    consents.withdraw(yes(ola, withdrawn))
    gone.delete()
    shown = consents.shown_about(ola)
    assert [(row, row.item) for row in shown] == [(consent, picture)]


@pytest.mark.both
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE participants_consent SET months = 24",
        "UPDATE participants_consent SET expires_at = expires_at",
        "DELETE FROM participants_consent",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_consent(statement):
    ola = ParticipantFactory()
    yes(ola, PictureFactory(people=[ola]))
    with (
        pytest.raises(Error, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Consent.objects.filter(months=12).count() == 1


@pytest.mark.both
def test_the_database_refuses_a_spoken_consent_without_witness():
    ola = ParticipantFactory()
    consent = yes(ola, PictureFactory(people=[ola]))
    consent.pk, consent._state.adding, consent.how = None, True, SPOKEN
    with pytest.raises(Error), transaction.atomic():
        consent.save()
    assert Consent.objects.count() == 1


# Acts on two people and two pictures: (what, person, picture), or days that pass.
ACTS = st.one_of(
    st.tuples(
        st.sampled_from(["give", "withdraw", "on", "off", "leave"]),
        st.integers(0, 1),
        st.integers(0, 1),
    ),
    st.tuples(st.just("days"), st.integers(1, 60), st.just(0)),
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, max_size=15))
def test_whatever_happens_nothing_is_shown_without_a_live_consent_of_each(acts, db):
    people = ParticipantFactory.create_batch(2)
    pictures = [PictureFactory(), PictureFactory()]
    until: dict[tuple[int, int], datetime] = {}  # the model: a dict of what is live
    on: set[tuple[int, int]] = set()
    with time_machine.travel(datetime(2026, 1, 15, tzinfo=UTC), tick=False) as clock:
        for what, person, picture in acts:
            one, item = (people[person], pictures[picture]) if what != "days" else (None, None)
            if what == "days":
                clock.shift(timedelta(days=person))
            elif what == "give" and not one.left_at:
                consent = yes(one, item, months=1)
                until[person, picture] = consent.expires_at
            elif what == "withdraw":
                for consent in Consent.objects.live().filter(participant=one, item_id=item.pk):
                    consents.withdraw(consent)
                until.pop((person, picture), None)
            elif what == "on":
                item.people.add(one)
                on.add((person, picture))
            elif what == "off":
                item.people.remove(one)
                on.discard((person, picture))
            elif what == "leave":
                one.left_at = timezone.now()
                one.save()
            live = {pair for pair, end in until.items() if end > timezone.now()}
            for number, shown in enumerate(pictures):
                fresh = type(shown).objects.get(pk=shown.pk)
                concerned = {pair for pair in on if pair[1] == number}
                assert consents.may_show(fresh, WEB) is (concerned <= live)
                named = consents.shown_people([fresh], WEB)[consents.key_of(fresh)]
                assert set(named) == {people[pair[0]] for pair in concerned & live}

"""The access log counts a look once and shows when somebody has touched it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import access_log
from accounts.models import AccessEvent, AccessSeal, AccessSubject
from core.models import AppendOnlyConstraint
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TABLES = {model._meta.db_table: model for model in (AccessEvent, AccessSubject, AccessSeal)}


def tamper(sql: str) -> None:
    """Do what somebody with the database's password could: take the rule away, then write."""
    with connection.cursor() as cursor:
        for model in TABLES.values():
            for rule in model._meta.constraints:
                if isinstance(rule, AppendOnlyConstraint):
                    for statement in _without(rule, model):
                        cursor.execute(statement)
        cursor.execute(sql)


def touched() -> list[str]:
    """Return what the seals say; that the rules are gone as well is left out here."""
    return [problem for problem in access_log.verify() if not problem.startswith("Databasen")]


def _without(rule: AppendOnlyConstraint, model: Any) -> list[str]:
    if connection.vendor == "sqlite":
        return [f'DROP TRIGGER "{name}"' for name in rule.sqlite_triggers(model)]
    return rule.postgresql_remove(model)


@pytest.fixture
def sealed() -> list[AccessSeal]:
    """Three seals over two looks each, at 1, 2 and 3 people."""
    user = UserFactory()
    seals = []
    start = timezone.now() - timedelta(hours=3)
    for hour in range(3):
        with time_machine.travel(start + timedelta(hours=hour), tick=False):
            access_log.record(user, act="view", what=f"page-{hour}", participants=[1])
            access_log.record(user, act="list", what="list", participants=[1, 2, 3 + hour])
        with time_machine.travel(start + timedelta(hours=hour, minutes=6), tick=False):
            seals.append(access_log.seal())
    return seals


def test_one_event_a_request_and_one_row_a_person(django_assert_num_queries: Any) -> None:
    membership = MembershipFactory()
    with django_assert_num_queries(3):
        event = access_log.record(
            membership.user,
            act=AccessEvent.Act.LIST,
            what="staff:participants",
            participants=[7, 3, 7],
            team=membership.team,
        )
    assert event.team == membership.team
    assert list(event.subjects.order_by("pk").values_list("participant_number", flat=True)) == [
        3,
        7,
    ]


def test_a_participant_row_counts_by_its_key() -> None:
    class Somebody:
        pk = 12

    event = access_log.record(UserFactory(), act="view", what="person", participants=[Somebody()])
    assert event.subjects.get().participant_number == 12


def test_a_page_without_people_is_no_look() -> None:
    assert access_log.record(UserFactory(), act="list", what="list", participants=[]) is None
    assert AccessEvent.objects.count() == 0


def test_the_same_look_counts_once_in_a_quarter_of_an_hour() -> None:
    user = UserFactory()
    look = {"act": "list", "what": "list", "participants": [1, 2]}
    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        assert access_log.record(user, **look) is not None
        clock.shift(timedelta(minutes=14))
        assert access_log.record(user, **look) is None
        clock.shift(timedelta(minutes=2))
        assert access_log.record(user, **look) is not None


@pytest.mark.parametrize(
    "difference",
    [
        {"act": "print"},
        {"what": "another"},
        {"participants": [1, 2, 3]},
        {"reason": "Pårørende ringte"},
    ],
)
def test_another_look_counts(difference: dict[str, Any]) -> None:
    user = UserFactory()
    look: dict[str, Any] = {"act": "list", "what": "list", "participants": [1, 2]}
    access_log.record(user, **look)
    assert access_log.record(user, **(look | difference)) is not None
    assert access_log.record(UserFactory(), **look) is not None


def test_a_participant_reads_who_looked() -> None:
    user, colleague = UserFactory(), UserFactory()
    first = access_log.record(user, act="view", what="person", participants=[1])
    access_log.record(user, act="view", what="person", participants=[2])
    second = access_log.record(colleague, act="list", what="list", participants=[1, 2])
    assert list(AccessEvent.objects.about(1)) == [second, first]


def test_young_looks_wait_for_the_next_seal() -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        old = access_log.record(user, act="view", what="person", participants=[1])
        clock.shift(timedelta(minutes=6))
        access_log.record(user, act="view", what="person", participants=[2])
        seal = access_log.seal()
        assert (seal.first, seal.last, seal.count) == (old.pk, old.pk, 1)
        assert access_log.seal() is None


def test_a_clock_set_back_leaves_no_gap() -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        access_log.record(user, act="view", what="person", participants=[1])
        clock.shift(timedelta(minutes=-10))
        access_log.record(user, act="view", what="person", participants=[2])
        clock.shift(timedelta(minutes=12))
        assert access_log.seal() is None
        clock.shift(timedelta(minutes=10))
        assert access_log.seal().count == 2


def test_an_untouched_log_is_whole(sealed: list[AccessSeal]) -> None:
    assert touched() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_accessevent SET user_id = {other} WHERE id = {event}",
        "UPDATE accounts_accessevent SET reason = 'x' WHERE id = {event}",
        "UPDATE accounts_accesssubject SET participant_number = 99 WHERE event_id = {event}"
        " AND participant_number = 1",
        "DELETE FROM accounts_accesssubject WHERE event_id = {event}",
        "INSERT INTO accounts_accesssubject (event_id, participant_number) VALUES ({event}, 99)",
        "UPDATE accounts_accessseal SET count = 3 WHERE id = {seal}",
        "UPDATE accounts_accessseal SET digest = 'x' WHERE id = {seal}",
    ],
)
def test_a_change_shows_in_its_seal(sealed: list[AccessSeal], sql: str) -> None:
    tamper(
        sql.format(event=sealed[1].first, seal=sealed[1].pk, other=UserFactory().pk).replace(
            "count =", '"count" ='
        )
    )
    assert touched()[0] == (
        f"Segl {sealed[1].pk} stemmer ikke med loggen"
        f" (innsyn {sealed[1].first} til {sealed[1].last})."
    )


def test_a_look_that_was_removed_shows(sealed: list[AccessSeal]) -> None:
    tamper(f"DELETE FROM accounts_accesssubject WHERE event_id = {sealed[0].last}")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM accounts_accessevent WHERE id = {sealed[0].last}")
    assert [problem.split()[1] for problem in touched()] == [str(sealed[0].pk)]


def test_a_look_put_in_below_the_first_shows(sealed: list[AccessSeal]) -> None:
    tamper(
        "INSERT INTO accounts_accessevent (id, at, user_id, act, what, reason, look)"
        " SELECT -1, at, user_id, act, what, reason, look FROM accounts_accessevent"
        f" WHERE id = {sealed[0].first}"
    )
    assert [problem.split()[1] for problem in touched()] == [str(sealed[0].pk)]


def test_two_looks_that_change_places_show(sealed: list[AccessSeal]) -> None:
    one, two = AccessEvent.objects.filter(pk__in=[sealed[2].first, sealed[2].last]).order_by("pk")
    tamper(
        f"UPDATE accounts_accessevent SET what = CASE id WHEN {one.pk} THEN '{two.what}'"
        f" ELSE '{one.what}' END WHERE id IN ({one.pk}, {two.pk})"
    )
    assert [problem.split()[1] for problem in touched()] == [str(sealed[2].pk)]


def test_a_seal_that_was_made_anew_shows_in_the_next(sealed: list[AccessSeal]) -> None:
    tamper(f"UPDATE accounts_accessevent SET reason = 'x' WHERE id = {sealed[1].first}")
    forged = access_log._seal_digest(sealed[1], sealed[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE accounts_accessseal SET digest = '{forged}' WHERE id = {sealed[1].pk}"
        )
    assert [problem.split()[1] for problem in touched()] == [str(sealed[2].pk)]


def test_a_seal_taken_out_of_the_chain_shows_in_the_next(sealed: list[AccessSeal]) -> None:
    tamper(f"DELETE FROM accounts_accessseal WHERE id = {sealed[1].pk}")
    assert [problem.split()[1] for problem in touched()] == [str(sealed[2].pk)]


def test_a_seal_cut_off_the_end_leaves_looks_that_wait(sealed: list[AccessSeal]) -> None:
    tamper(f"DELETE FROM accounts_accessseal WHERE id IN ({sealed[1].pk}, {sealed[2].pk})")
    assert touched() == ["4 innsyn har ventet mer enn en time på segl. Går tidsuret?"]


def test_the_command_says_so_and_ends_with_an_error(sealed: list[AccessSeal], capsys: Any) -> None:
    call_command("verify_access_log")
    assert capsys.readouterr().out == (
        f"Innsynsloggen er hel. Nyeste segl er nr. {sealed[2].pk}: {sealed[2].digest}\n"
    )
    tamper(f"UPDATE accounts_accessevent SET act = 'view' WHERE id = {sealed[1].last}")
    with pytest.raises(CommandError, match=f"Segl {sealed[1].pk} stemmer ikke"):
        call_command("verify_access_log")


def test_a_log_that_was_sealed_anew_without_the_key_shows(sealed: list[AccessSeal]) -> None:
    """Whoever rules the database can count the chain anew, but has no key to seal it with."""
    tamper("DELETE FROM accounts_accessseal")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_accessevent SET reason = 'x'")
    previous = None
    for old in sealed:
        forged = AccessSeal(
            sealed_at=old.sealed_at, first=old.first, last=old.last, count=old.count, key_id=""
        )
        forged.digest = access_log._seal_digest(forged, previous)
        forged.save()
        previous = forged
    assert touched() == [f"Segl {previous.pk} har ingen nøkkel."]


def test_a_seal_without_a_key_after_one_with_a_key_shows(sealed: list[AccessSeal]) -> None:
    forged = AccessSeal(
        sealed_at=sealed[2].sealed_at, first=sealed[2].first, last=sealed[2].last, count=2
    )
    forged.digest = access_log._seal_digest(forged, sealed[1])
    tamper(
        f"UPDATE accounts_accessseal SET key_id = '', digest = '{forged.digest}'"
        f" WHERE id = {sealed[2].pk}"
    )
    assert touched() == [f"Segl {sealed[2].pk} har ingen nøkkel."]


def test_an_older_key_still_verifies_and_a_lost_one_is_named(
    sealed: list[AccessSeal], settings: Any
) -> None:
    settings.SEAL_KEYS = ["a new key", *settings.SEAL_KEYS]
    assert access_log.verify() == []
    settings.SEAL_KEYS = ["a new key"]
    assert touched() == [f"Nøkkelen til segl {one.pk} mangler." for one in sealed]


def test_a_tail_that_was_cut_shows_against_what_was_told_outside(
    sealed: list[AccessSeal],
) -> None:
    told = f"--expect={sealed[2].pk}:{sealed[2].digest}"
    call_command("verify_access_log", told)
    tamper(f"DELETE FROM accounts_accessseal WHERE id = {sealed[2].pk}")
    with connection.cursor() as cursor:
        for table in ("accounts_accesssubject", "accounts_accessevent"):
            column = "event_id" if table.endswith("subject") else "id"
            cursor.execute(f"DELETE FROM {table} WHERE {column} >= {sealed[2].first}")
    assert touched() == []
    with pytest.raises(CommandError, match=f"Segl {sealed[2].pk} er borte"):
        call_command("verify_access_log", told)


def test_a_rule_that_was_dropped_is_named(sealed: list[AccessSeal]) -> None:
    tamper("SELECT 1")
    name = "access_event_append_only_" + ("update" if connection.vendor == "sqlite" else "row")
    assert f"Databasen har mistet eller endret regelen {name}." in access_log.verify()
    lost = [one.msg for one in run_checks(databases=["default"]) if one.id == "core.E002"]
    assert f"The database has lost the trigger {name}." in lost


def test_rows_are_never_changed_by_the_code() -> None:
    event = access_log.record(UserFactory(), act="view", what="person", participants=[1])
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_what_a_clock_far_ahead_wrote_is_no_look_of_now_and_keeps_nothing_unsealed() -> None:
    """The clock ran a year ahead for a moment, and was put right."""
    user = UserFactory()
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=False):
        assert access_log.record(user, act="view", what="page", participants=[1])
    assert access_log.record(user, act="view", what="page", participants=[1])
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        seal = access_log.seal()
    assert seal is not None and seal.count == 2
    assert touched() == []

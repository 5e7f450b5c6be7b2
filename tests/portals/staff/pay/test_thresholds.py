"""Thresholds at the staff's portal: beside a name before the tap, ended, and listed for payroll."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from payouts import thresholds
from payouts.earnings import promises
from payouts.models import Earning, Threshold
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import ThresholdFactory
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
PAYER = "310000019"


def paying():
    """Return a team with a legal payer, in the middle of its day."""
    here = scene()
    here.team.organisation_number = PAYER
    here.team.save()
    return here


def sheet_rows(client, session):
    """Return {name: words about a threshold} of those on the list and of the others."""
    page = client.get(reverse("staff:sheet", args=[session.pk]))
    rows = [*page.context["rows"], *page.context["others"]]
    for words in filter(None, (row.about_threshold for row in rows)):
        assert words in page.content.decode()
    return {row.participant.chosen_name: row.about_threshold for row in rows}


def tap(client, session, person, verb="record"):
    """Tap as a phone with JavaScript; return what came back."""
    url = reverse(f"staff:attendance_{verb}", args=[session.pk, person.pk])
    answer = client.post(url, {"row": "tick"}, headers={"HX-Request": "true"})
    return answer.content.decode()


def decided(here, person, threshold, decision):
    """Write down what was decided with `person`."""
    thresholds.decide(
        person, threshold=threshold, decision=decision, reason="Regelen", person_knows=True,
        year=timezone.localdate().year, by=here.worker,
    )  # fmt: skip


# --- Beside a name on the sheet --------------------------------------------------
def test_the_sheet_says_who_may_cross_also_among_those_who_drop_in(signed_in):
    here = paying()
    ThresholdFactory(ore=20_000)
    first, session = here.session(), here.session()
    near, drop_in, far = here.person("Nær"), here.person("Innom"), here.person("Langt fra")
    for person in (near, drop_in):
        promises.record(first, participant=person, by=here.worker)
    signed_up = here.coming(session, 1)[0]
    client = signed_in(here.worker)

    assert sheet_rows(client, session) == {
        signed_up.chosen_name: "",
        near.chosen_name: "Kan gå over «Grense». Snakk sammen først.",
        drop_in.chosen_name: "Kan gå over «Grense». Snakk sammen først.",
        far.chosen_name: "",
    }
    assert "Over «Grense» nå. Snakk sammen." in tap(client, session, drop_in)
    assert sheet_rows(client, session)[drop_in.chosen_name] == "Over «Grense» nå. Snakk sammen."
    assert "Kan gå over" in tap(client, session, drop_in, "reverse")


def test_exactly_the_threshold_is_no_crossing(signed_in):
    here = paying()
    ThresholdFactory(ore=15_000)
    session = here.session()
    person = here.person()
    client = signed_in(here.worker)

    assert sheet_rows(client, session) == {person.chosen_name: ""}
    assert "grense-" not in tap(client, session, person)


def test_a_stop_is_said_before_the_tap_and_after(signed_in):
    here = paying()
    threshold = ThresholdFactory(ore=10_000)
    session = here.session()
    person = here.coming(session, 1)[0]
    decided(here, person, threshold, "stop")
    client = signed_in(here.worker)
    words = "Vi har avtalt å stoppe før «Grense». Honoraret blir ikke lovet."

    assert sheet_rows(client, session) == {person.chosen_name: words}
    assert words in tap(client, session, person)
    assert [row.state for row in Earning.objects.all()] == [Earning.State.UNFUNDED]
    assert sheet_rows(client, session) == {person.chosen_name: words}


def test_a_stop_says_nothing_about_what_is_promised_already(signed_in):
    here = paying()
    threshold = ThresholdFactory(ore=15_000)
    session = here.session()
    person = here.person()
    promises.record(session, participant=person, by=here.worker)
    decided(here, person, threshold, "stop")

    assert sheet_rows(signed_in(here.worker), session) == {person.chosen_name: ""}


def test_going_on_was_talked_about_and_is_not_said_again(signed_in):
    here = paying()
    threshold = ThresholdFactory(ore=10_000)
    session = here.session()
    person = here.coming(session, 1)[0]
    decided(here, person, threshold, "go_on")
    client = signed_in(here.worker)

    assert sheet_rows(client, session) == {person.chosen_name: ""}
    assert "«Grense»" not in tap(client, session, person)


def test_what_waits_for_money_is_counted_once(signed_in):
    here = paying()
    ThresholdFactory(ore=20_000)
    session = here.session()
    person = here.coming(session, 1)[0]
    promises.record(session, participant=person, by=here.worker)
    Earning.objects.update(state="unfunded", held_by="budget", reservation=None)
    client = signed_in(here.worker)

    assert sheet_rows(client, session) == {person.chosen_name: ""}
    [card] = client.get(reverse("staff:today")).context["now"].cards
    assert names_and_words(card) == {person.chosen_name: ""}


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.EDITOR])
def test_only_those_who_record_see_it_on_the_sheet(staff_client, role):
    here = paying()
    ThresholdFactory(ore=10_000)
    session = here.session()
    here.coming(session, 1)

    page = staff_client(role, team=here.team).get(reverse("staff:sheet", args=[session.pk]))

    assert "Grense" not in page.content.decode()


def names_and_words(card):
    """Return {name: words about a threshold} of those on a card of «I dag»."""
    return {row.participant.chosen_name: row.about_threshold for row in card.expected}


def test_my_day_says_it_before_the_tap_for_each_session_of_its_own(signed_in):
    here = paying()
    threshold = ThresholdFactory(ore=20_000)
    first, second = here.session(), here.session()
    near, stopping = here.coming(first, 2)
    far = here.coming(second, 1)[0]
    for person in (near, stopping):
        promises.record(second, participant=person, by=here.worker)
    decided(here, stopping, threshold, "stop")

    page = signed_in(here.worker).get(reverse("staff:today"))

    one, other = page.context["now"].cards
    stop = "Vi har avtalt å stoppe før «Grense». Honoraret blir ikke lovet."
    assert names_and_words(one) == {
        near.chosen_name: "Kan gå over «Grense». Snakk sammen først.",
        stopping.chosen_name: stop,
    }
    assert names_and_words(other) == dict.fromkeys(
        [far.chosen_name, near.chosen_name, stopping.chosen_name], ""
    )
    assert stop in page.content.decode()


def test_the_paper_page_says_it_beside_the_tick(signed_in):
    here = paying()
    ThresholdFactory(ore=10_000)
    session = here.session()
    person = here.coming(session, 1)[0]

    page = signed_in(here.worker).get(reverse("staff:sheet_paper", args=[session.pk]))

    words = "Kan gå over «Grense». Snakk sammen først."
    assert [said for one, _here, said in page.context["people"] if one == person] == [words]
    assert words in page.content.decode()


# --- Ending and taking away ------------------------------------------------------
def leader(signed_in, team):
    """Return a client of a leader of `team`."""
    return signed_in(MembershipFactory(team=team, role=Role.LEADER).user)


def test_a_threshold_is_ended_with_a_reason_that_stands_on_the_list(signed_in):
    here = paying()
    threshold = ThresholdFactory()
    client = leader(signed_in, here.team)
    today = timezone.localdate()

    page = client.post(
        reverse("staff:threshold_end", args=[threshold.pk]),
        {"last_day": today.isoformat(), "reason": "Ny veileder"},
        follow=True,
    )

    threshold.refresh_from_db()
    assert threshold.last_day == today
    assert "Ny veileder" in page.content.decode()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("20026-01-01", "Skriv datoen som"),
        ("1026-01-01", "Se om året er riktig"),
        ("31.02.2026", "Skriv datoen som"),
        ("", "Fyll ut dette."),
    ],
)
def test_a_last_day_that_cannot_be_is_told_and_nothing_changes(signed_in, day, said):
    here = paying()
    threshold = ThresholdFactory()
    url = reverse("staff:threshold_end", args=[threshold.pk])

    page = leader(signed_in, here.team).post(url, {"last_day": day, "reason": "Ny veileder"})

    assert said in str(page.context["form"].errors["last_day"])
    threshold.refresh_from_db()
    assert threshold.valid_to is None


def test_a_mistaken_one_is_taken_away_and_one_that_holds_is_not(signed_in):
    here = paying()
    mistaken = ThresholdFactory(name="Feil", verified_by=None, verified_at=None)
    holds = ThresholdFactory()
    client = leader(signed_in, here.team)
    assert (
        "Ta bort Feil?"
        in client.get(reverse("staff:threshold_remove", args=[mistaken.pk])).content.decode()
    )

    for one in (mistaken, holds):
        page = press(client, reverse("staff:threshold_remove", args=[one.pk]), follow=True)

    assert Threshold.objects.get() == holds
    assert "bare avsluttes" in page.content.decode()


# --- Writing one down ------------------------------------------------------------
WRITTEN = {
    "organisation_number": PAYER, "name": "Grensa", "ore": "2 000", "citation": "Veileder",
    "quoted": "Inntil 2 000 kroner.", "warn_percent": "80",
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "ore"), [("2 000", 200_000), ("2.000,50", 200_050), ("2000 kr", 200_000)]
)
def test_a_sum_is_read_as_people_write_it(signed_in, written, ore):
    here = paying()
    data = WRITTEN | {"ore": written, "valid_from": timezone.localdate().strftime("%d.%m.%Y")}

    answer = leader(signed_in, here.team).post(reverse("staff:threshold_new"), data)

    assert answer.status_code == 302
    assert Threshold.objects.get().ore == ore


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ore", "-2000", "Skriv beløpet som tall"),
        ("ore", "2000,005", "Skriv beløpet som tall"),
        ("ore", "1000000000000", "for stort"),
        ("ore", "0", "over null"),
        ("ore", "to tusen", "Skriv beløpet som tall"),
        ("valid_from", "20026-01-01", "Skriv datoen som"),
        ("valid_from", "1026-01-01", "Se om året er riktig"),
        ("valid_from", "9999-12-31", "Se om året er riktig"),
        ("warn_percent", "0", "Skriv 1 eller mer."),
        ("warn_percent", "9" * 30, "Skriv 100 eller mindre."),
        ("organisation_number", "310000018", "Velg"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(signed_in, field, value, said):
    here = paying()
    data = WRITTEN | {"valid_from": timezone.localdate().isoformat()} | {field: value}

    page = leader(signed_in, here.team).post(reverse("staff:threshold_new"), data)

    assert said in str(page.context["form"].errors[field])
    assert not Threshold.objects.exists()


# --- The list for payroll ---------------------------------------------------------
def over(team):
    """Return somebody of another team with the same payer who is over the threshold."""
    person = ParticipantFactory(team=team)
    here = scene()
    here.team.organisation_number = PAYER
    here.team.save()
    promises.record(here.session(), participant=person, by=here.worker)
    return person, here.team


def test_one_team_sees_its_own_and_is_told_that_it_is_not_all(signed_in):
    here = paying()
    threshold = ThresholdFactory(ore=10_000)
    mine = here.person("Min")
    promises.record(here.session(), participant=mine, by=here.worker)
    over(TeamFactory())
    user = here.colleague(Role.FINANCE)
    client = signed_in(user)
    url = reverse("staff:threshold_passed", args=[threshold.pk])

    page = client.get(url)

    assert [line.participant for line in page.context["lines"]] == [mine]
    assert f"Lista har bare folk i {here.team.name}." in page.content.decode()
    assert "-utdrag.csv" in client.get(url, {"fil": "ja"}).headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("role", "whole"), [("finance", True), ("auditor", True), ("leader", False)]
)
def test_who_keeps_the_money_in_every_team_of_the_payer_sees_the_whole(signed_in, role, whole):
    here = paying()
    threshold = ThresholdFactory(ore=10_000)
    stranger, second = over(TeamFactory())  # of a team with another payer
    user = here.colleague(role)
    MembershipFactory(user=user, team=second, role=role)
    client = signed_in(user)
    url = reverse("staff:threshold_passed", args=[threshold.pk])

    page = client.get(url)

    assert [line.participant for line in page.context["lines"]] == ([stranger] if whole else [])
    assert page.context["is_whole"] is whole
    file = client.get(url, {"fil": "ja"})
    assert (stranger.code in file.content.decode()) is whole
    assert ("-utdrag" in file.headers["Content-Disposition"]) is not whole


@pytest.mark.parametrize("wanted", ["", "x", "02026999", "1" * 400, "20026", "1026", "²026", "-1"])
def test_a_year_that_cannot_be_is_this_one(signed_in, wanted):
    here = paying()
    threshold = ThresholdFactory()
    url = reverse("staff:threshold_passed", args=[threshold.pk])

    page = leader(signed_in, here.team).get(url, {"ar": wanted})

    assert (page.status_code, page.context["year"]) == (200, timezone.localdate().year)


def test_what_nobody_has_verified_has_no_list_and_the_page_says_why(signed_in):
    here = paying()
    threshold = ThresholdFactory(ore=10_000, verified_by=None, verified_at=None)
    here.earned(here.person())
    client = leader(signed_in, here.team)
    url = reverse("staff:threshold_passed", args=[threshold.pk])

    page, file = client.get(url), client.get(url, {"fil": "ja"})

    assert page.context["lines"] == []
    assert "Grensa gjelder ikke ennå, så ingen er over den." in page.content.decode()
    assert "Content-Disposition" not in file.headers


# --- Writing down, and deciding -----------------------------------------------------
def test_a_payer_is_shown_with_its_teams(signed_in):
    here = paying()
    other = TeamFactory(name="Øvre", organisation_number=PAYER)
    user = MembershipFactory(team=here.team, role=Role.LEADER).user
    MembershipFactory(user=user, team=other, role=Role.LEADER)

    page = signed_in(user).get(reverse("staff:threshold_new"))

    choices = page.context["form"].fields["organisation_number"].choices
    assert [number for number, _label in choices] == [PAYER]
    assert {here.team.name, "Øvre"} == set(choices[0][1].partition(" · ")[2].split(", "))


def test_without_a_threshold_there_is_nothing_to_decide_and_a_way_back(signed_in):
    here = paying()
    person = here.person()
    url = reverse("staff:threshold_decide", args=[person.pk])

    words = leader(signed_in, here.team).get(url).content.decode()
    assert "Ingen grense gjelder for teamet nå." in words
    assert 'name="decision"' not in words
    assert reverse("staff:participant", args=[person.pk]) in words

    ThresholdFactory()
    assert 'name="decision"' in leader(signed_in, here.team).get(url).content.decode()


# --- Fortnights -------------------------------------------------------------------
def test_fortnights_lead_to_other_years_and_to_the_week_after(signed_in):
    here = scene()
    person = here.person()
    here.earned(person)
    client = signed_in(here.worker)
    url = reverse("staff:fortnights", args=[person.pk])

    page = client.get(url)
    shifted = client.get(url, {"uke": "neste"})
    empty = client.get(url, {"ar": "2021"})

    assert f"?ar={timezone.localdate().year - 1}" in page.content.decode()
    apart = page.context["rows"][0].first - shifted.context["rows"][0].first
    assert abs(apart.days) == 7
    assert "Ingen timer og ingen honorar dette året." in empty.content.decode()

"""The list for payroll: who passed a threshold by what was promised or by what was paid."""

import pytest
from django.utils import timezone

from payouts.earnings import approval, promises
from payouts.models import Payout
from payouts.over_the_table import cash
from payouts.reports import over_threshold
from payouts.reports.over_threshold import PayrollLine
from tests.factories.payouts import ThresholdFactory
from tests.payouts.helpers import SIGNATURE, full_box, scene
from tests.payouts.test_thresholds import payer

pytestmark = pytest.mark.django_db


def paid(stage, person):
    """Pay what `person` has to come for the scene's session, in cash; return the payout."""
    earning = promises.record(stage.session, participant=person, by=stage.by).earning
    approval.approve_many([earning.pk], by=stage.by)
    cash.pay(person, earnings=[earning.pk], box=full_box(stage), by=stage.by, signature=SIGNATURE)
    return Payout.objects.get(earning=earning)


def test_it_has_those_who_passed_with_what_was_promised_and_what_was_paid() -> None:
    stage = payer(scene())
    threshold = ThresholdFactory(ore=14_999)
    people = [stage.participant() for _number in range(3)]
    paid(stage, people[0])
    promises.record(stage.session, participant=people[1], by=stage.by)

    lines = over_threshold.passed(threshold, year=timezone.localdate().year)

    assert {line.participant: (line.promised_ore, line.paid_ore) for line in lines} == {
        people[0]: (15_000, 15_000),
        people[1]: (15_000, 0),
    }


def test_exactly_the_threshold_is_not_over_it() -> None:
    stage = payer(scene())
    paid(stage, stage.participant())

    assert over_threshold.passed(ThresholdFactory(ore=15_000), year=timezone.localdate().year) == []


def test_what_is_paid_counts_in_the_year_of_the_payment() -> None:
    stage = payer(scene())
    threshold = ThresholdFactory(ore=14_999)
    person = stage.participant()
    payout = paid(stage, person)
    this_year = timezone.localdate().year
    last_summer = timezone.now().replace(year=this_year - 1, month=7, day=1)
    Payout.objects.filter(pk=payout.pk).update(settled_at=last_summer)

    assert over_threshold.passed(threshold, year=this_year) == [PayrollLine(person, 15_000, 0)]
    assert over_threshold.passed(threshold, year=this_year - 1) == [PayrollLine(person, 0, 15_000)]


def test_another_payer_and_what_did_not_arrive_are_not_in_it() -> None:
    stage, stranger = payer(scene()), scene()
    threshold = ThresholdFactory(ore=14_999)
    person, other = stage.participant(), stranger.participant()
    paid(stranger, other)
    Payout.objects.filter(pk=paid(stage, person).pk).update(state=Payout.State.FAILED)

    assert over_threshold.passed(threshold, year=timezone.localdate().year) == [
        PayrollLine(person, 15_000, 0)
    ]


def test_the_file_has_codes_and_both_sums_and_no_names() -> None:
    stage = payer(scene())
    threshold = ThresholdFactory(ore=14_999)
    person = stage.participant()
    paid(stage, person)
    year = timezone.localdate().year

    text = over_threshold.export(over_threshold.passed(threshold, year=year), threshold=threshold)

    assert text.splitlines() == [
        "\ufeffOrganisasjonsnummer;Kode;Nummer i regnskapet;Lovet;Betalt",
        f"310000019;{person.code};{person.ledger_person.number};150,00;150,00",
    ]
    assert person.chosen_name not in text


def test_it_costs_the_same_for_many(django_assert_num_queries) -> None:
    stage = payer(scene())
    threshold = ThresholdFactory(ore=14_999)
    for _number in range(3):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
        with django_assert_num_queries(3):
            over_threshold.passed(threshold, year=timezone.localdate().year)

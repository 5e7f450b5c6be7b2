"""How somebody wants it: always or once, changed any time until it is paid."""

import pytest

from core.errors import RuleBroken
from notices import tasks
from notices.models import Task
from payouts import preferences
from payouts.earnings import promises
from payouts.models import Earning, PayChoice, VaultEntry, Way
from payouts.over_the_table import cash
from tests.factories.payouts import VaultEntryFactory
from tests.payouts.helpers import SIGNATURE, Scene, bank_people, full_box, scene

pytestmark = pytest.mark.django_db


def earned(stage: Scene) -> Earning:
    recorded = promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    assert recorded.earning is not None
    return Earning.objects.get(pk=recorded.earning.pk)


def test_in_the_hand_when_nobody_chose() -> None:
    earning = earned(scene())

    assert preferences.way_of(earning) == Way.IN_HAND
    assert preferences.always(earning.participant) == Way.IN_HAND


def test_always_can_be_changed_and_repeated() -> None:
    earning = earned(scene())

    for way in ("saved", "saved", "gift_card"):
        preferences.choose(earning.participant, way=way)

    assert PayChoice.objects.get().way == Way.GIFT_CARD
    assert preferences.way_of(earning) == Way.GIFT_CARD


def test_one_honorarium_has_a_choice_of_its_own_and_gives_it_up_again() -> None:
    earning = earned(scene())
    preferences.choose(earning.participant, way="saved")

    assert preferences.way_of(preferences.choose_for(earning, way="gift_card")) == Way.GIFT_CARD
    assert preferences.way_of(preferences.choose_for(earning, way="")) == Way.SAVED


def test_a_list_knows_what_each_wants() -> None:
    stage = scene()
    first, second, third = (
        promises.record(stage.session, participant=stage.participant(), by=stage.by).earning
        for _n in range(3)
    )
    preferences.choose(second.participant, way="saved")
    preferences.choose(third.participant, way="saved")
    preferences.choose_for(third, way="bank")

    found = Earning.objects.with_way().order_by("pk").values_list("wanted", flat=True)

    assert list(found) == ["in_hand", "saved", "bank"]
    assert first.way == ""


def test_what_is_paid_keeps_its_choice() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)
    cash.pay(earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)

    with pytest.raises(RuleBroken) as told:
        preferences.choose_for(earning, way="saved")

    assert told.value.message == (
        "Disse pengene er alt sendt eller betalt. Du kan velge neste gang."
    )
    assert preferences.choose_for(earning, way="").way == ""


@pytest.mark.parametrize("way", ["", "stripe", "IN_HAND", "x" * 500])
def test_a_way_that_there_is_not_is_refused(way: str) -> None:
    with pytest.raises(RuleBroken):
        preferences.choose(scene().participant(), way=way)

    assert PayChoice.objects.count() == 0


def test_who_chooses_the_bank_is_asked_for_an_account_once_at_a_time() -> None:
    stage = scene()
    earning = earned(stage)
    preferences.choose(earning.participant, way="bank")
    preferences.choose(earning.participant, way="bank")
    preferences.choose_for(earning, way="bank")

    task = Task.objects.get()
    assert (task.participant, task.text) == (
        earning.participant,
        "Vil ha pengene til konto. Skriv ned kontonummeret sammen.",
    )
    tasks.done(task, by=stage.by)
    preferences.choose(earning.participant, way="bank")
    assert Task.objects.count() == 2


def test_who_has_told_an_account_is_not_asked_again() -> None:
    stage = scene()
    person = stage.participant()
    VaultEntry.objects.create(
        participant=person, registered_name="Å", account_number="86011117947", written_by=stage.by
    )

    preferences.choose(person, way="bank")

    assert Task.objects.count() == 0


def test_who_chooses_otherwise_has_no_account_in_the_vault_any_more() -> None:
    entry = VaultEntryFactory()

    preferences.choose(entry.participant, way="bank")
    assert VaultEntry.objects.count() == 1
    preferences.choose(entry.participant, way="in_hand")

    assert not VaultEntry.objects.exists()


def test_the_account_stays_while_one_honorarium_is_on_its_way_to_it() -> None:
    stage = scene()
    (person,) = bank_people(stage)
    preferences.choose_for(person.earnings.get(), way="bank")

    preferences.choose(person, way="saved")

    assert VaultEntry.objects.filter(participant=person).exists()


@pytest.mark.parametrize("once", ["", *Way.values])
@pytest.mark.parametrize("always", ["", *Way.values])
def test_who_is_paid_in_cash_is_everybody_who_did_not_choose_otherwise(
    always: str, once: str
) -> None:
    earning = earned(scene())
    if always:
        PayChoice.objects.create(participant=earning.participant, way=always)
    Earning.objects.update(way=once)
    in_cash = (once or always or Way.IN_HAND) == Way.IN_HAND

    assert list(Earning.objects.in_cash()) == [earning] * in_cash
    assert list(Earning.objects.in_another_way()) == [earning] * (not in_cash)

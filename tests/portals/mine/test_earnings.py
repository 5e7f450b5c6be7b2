"""Promised, on its way, paid: exact sums in plain words."""

import pytest

from payouts import preferences
from payouts.bank import batches
from payouts.earnings import promises
from payouts.models import Earning, Reservation
from payouts.over_the_table import cash
from tests.factories.activities import SessionFactory
from tests.factories.participants import worker_of
from tests.factories.payouts import ThresholdFactory, VaultEntryFactory
from tests.payouts.helpers import SIGNATURE, full_box, scene
from tests.portals.mine.scene import text_of, visit

pytestmark = pytest.mark.django_db


def earned(someone, stage):
    recorded = promises.record(stage.session, participant=someone.participant, by=stage.by)
    return recorded.earning


def test_an_honorarium_goes_from_promised_to_on_its_way_to_paid():
    stage = scene()
    ola = visit(team=stage.session.team, primary_contact=worker_of(stage.session.team))

    earning = earned(ola, stage)
    words = text_of(ola.client.get("/min/honorar/"))
    assert "Lovet 150 kr På vei 0 kr Betalt 0 kr" in words
    assert "Du var med. 150 kr" in words
    assert ola.client.get("/min/honorar/").context["page"].object_list[0].step == "promised"

    promises.close(stage.session, by=stage.by)
    words = text_of(ola.client.get("/min/honorar/"))
    assert "Lovet 0 kr På vei 150 kr Betalt 0 kr" in words
    assert "150 kr er på vei til deg. Du får dem i hånden. Spør Kari når det passer." in words

    box = full_box(stage)
    cash.pay(ola.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)
    response = ola.client.get("/min/honorar/")
    assert "Lovet 0 kr På vei 0 kr Betalt 150 kr" in text_of(response)
    assert "Du fikk dem i hånda fra Kari" in text_of(response)
    assert response.context["page"].object_list[0].step == "paid"


def test_taken_back_and_others_honoraria_are_not_mine():
    stage = scene()
    ola = visit(team=stage.session.team, primary_contact=worker_of(stage.session.team))
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    earned(ola, stage)
    promises.reverse(stage.session, participant=ola.participant, by=stage.by)

    assert "Her ser du pengene du får når du har vært med på noe." in text_of(
        ola.client.get("/min/honorar/")
    )


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_honoraria_cost_the_same_however_many(rows, django_assert_num_queries):
    stage = scene()
    ola = visit(team=stage.session.team, primary_contact=worker_of(stage.session.team))
    earned(ola, stage)
    reservation = Reservation.objects.get()
    for _row in range(rows - 1):
        session = SessionFactory(activity=stage.session.activity, team=stage.session.team)
        Earning.objects.create(
            participant=ola.participant,
            reason="took_part",
            session=session,
            reservation=reservation,
            ore=15_000,
        )

    with django_assert_num_queries(7):
        response = ola.client.get("/min/honorar/")

    assert response.context["sums"]["promised"] == rows * 15_000


def test_a_threshold_stands_there_with_the_year_s_sum_and_whom_to_ask():
    stage = scene()
    team = stage.session.team
    team.organisation_number = "310000019"
    team.save()
    ThresholdFactory(name="Grensa", ore=200_000)
    ola = visit(team=team, primary_contact=worker_of(team))
    earned(ola, stage)

    words = text_of(ola.client.get("/min/honorar/"))

    assert (
        "I år har du fått lov på 150 kr fra oss. «Grensa» er på 2 000 kr."
        " Lurer du på noe? Snakk med Kari." in words
    )
    assert "skatt" not in words


def test_what_lies_in_the_bank_s_batch_is_on_its_way_and_offers_no_other_way():
    stage = scene()
    team = stage.session.team
    ola = visit(team=team, primary_contact=worker_of(team))
    earning = earned(ola, stage)
    promises.close(stage.session, by=stage.by)
    preferences.choose(ola.participant, way="bank")
    other_way = f"/min/honorar/{earning.pk}/valg/"
    page = ola.client.get("/min/honorar/")
    assert "Nå er det slik: til konto." in text_of(page)
    assert "Først trenger vi kontonummeret." in text_of(page)
    assert other_way in page.content.decode()

    VaultEntryFactory(participant=ola.participant, written_by=stage.by)
    batches.make(team, by=stage.by)
    page = ola.client.get("/min/honorar/")

    assert "150 kr går til kontoen din." in text_of(page)
    assert page.context["page"].object_list[0].step == "on_its_way"
    assert other_way not in page.content.decode()


def test_what_has_no_money_yet_is_said_and_not_called_promised():
    stage = scene(places=1, budget_ore=15_000)
    ola = visit(team=stage.session.team, primary_contact=worker_of(stage.session.team))
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    earned(ola, stage)

    response = ola.client.get("/min/honorar/")

    words = text_of(response)
    assert "Venter på penger 150 kr Lovet 0 kr På vei 0 kr Betalt 0 kr" in words
    assert "Vi venter på penger til dette. Du får dem når de kommer." in words
    assert response.context["page"].object_list[0].step == "unfunded"

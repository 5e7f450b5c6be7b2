"""I choose how I want it with one press, and have my year on paper."""

import pytest
from django.utils import timezone

from payouts.earnings import promises
from payouts.models import Earning, PayChoice
from payouts.over_the_table import cash
from tests.factories.participants import worker_of
from tests.payouts.helpers import SIGNATURE, full_box, scene
from tests.portals.mine.scene import text_of, visit

pytestmark = pytest.mark.django_db


def earned(*, stage):
    ola = visit(team=stage.session.team, primary_contact=worker_of(stage.session.team))
    promises.record(stage.session, participant=ola.participant, by=stage.by)
    promises.close(stage.session, by=stage.by)
    return ola, Earning.objects.get(participant=ola.participant)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("in_hand", "150 kr er på vei til deg. Du får dem i hånden. Spør Kari når det passer."),
        ("saved", "Vi tar vare på 150 kr for deg. Vil du ha dem? Si det til Kari."),
        ("gift_card", "Du får gavekort for 150 kr. Spør Kari når det passer."),
        (
            "bank",
            "150 kr skal til kontoen din. Først trenger vi kontonummeret. Gi det til Kari.",
        ),
    ],
)
def test_one_press_chooses_always(way, words):
    ola, _earning = earned(stage=scene())

    answers = [ola.client.post("/min/honorar/valg/", {"way": way}) for _tap in range(2)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(303, "/min/honorar/")] * 2
    assert PayChoice.objects.get().way == way
    assert words in text_of(ola.client.get("/min/honorar/"))


def test_one_press_chooses_for_one_and_another_gives_it_up():
    ola, earning = earned(stage=scene())
    url = f"/min/honorar/{earning.pk}/valg/"
    assert "150 kr" in text_of(ola.client.get(url))

    ola.client.post(url, {"way": "saved"})
    earning.refresh_from_db()
    assert earning.way == "saved"
    assert "Vi tar vare på dem for deg." in text_of(ola.client.get("/min/honorar/"))

    ola.client.post(url, {"way": "always"})
    earning.refresh_from_db()
    assert earning.way == ""


@pytest.mark.parametrize("sent", [{}, {"way": ""}, {"way": "gull"}])
def test_a_press_on_nothing_is_answered_and_changes_nothing(sent):
    ola, earning = earned(stage=scene())

    answers = [
        ola.client.post(url, sent)
        for url in ("/min/honorar/valg/", f"/min/honorar/{earning.pk}/valg/")
    ]

    assert answers[0].status_code == 200
    assert "Velg en av måtene." in text_of(answers[0])
    assert PayChoice.objects.count() == 0
    earning.refresh_from_db()
    assert earning.way == ""


def test_another_s_honorarium_is_not_mine_to_choose_about():
    stage = scene()
    ola, _own = earned(stage=stage)
    _other, earning = earned(stage=scene())

    assert ola.client.get(f"/min/honorar/{earning.pk}/valg/").status_code == 404
    assert ola.client.post(f"/min/honorar/{earning.pk}/valg/", {"way": "bank"}).status_code == 404


def test_what_is_paid_is_answered_in_words():
    stage = scene()
    ola, earning = earned(stage=stage)
    box = full_box(stage)
    cash.pay(ola.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)

    answer = ola.client.post(f"/min/honorar/{earning.pk}/valg/", {"way": "saved"})

    assert answer.status_code == 409
    assert "Du kan velge neste gang." in text_of(answer)


def test_my_year_says_each_honorarium_and_how_it_was_paid():
    stage = scene()
    ola, earning = earned(stage=stage)
    url = f"/min/honorar/ar/{timezone.localdate().year}/"
    assert "Ikke betalt ennå" in text_of(ola.client.get(url))

    box = full_box(stage)
    cash.pay(ola.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)
    words = text_of(ola.client.get(url))

    assert "kontant" in words
    assert "150 kr til sammen." in words
    assert "Ikke betalt ennå" not in words


@pytest.mark.parametrize("year", ["0", "1999", "9999", "9" * 30])
def test_a_year_that_cannot_be_is_answered_kindly(year):
    answer = visit().client.get(f"/min/honorar/ar/{year}/")

    assert answer.status_code == 404

"""At the table: envelopes to print, and a whole group paid in one go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from core.templatetags.formats import weekday_date
from payouts.earnings import promises
from payouts.models import CashReceipt, Earning, PayChoice, Payout, Way
from payouts.over_the_table import cash
from tests.factories.activities import SessionFactory
from tests.portals.shown_form import shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def took_part(here, *names):
    """Return a closed session and the honoraria of those who took part."""
    session = here.session()
    people = [here.person(name) for name in names]
    earnings = [
        promises.record(session, participant=person, by=here.worker).earning for person in people
    ]
    promises.close(session, by=here.worker)
    return session, earnings


def written(here, earnings, **changes):
    return {
        "people": [earning.participant_id for earning in earnings],
        "earnings": [earning.pk for earning in earnings],
        "box": changes.pop("from_box", None) or here.box().pk,
        "witness": here.colleague().pk,
        "initials_first": "kn", "initials_second": "ps",
        "shown_ore": sum(earning.ore for earning in earnings),
    } | changes  # fmt: skip


def test_everybody_is_paid_with_one_press_and_a_second_press_pays_nobody(signed_in):
    here = scene()
    session, earnings = took_part(here, "Ola", "Ali")
    client, words = signed_in(here.worker), written(here, earnings)
    url = reverse("staff:pay_group", args=[session.pk])

    answers = [client.post(url, words) for _press in range(2)]

    assert [answer.url for answer in answers] == [url, url]
    assert CashReceipt.objects.count() == 2
    page = client.get(url)
    assert page.context["envelopes"] == []
    assert "2 personer har fått 300\u00a0kr til sammen." in page.content.decode()


def test_the_button_says_the_sum_of_all_and_the_answer_leads_to_each_receipt(signed_in):
    here = scene()
    session, earnings = took_part(here, "Ola", "Ali")
    client, url = signed_in(here.worker), reverse("staff:pay_group", args=[session.pk])
    words = written(here, earnings)
    page = client.get(url)
    assert "Alle har fått sitt, 300\u00a0kr</button>" in page.content.decode()
    Earning.objects.filter(pk=earnings[0].pk).update(ore=20_000)

    told = client.post(url, words | {"shown_ore": shown(page)["shown_ore"]})

    assert told.context["form"].non_field_errors() == [
        "Du har valgt 350\u00a0kr. Se over, og trykk én gang til."
    ]
    assert CashReceipt.objects.count() == 0
    answer = client.post(url, words | {"shown_ore": shown(told)["shown_ore"]}, follow=True)
    for receipt in CashReceipt.objects.all():
        assert reverse("staff:receipt", args=[receipt.pk]) in answer.content.decode()
    assert CashReceipt.objects.count() == 2


def test_only_those_who_are_ticked_are_paid(signed_in):
    here = scene()
    session, (ola, ali) = took_part(here, "Ola", "Ali")
    words = written(here, [ola, ali], people=[ali.participant_id], shown_ore=ali.ore)

    signed_in(here.worker).post(reverse("staff:pay_group", args=[session.pk]), words)

    assert [payout.earning for payout in Payout.objects.all()] == [ali]


def test_what_was_approved_after_the_page_was_opened_is_not_paid(signed_in):
    here = scene()
    session, (ola,) = took_part(here, "Ola")
    here.earned(ola.participant)
    words = written(here, [ola])

    signed_in(here.worker).post(reverse("staff:pay_group", args=[session.pk]), words)

    assert CashReceipt.objects.get().ore == 15_000


def test_who_chose_another_way_stands_apart(signed_in):
    here = scene()
    session, (ola, ali) = took_part(here, "Ola", "Ali")
    PayChoice.objects.create(participant=ali.participant, way=Way.GIFT_CARD)

    page = signed_in(here.worker).get(reverse("staff:pay_group", args=[session.pk]))

    assert [one.participant for one in page.context["envelopes"]] == [ola.participant]
    assert [one.participant for one in page.context["others"]] == [ali.participant]
    assert AccessEvent.objects.filter(subjects__participant_number=ola.participant_id).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people": []}, "people"),
        ({"people": ["9" * 40]}, "people"),
        ({"earnings": []}, "earnings"),
        ({"earnings": ["x"]}, "earnings"),
        ({"box": ""}, "box"),
        ({"witness": ""}, "witness"),
        ({"initials_first": ""}, "initials_first"),
        ({"initials_second": "KNORDBY"}, "initials_second"),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_paid(signed_in, changes, field):
    here = scene()
    session, earnings = took_part(here, "Ola")
    words = written(here, earnings) | changes

    page = signed_in(here.worker).post(reverse("staff:pay_group", args=[session.pk]), words)

    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert Payout.objects.count() == 0


def test_a_box_with_too_little_pays_nobody(signed_in):
    here = scene()
    session, earnings = took_part(here, "Ola", "Ali")
    words = written(here, earnings, from_box=here.box(ore=29_900).pk)

    page = signed_in(here.worker).post(reverse("staff:pay_group", args=[session.pk]), words)

    assert page.context["form"].non_field_errors() == [
        "Det mangler 1\u00a0kr i skrinet. Fyll på, eller velg et annet skrin."
    ]
    assert Payout.objects.count() == 0


def test_a_box_and_people_of_another_team_cannot_be_chosen(signed_in):
    here, there = scene(), scene()
    session, earnings = took_part(here, "Ola")
    _session, others = took_part(there, "Ali")
    client, url = signed_in(here.worker), reverse("staff:pay_group", args=[session.pk])

    for words in (written(here, earnings, from_box=there.box().pk), written(here, others)):
        assert client.post(url, words).status_code == 200

    assert Payout.objects.count() == 0


def test_sessions_where_somebody_waits_are_listed(signed_in):
    here = scene()
    session, _earnings = took_part(here, "Ola", "Ali")
    _paid, (eva,) = took_part(here, "Eva")
    cash.pay(
        eva.participant, earnings=[eva.pk], box=here.box(), by=here.worker,
        witness=here.colleague(), paid_by_initials="KN", witness_initials="PS",
    )  # fmt: skip
    SessionFactory(team=here.team, starts_at=timezone.now() - timedelta(days=1))

    page = signed_in(here.worker).get(reverse("staff:pay_groups"))

    assert [(one, one.waiting) for one in page.context["table"].shown] == [(session, 2)]
    heard = f'{session.name}<span class="ds-sr-only">, {weekday_date(session.starts_at)}</span></a>'
    assert heard in page.content.decode()


def test_envelopes_say_the_notes_and_are_logged_as_printed(signed_in):
    here = scene()
    _session, (ola, _ali) = took_part(here, "Ola", "Ali")

    page = signed_in(here.worker).get(reverse("staff:envelopes"))

    assert [one.pieces for one in page.context["envelopes"]] == [[0, 1, 1, 0, 0, 0, 0]] * 2
    assert page.context["total_ore"] == 30_000
    event = AccessEvent.objects.get(subjects__participant_number=ola.participant_id)
    assert (event.act, event.what) == (AccessEvent.Act.PRINT, "staff:envelopes")


@pytest.mark.parametrize(
    ("role", "sees", "pays"),
    [
        (Role.LEADER, 200, 200), (Role.WORKER, 200, 200), (Role.FINANCE, 200, 200),
        (Role.AUDITOR, 200, 403), (Role.PEER_WORKER, 403, 403), (Role.EDITOR, 403, 403),
    ],
)  # fmt: skip
def test_who_sees_and_who_pays(staff_client, role, sees, pays):
    here = scene()
    session, _earnings = took_part(here, "Ola")
    client = staff_client(role=role, team=here.team)
    assert client.get(reverse("staff:envelopes")).status_code == sees
    assert client.get(reverse("staff:pay_groups")).status_code == pays
    assert client.get(reverse("staff:pay_group", args=[session.pk])).status_code == pays

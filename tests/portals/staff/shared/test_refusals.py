"""A refusal names who or what stands in the way, and leads to its page."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Absence
from activities.planning import sessions
from activities.staffing import availability, shifts
from activities.works import jobs
from core.errors import RuleBroken
from payouts.earnings import promises
from payouts.models import CashReceipt
from portals.staff.shared import refusals
from tests.activities.safety.test_escalation import ENDS, out
from tests.factories.activities import JobFactory
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE
from tests.portals.staff.pay.test_gift_cards import gift
from tests.portals.staff.pay.test_pay import payment
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def link(name, *args):
    return f'<a href="{reverse(name, args=args)}'


def refused(verb, *args, **words):
    with pytest.raises(RuleBroken) as told:
        verb(*args, **words)
    return refusals.in_words(told.value)


def test_who_is_on_another_session_is_named_with_that_session():
    here = scene()
    first, second = here.session(offered=False), here.session(offered=False)
    colleague = here.colleague()
    shifts.assign(first, staff=colleague)
    said = refused(shifts.assign, second, staff=colleague)
    assert f"{colleague} er på {first.name} da." in said
    assert link("staff:sheet", first.pk) in said


def test_what_is_paid_is_named_with_its_receipt_on_the_page(signed_in):
    here = scene()
    person, box = here.person("Ola"), here.box()
    first, second = here.earned(person), here.earned(person)
    client, url = signed_in(here.worker), reverse("staff:pay_person", args=[person.pk])
    client.post(url, payment(first, box))
    both = payment(first, box, earnings=[first.pk, second.pk], shown_ore=30_000)

    page = client.post(url, both).content.decode()

    assert f"{first.what} til Ola er betalt eller på vei." in page
    assert link("staff:receipt", CashReceipt.objects.get().pk) in page


def test_what_is_not_approved_is_named_with_its_session():
    from payouts.over_the_table import cash

    here = scene()
    session = here.session()
    earning = promises.record(session, participant=here.person(), by=here.worker).earning
    said = refused(
        cash.pay, earning.participant, earnings=[earning.pk], box=here.box(),
        by=here.worker, signature=SIGNATURE,
    )  # fmt: skip
    assert f"{session.name} er ikke godkjent ennå." in said
    assert link("staff:sheet", session.pk) in said


def test_a_card_that_is_gone_is_named_with_its_receipt(signed_in):
    here = scene()
    ola, ali = here.earned(here.person("Ola")), here.earned(here.person("Ali"))
    card, client = GiftCardFactory(team=here.team), signed_in(here.worker)
    give = [reverse("staff:gift_card_give", args=[row.participant_id]) for row in (ola, ali)]
    receipt = client.post(give[0], gift(ola, card)).url

    from payouts.over_the_table import gift_cards

    said = refused(
        gift_cards.hand_out, ali.participant, earnings=[ali.pk], cards=[card.pk],
        by=here.worker, signature=SIGNATURE,
    )  # fmt: skip
    assert f"{card} er ikke på lager lenger." in said
    assert f'<a href="{receipt}"' in said


def test_what_keeps_a_session_from_opening_leads_to_where_it_is_mended():
    here = scene()
    session = here.session(offered=False, min_staff=2, min_staff_reason="")
    said = refused(sessions.publish, session, by=here.colleague(Role.LEADER))
    assert "mangler 1 ansatt" in said
    assert link("staff:sheet", session.pk) in said


def test_a_job_in_somebodys_hands_names_them_to_staff():
    here = scene()
    job = JobFactory(team=here.team)
    jobs.pick_up(job, staff=here.worker)
    assert f"{here.worker} er i gang med dette." in refused(jobs.remove, job)


def test_a_sentence_is_never_read_as_markup():
    here = scene()
    session = here.session()
    said = refusals.in_words(RuleBroken("<b>Ola</b> er borte.", about=session))
    assert "&lt;b&gt;Ola&lt;/b&gt;" in said


def days(session):
    day = timezone.localdate(session.starts_at)
    return {"first_day": day, "last_day": day}


def test_who_is_away_is_named_with_where_it_stands():
    here = scene()
    session, colleague = here.session(offered=False), here.colleague()
    Absence.objects.create(staff=colleague, team=here.team, **days(session))
    said = refused(shifts.assign, session, staff=colleague)
    assert f"{colleague} er borte da." in said
    assert link("staff:colleagues") in said


def test_a_deputy_who_is_away_is_named_with_where_it_stands():
    here = scene()
    session, colleague, other = here.session(), here.colleague(), here.colleague()
    Absence.objects.create(staff=other, team=here.team, **days(session))
    said = refused(
        availability.add_absence,
        here.team,
        staff=colleague,
        deputy=other,
        **days(session),
    )
    assert f"{other} er selv borte da." in said
    assert link("staff:colleagues") in said


def test_who_is_out_is_named_with_where_one_sees_it():
    shift, *_others = out()
    team = shift.session.team
    with time_machine.travel(ENDS - timedelta(hours=1), tick=False):
        said = refused(sessions.cancel, shift.session, reason="Det regner.", by=None)
    assert f"Ute nå: {shift.staff}." in said
    assert f'<a href="{reverse("staff:home")}?team={team.slug}">Hvem er ute?</a>' in said

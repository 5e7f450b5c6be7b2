"""A confirm page is bound to what it showed (rules.md#forms)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Session
from activities.taking_part import signups
from participants import consent_texts
from participants.models import Consent
from payouts.bank import batches
from payouts.earnings import promises
from payouts.models import Batch, Budget, GiftCard
from portals.staff.shared.forms.consent_items import key_of
from tests.factories.activities import WorkFactory
from tests.factories.payouts import (
    AdditionFactory,
    BudgetFactory,
    GiftCardFactory,
    ThresholdFactory,
)
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
STALE = "Noe er endret siden siden ble vist"


def pages(here):
    """Return each bound page: its address, what the form says, and what changes underneath."""
    session = here.session()
    here.coming(session, 2)
    closing = here.session()
    promises.record(closing, participant=here.person(), by=here.worker)
    card = GiftCardFactory(team=here.team)
    here.with_account("Kari")
    made = batches.make(here.team, by=here.worker)
    return {
        "session_cancel": (
            session, {"reason": "Uvær"}, lambda: signups.join(session, participant=here.person())
        ),
        "session_close": (
            closing, {},
            lambda: promises.record(closing, participant=here.person(), by=here.worker),
        ),
        "gift_card_void": (
            card, {"reason": "Borte", "witness": here.worker.pk},
            lambda: GiftCard.objects.update(ore=99_900)
        ),
        "batch_void": (
            made, {"reason": "Feil"}, lambda: batches.remove(made.payouts.first())
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["session_cancel", "session_close", "gift_card_void", "batch_void"]
)
def test_nothing_happens_when_something_else_was_shown(staff_client, name):
    here = scene()
    leader = staff_client(role=Role.LEADER, team=here.team)
    row, words, change = pages(here)[name]
    url = reverse(f"staff:{name}", args=[row.pk])
    state = row.state
    shown = leader.get(url).context["shown"]
    change()

    stale = leader.post(url, words | {"shown": shown})

    row.refresh_from_db()
    assert (stale.status_code, row.state) == (200, state)
    assert STALE in stale.content.decode()
    assert leader.post(url, words | {"shown": stale.context["shown"]}).status_code == 302
    row.refresh_from_db()
    assert row.state != state


def test_the_same_page_again_is_no_change(staff_client):
    here = scene()
    leader = staff_client(role=Role.LEADER, team=here.team)
    session = here.session()
    url = reverse("staff:session_close", args=[session.pk])
    shown = leader.get(url).context["shown"]
    for _tap in range(2):
        assert leader.post(url, {"shown": shown}).status_code == 302
    session.refresh_from_db()
    assert session.state == Session.State.CLOSED
    assert not Batch.objects.exists()


def approvals(here, maker):
    """Return each approval: its address, the list it stands on, the row, and what is approved."""
    budget = BudgetFactory(team=here.team, made_by=maker, approved_by=None)
    addition = AdditionFactory(budget=Budget.objects.exclude(pk=budget.pk).get(), made_by=maker)
    here.team.organisation_number = "923609016"
    here.team.save()
    threshold = ThresholdFactory(
        organisation_number="923609016", made_by=maker, verified_by=None, verified_at=None
    )
    draft = here.session(offered=False, places=4, starts_at=timezone.now() + timedelta(days=1))
    return {
        "budget_approve": (budget, "budgets", "amount_ore", "approved_by_id"),
        "addition_approve": (addition, "budgets", "ore", "approved_by_id"),
        "threshold_verify": (threshold, "thresholds", "ore", "verified_by_id"),
        "session_publish": (draft, ("sheet", draft.pk), "places", "published_at"),
    }


@pytest.mark.parametrize(
    "name", ["budget_approve", "addition_approve", "threshold_verify", "session_publish"]
)
def test_nothing_is_approved_that_was_another_sum_when_it_was_shown(staff_client, name):
    here = scene()
    finder = here.colleague(Role.FINANCE)
    leader = staff_client(role=Role.LEADER, team=here.team)
    row, page, sum_of, done = approvals(here, finder)[name]
    page, args = (page, []) if isinstance(page, str) else (page[0], [page[1]])
    url, on = reverse(f"staff:{name}", args=[row.pk]), reverse(f"staff:{page}", args=args)
    type(row).objects.filter(pk=row.pk).update(**{sum_of: getattr(row, sum_of) + 1})
    shown = press(leader, url, {"shown": "x"}, on=on, follow=True)
    assert STALE in shown.content.decode()
    row.refresh_from_db()
    assert getattr(row, done) is None

    press(leader, url, on=on)

    row.refresh_from_db()
    assert getattr(row, done) is not None


def test_a_yes_to_words_that_are_others_now_is_no_yes(signed_in, monkeypatch):
    here = scene()
    person, client = here.person(), signed_in(here.worker)
    work = WorkFactory(team=here.team)
    work.makers.add(person)
    url = reverse("staff:consent_new", args=[person.pk])
    words = {"items": [key_of(work)], "channel": "web", "how": "paper", "months": "12"}
    page = client.get(url)
    assert "Ja, dette kan stå på nettsiden til Reir med navnet mitt." in page.content.decode()
    monkeypatch.setattr(consent_texts, "text_of", lambda channel, version="": "Andre ord")

    stale = client.post(url, words | {"shown": page.context["shown"]})

    assert STALE in stale.content.decode()
    assert not Consent.objects.exists()
    assert client.post(url, words | {"shown": stale.context["shown"]}).status_code == 302

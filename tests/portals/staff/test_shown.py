"""A confirm page is bound to what it showed (DESIGN §9.5)."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import Role
from activities import signups
from activities.models import Session
from payouts import batches, promises
from payouts.models import Batch, GiftCard
from tests.factories.payouts import GiftCardFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
STALE = "Noe er endret siden siden ble vist"
UNBOUND = {
    "cards.py": 1,
    "consents.py": 1,
    "home.py": 1,
    "jobs.py": 1,
    "participants.py": 2,
    "plan.py": 1,
    "resources.py": 1,
    "boxes.py": 1,
    "thresholds.py": 1,
    "sign_in.py": 1,
    "vault.py": 1,  # account_forget; account_confirm brings `shown` itself
}
"""Confirm pages that show no sum and no number of people that anything follows from."""


def test_a_new_confirm_page_is_bound_to_what_it_shows():
    found = {}
    for file in Path("portals/staff").glob("*.py"):
        calls = re.findall(r"return confirm_page\((.*?)\n    \)", file.read_text(), re.DOTALL)
        free = [call for call in calls if "shown=" not in call]
        if free and file.name != "door.py":
            found[file.name] = len(free)
    assert found == UNBOUND


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
            card, {"reason": "Borte"}, lambda: GiftCard.objects.update(ore=99_900)
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

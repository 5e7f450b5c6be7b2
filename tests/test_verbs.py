"""Each verb is called by a route, a command, the timer or a hook (rules.md#verbs-are-called)."""

import pytest

from tests.verbs import Graph, entry_points_of_verbs

WITHOUT_A_DOOR = {
    "accounts.roles.wagtail_groups:let_edit_below": "for an installation whose teams tell below"
    " pages of their own: it is called from its own migration or shell, with pages that only it"
    " knows",
    **dict.fromkeys(
        ("notices.letters:post", "notices.letters:take_out", "notices.outbox:deliver_one"),
        "every letter goes through EMAIL_BACKEND, which calls the first; the task queue the rest",
    ),
}
"""A verb that no entry point leads to, and why."""
LEAD_TO = {
    "accounts.invitations:revoke": {"staff:contact_end", "staff:colleague_end"},
    "accounts.roles.memberships:end": {"staff:colleague_end", "staff:colleague_roles"},
    "accounts.roles.memberships:give": {"staff:colleague_invite", "command: invite"},
    "activities.staffing.colleagues:end_membership": {"staff:colleague_end"},
    "activities.staffing.colleagues:invite": {"staff:colleague_invite"},
    "activities.staffing.colleagues:send_letter_again": {"staff:colleague_letter"},
    "activities.staffing.colleagues:set_roles": {"staff:colleague_roles"},
    "activities.taking_part.ideas:propose": {"staff:idea_new", "mine:ideas"},
    "activities.taking_part.ideas:withdraw": {"staff:idea_remove", "mine:idea_withdraw"},
    "leasing.leases:end": {"staff:lease_end"},
    "leasing.leases:resume": {"staff:lease_run_on"},
    "leasing.partners:answer_enquiry": {"staff:enquiry_answer"},
    "leasing.partners:answer_otherwise": {"staff:enquiry_other"},
    "leasing.partners:edit": {"staff:partner_edit"},
    "leasing.partners:end_contact": {"staff:contact_end"},
    "leasing.partners:invite_contact": {"staff:contact_invite", "staff:partner_invite"},
    "leasing.partners:open_again": {"staff:enquiry_open_again"},
    "participants.cards:issue": {"staff:card"},
    "participants.cards:revoke": {"staff:card_stop"},
    "payouts.preferences:choose": {"staff:pay_choice", "mine:pay_choice"},
}
"""Doors that were missing once, or that two kinds of people need."""


def test_every_verb_has_an_entry_point_or_a_reason():
    found = {verb for verb, entries in entry_points_of_verbs().items() if not entries}
    assert sorted(found - WITHOUT_A_DOOR.keys()) == []
    assert sorted(WITHOUT_A_DOOR.keys() - found) == []


@pytest.mark.parametrize("verb", LEAD_TO)
def test_the_entry_points_that_somebody_needs_are_there(verb):
    assert entry_points_of_verbs()[verb] >= LEAD_TO[verb]


def test_the_list_is_the_houses():
    """So that the test cannot become empty without anybody seeing it."""
    found = entry_points_of_verbs()
    assert len(found) > 150
    assert {verb.split(".")[0] for verb in found} >= {
        "accounts", "activities", "leasing", "notices", "participants", "payouts",
    }  # fmt: skip


def test_a_verb_is_known_however_it_writes_and_however_it_is_called():
    graph = Graph(
        [
            ("leasing.houses", (
                "def sell(h): h.save()\n"
                "def rent(h): _quietly(h)\n"
                "def _quietly(h): h.people.add(1)\n"
                "def close(h): House.objects.update(open=False)\n"
                "def read(h): return {}.update(h)\n")),
            ("portals.staff.houses", (
                "from leasing import houses as verbs\n"
                "from leasing.houses import rent\n"
                "ACTS = {'sell': verbs.sell}\n"
                "def view(request): return ACTS\n"
                "def other(request): carry_out(lambda: rent(1))\n")),
        ]
    )  # fmt: skip
    assert graph.verbs() == {f"leasing.houses:{name}" for name in ("sell", "rent", "close")}
    assert "leasing.houses:sell" in graph.reached_from("portals.staff.houses:view")
    assert "leasing.houses:rent" in graph.reached_from("portals.staff.houses:other")
    assert "leasing.houses:rent" not in graph.reached_from("portals.staff.houses:view")

"""Who may do what at which address: one row a route, the expectation of tests/test_permissions.py.

`get` and `post` (…) name the roles that are let in; a method that is left out is not offered
(405). Everybody else on the staff gets 403 for their own team's object and 404 for another's.
`blind` are roles to whom even the own team's object is 404: they do not see that there is one.
"""

from dataclasses import dataclass, field

NOBODY: frozenset[str] = frozenset()
LEADER = frozenset({"leader"})
PLANNERS = frozenset({"leader", "worker", "peer_worker"})
PAYERS = frozenset({"leader", "worker", "finance"})
HOLDERS = frozenset({"leader", "finance"})
PAYERS_AND_AUDITOR = PAYERS | {"auditor"}
SEEING = PLANNERS | {"finance", "auditor"}
STAFF = SEEING | {"editor"}
EDITOR = frozenset({"editor"})
CARD = frozenset({"card"})
PARTNER = frozenset({"partner"})
EVERYBODY = STAFF | CARD | PARTNER | {"anonymous", "superuser"}
NO_PLANNERS = STAFF - PLANNERS


@dataclass(frozen=True)
class Row:
    """What a route answers. `of` names the object whose key is `pk` in the address."""

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    patch: frozenset[str] | None = None
    delete: frozenset[str] | None = None
    of: str = ""
    blind: frozenset[str] = NOBODY
    shared: bool = False
    """The object belongs to no team (a place, an offer): another team's is one's own."""
    personal: bool = False
    """The object is the one person's of that role: somebody else with the role gets 403."""
    sent: dict[str, str] = field(default_factory=dict)
    """Words of the address that are no key."""
    always_leads_on: bool = False
    """Answers with a redirect also to who is let in, never with a page."""


def form(
    roles: frozenset[str], of: str = "", *, blind: frozenset[str] = NOBODY, **more: bool
) -> Row:
    """Return the row of a page with a form: shown and sent by the same."""
    return Row(get=roles, post=roles, of=of, blind=blind, **more)


STAFF_DOOR = {
    "today": Row(get=STAFF),
    "all_clear": Row(post=LEADER, of="shift", blind=NO_PLANNERS, personal=True),
    "task_done": Row(post=PLANNERS, of="task", blind=NO_PLANNERS),
    "task_undo": Row(post=PLANNERS, of="task", blind=NO_PLANNERS),
    "week": Row(get=STAFF),
    "colleagues": Row(get=STAFF),
    "colleague_edit": form(LEADER, "colleague"),
    "sign_ins": Row(get=LEADER),
    "colleague_sign_in": form(LEADER, "colleague"),
    "away_new": form(PLANNERS),
    "away_end": Row(post=PLANNERS, of="away", blind=NO_PLANNERS),
    "resources": Row(get=STAFF),
    "resource_new": form(PLANNERS),
    "resource_edit": form(PLANNERS, "resource"),
    "resource_remove": form(PLANNERS, "resource"),
    "suggest": form(PLANNERS),
    "plan_week": Row(get=PLANNERS, post=PLANNERS, sent={}),
    "template_forget": Row(post=PLANNERS, of="template", blind=NO_PLANNERS),
    "open_week": form(PLANNERS),
    "month": Row(get=STAFF),
    "move": Row(post=PLANNERS, of="session"),
    "river_result": form(PLANNERS, "outing"),
    "series_list": Row(get=STAFF),
    "series_new": form(PLANNERS),
    "series_show": Row(get=STAFF, of="series"),
    "series_edit": form(PLANNERS, "series"),
    "series_leave_out": form(PLANNERS, "series"),
    "series_end": form(PLANNERS, "series"),
    "standing_place_give": Row(post=PLANNERS, of="series"),
    "standing_place_end": Row(post=PLANNERS, of="series"),
    "my_calendar": Row(get=STAFF),
    "my_calendar_make": Row(post=STAFF),
    "my_calendar_stop": Row(post=STAFF),
    "my_feed": Row(get=EVERYBODY, of="staff_token", shared=True),
    "home": Row(get=STAFF),
    "phone_list": Row(get=STAFF),
    "pocket_card": Row(get=STAFF),
    "week_poster": Row(get=STAFF),
    "day_pack": Row(get=PLANNERS),
    "phone_list_edit": form(LEADER),
    "routine_edit": form(LEADER),
    "on_call_new": form(PLANNERS),
    "on_call_remove": Row(post=PLANNERS, of="on_call", blind=NO_PLANNERS),
    "police_card": Row(get=PLANNERS, of="out", blind=NO_PLANNERS),
    "incident_report": form(PLANNERS, "session"),
    "incident_talk": Row(post=LEADER, of="incident", blind=STAFF - LEADER),
    "called_first": Row(post=PLANNERS, of="session"),
    "session_new": form(PLANNERS),
    "sheet": Row(get=STAFF, of="session"),
    "session_edit": form(PLANNERS, "session"),
    "session_copy": form(PLANNERS, "session"),
    "session_publish": Row(post=PLANNERS, of="session"),
    "session_cancel": form(PLANNERS, "session"),
    "session_close": form(PLANNERS, "session"),
    "shift_put": form(PLANNERS, "session"),
    "shift_take_off": Row(post=PLANNERS, of="session"),
    "attendance_save": Row(post=PLANNERS, of="session"),
    "attendance_record": Row(post=PLANNERS, of="session"),
    "attendance_take_back": Row(post=PLANNERS, of="session"),
    "signup_join": Row(post=PLANNERS, of="session"),
    "signup_not_now": Row(post=PLANNERS, of="session"),
    "guest_add": Row(post=PLANNERS, of="session"),
    "guest_remove": Row(post=PLANNERS, of="held"),
    "guest_become": form(PLANNERS, "held"),
    "sheet_paper": Row(get=PLANNERS, of="session"),
    "sheet_send": form(PLANNERS, "session"),
    "no_signal": Row(get=STAFF),
    "offline_worker": Row(get=EVERYBODY),
    "activities": Row(get=STAFF),
    "activity_new": form(LEADER),
    "activity_edit": form(LEADER, "activity"),
    "activity_rates": form(LEADER, "activity"),
    "places": Row(get=STAFF),
    "place_new": form(PLANNERS),
    "place_edit": form(PLANNERS, "place", shared=True),
    "budgets": Row(get=HOLDERS | {"auditor"}),
    "budget_new": form(HOLDERS),
    "budget_earmark": form(HOLDERS, "proposed"),
    "earning_write_off": form(HOLDERS, "participant", blind=EDITOR),
    "earning_pay_again": form(HOLDERS, "participant", blind=EDITOR),
    "budget_add": form(HOLDERS, "proposed"),
    "budget_remove": Row(post=HOLDERS, of="proposed"),
    "addition_approve": Row(post=HOLDERS, of="addition"),
    "addition_remove": Row(post=HOLDERS, of="addition"),
    "budget_approve": Row(post=HOLDERS, of="proposed"),
    "calendar_import": form(LEADER),
    "calendar_import_do": Row(post=LEADER),
    "jobs": Row(get=STAFF),
    "job_new": form(PLANNERS),
    "job_edit": form(PLANNERS, "job"),
    "job_pick_up": Row(post=PLANNERS, of="job"),
    "job_give": form(PLANNERS, "job"),
    "job_put_back": Row(post=PLANNERS, of="job"),
    "job_done": Row(post=PLANNERS, of="job"),
    "job_again": Row(post=PLANNERS, of="job"),
    "job_remove": form(PLANNERS, "job"),
    "ideas": Row(get=STAFF),
    "idea_answer": Row(post=PLANNERS, of="idea"),
    "idea_become": form(LEADER, "idea"),
    "co_organiser_end": Row(post=LEADER, of="co_organiser", blind=EDITOR),
    "participants": Row(get=SEEING),
    "participant_new": form(PLANNERS),
    "participant": Row(get=SEEING, of="participant", blind=EDITOR),
    "participant_edit": form(PLANNERS, "participant", blind=EDITOR),
    "participant_leave": form(PLANNERS, "participant", blind=EDITOR),
    "participant_come_back": form(PLANNERS, "participant", blind=EDITOR),
    "card": form(PLANNERS, "participant", blind=EDITOR),
    "consent_new": form(PLANNERS, "participant", blind=EDITOR),
    "consent_withdraw": form(PLANNERS, "participant", blind=EDITOR),
    "pay": Row(get=PAYERS_AND_AUDITOR),
    "thresholds": Row(get=HOLDERS | {"auditor"}),
    "threshold_new": form(HOLDERS),
    "threshold_verify": Row(post=HOLDERS | {"auditor"}, of="threshold"),
    "threshold_end": form(HOLDERS, "threshold"),
    "threshold_remove": form(HOLDERS, "threshold"),
    "threshold_passed": Row(get=HOLDERS | {"auditor"}, of="threshold"),
    "threshold_decide": form(HOLDERS, "participant", blind=EDITOR),
    "fortnights": Row(get=SEEING, of="participant", blind=EDITOR),
    "journal": Row(get=HOLDERS | {"auditor"}),
    "journal_export": Row(get=HOLDERS | {"auditor"}),
    "agreement": form(HOLDERS | {"auditor"}),
    "account_codes": form(HOLDERS),
    "pay_person": form(PAYERS, "participant", blind=EDITOR),
    "year": Row(get=PAYERS_AND_AUDITOR, of="participant", blind=EDITOR, sent={"year": "2026"}),
    "receipt": Row(get=PAYERS_AND_AUDITOR, of="receipt"),
    "bank_profile": form(HOLDERS),
    "account": form(HOLDERS, "participant", blind=EDITOR),
    "work_care_undo": Row(post=PLANNERS, of="work"),
    "seconds": Row(get=STAFF, post=STAFF, blind=NOBODY),
    "account_confirm": form(HOLDERS, "participant", blind=EDITOR),
    "account_forget": form(HOLDERS, "participant", blind=EDITOR),
    "batches": Row(get=HOLDERS | {"auditor"}),
    "batch_make": Row(post=HOLDERS),
    "batch": Row(get=HOLDERS | {"auditor"}, of="batch"),
    "batch_seal": form(HOLDERS, "batch"),
    "batch_file": Row(get=HOLDERS, of="batch"),
    "batch_sent": form(HOLDERS, "batch"),
    "batch_void": form(HOLDERS, "batch"),
    "batch_answer": form(HOLDERS, "batch"),
    "batch_remove": Row(post=HOLDERS, of="to_bank"),
    "reconcile": Row(get=HOLDERS | {"auditor"}),
    "payout_arrived": form(HOLDERS, "to_bank"),
    "payout_failed": form(HOLDERS, "to_bank"),
    "payout_returned": form(HOLDERS, "to_bank"),
    "payout_arrived_after_all": form(HOLDERS, "to_bank"),
    "envelopes": Row(get=PAYERS_AND_AUDITOR),
    "pay_groups": Row(get=PAYERS),
    "pay_group": form(PAYERS, "held"),
    "kept_promises": Row(get=PAYERS_AND_AUDITOR),
    "gift_cards": Row(get=PAYERS_AND_AUDITOR),
    "gift_cards_new": form(HOLDERS),
    "gift_card_void": form(HOLDERS, "gift_card"),
    "gift_card_give": form(PAYERS, "participant", blind=EDITOR),
    "gift_card_receipt": Row(get=PAYERS_AND_AUDITOR, of="gift_card_receipt"),
    "stripe_payouts": Row(get=PAYERS_AND_AUDITOR),
    "stripe_connect": form(PAYERS),
    "stripe_onboard": Row(post=PAYERS, of="stripe_recipient", blind=EDITOR),
    "stripe_send": Row(post=PAYERS, of="stripe_earning", blind=EDITOR),
    "stripe_retry": Row(post=PAYERS, of="stripe_payout", blind=EDITOR),
    "stripe_arrived": form(HOLDERS, "stripe_payout", blind=EDITOR),
    "stripe_failed": form(HOLDERS, "stripe_payout", blind=EDITOR),
    "boxes": Row(get=PAYERS_AND_AUDITOR),
    "box_new": form(HOLDERS),
    "box_report": Row(get=PAYERS_AND_AUDITOR, of="box"),
    "box_count": form(PAYERS, "box"),
    "box_fill": form(HOLDERS, "box"),
    "box_take_out": form(HOLDERS, "box"),
    "box_close": form(HOLDERS, "box"),
    "box_open": Row(post=HOLDERS, of="box"),
    "works": Row(get=STAFF),
    "work_new": form(PLANNERS),
    "work": Row(get=STAFF, of="work"),
    "work_edit": form(PLANNERS, "work"),
    "work_care": Row(post=PLANNERS, of="work"),
    "work_state": Row(post=PLANNERS, of="work"),
    "work_details": form(PLANNERS, "birdhouse"),
    "work_pictures": form(PLANNERS, "work"),
    "work_step_add": Row(post=PLANNERS, of="work"),
    "work_step_tick": Row(post=PLANNERS, of="work"),
    "work_step_remove": Row(post=PLANNERS, of="work"),
    "work_offer": form(PLANNERS, "work"),
    "partners": Row(get=PLANNERS | HOLDERS),
    "partner_new": form(PLANNERS),
    "partner": Row(get=PLANNERS | HOLDERS, of="partner", blind=frozenset({"editor", "auditor"})),
    "partner_invite": form(PLANNERS, "partner"),
    "enquiry_answer": form(PLANNERS, "enquiry"),
    "invoice_paid": form(HOLDERS, "invoice"),
}

PARTNER_DOOR = {
    "home": Row(get=PARTNER),
    "gardens": Row(get=PARTNER),
    "garden": Row(get=PARTNER, of="offer", shared=True),
    "agree": form(PARTNER, "offer", shared=True),
    "leases": Row(get=PARTNER),
    "lease": Row(get=PARTNER, of="lease"),
    "invoice": Row(get=PARTNER, of="invoice"),
    "pay": Row(post=PARTNER, of="invoice"),
}

MINE_OPEN = {
    "card": Row(get=EVERYBODY, sent={"token": "no-such-card"}, always_leads_on=True),
    "home": Row(get=EVERYBODY, post=EVERYBODY - CARD),  # without a card: how to come in
    "unknown_card": Row(get=EVERYBODY),
    "finish": Row(post=EVERYBODY),
    "goodbye": Row(get=EVERYBODY),
    "left": Row(get=EVERYBODY),
    "feed": Row(get=EVERYBODY, of="token"),  # who knows the address reads the calendar
}
MINE_DOOR = {
    "upcoming": Row(get=CARD),
    "coming": Row(get=CARD),
    # a session of the team's own: those of public activities are open to the people of all teams
    "session": Row(get=CARD, of="inside"),
    "join": Row(post=CARD, of="inside"),
    "not_now": Row(post=CARD, of="inside"),
    "wish": Row(post=CARD, of="inside"),
    "calendar": Row(get=CARD, of="inside"),
    "standing_end": Row(post=CARD, of="series"),
    "standing_undo": Row(post=CARD),
    "works": Row(get=CARD),
    "care": Row(post=CARD, of="work"),
    "care_undo": Row(post=CARD),
    "picture": Row(get=CARD, of="picture"),
    "jobs": Row(get=CARD),
    "job_pick_up": Row(post=CARD, of="job"),
    "job_put_back": Row(post=CARD, of="job"),
    "job_done": Row(post=CARD, of="job"),
    "ideas": form(CARD),
    "idea_support": Row(post=CARD, of="idea"),
    "idea_stop_supporting": Row(post=CARD, of="idea"),
    "idea_withdraw": Row(post=CARD, of="idea"),
    "earnings": Row(get=CARD),
    "pay_choice": form(CARD),
    "account": form(CARD),
    "pay_choice_one": form(CARD, "earning"),
    "year": Row(get=CARD, sent={"year": "2026"}),
    "shown": Row(get=CARD),
    "withdraw": Row(post=CARD, of="consent"),
    "gone": Row(get=CARD, of="withdrawn"),
    "give": form(CARD, "work"),
    "about": Row(get=CARD),
    "everything": Row(get=CARD),
    "looks": Row(get=CARD),
    "phone_calendar": Row(get=CARD),
    "phone_calendar_make": Row(post=CARD),
    "phone_calendar_stop": Row(post=CARD),
    "leave": form(CARD),
    "change": Row(get=CARD, post=CARD, sent={"what": "sprak"}),
}

API_STAFF = {
    "session-own": Row(get=STAFF),
    "session-people": Row(get=SEEING, of="session"),
    "session-attendance": Row(post=PLANNERS, of="session"),
    "session-attendance-take-back": Row(delete=PLANNERS, of="session"),
    "session-cancel": Row(post=PLANNERS, of="session"),
    "session-close": Row(post=PLANNERS, of="held"),
    "session-copy": Row(post=PLANNERS, of="session"),
    "session-publish": Row(post=PLANNERS, of="session"),
}
API_PUBLIC = {
    "schema": Row(get=EVERYBODY),
    "docs": Row(get=EVERYBODY),
    "activity-list": Row(get=EVERYBODY),
    "activity-detail": Row(get=EVERYBODY),
    "session-list": Row(get=EVERYBODY, post=PLANNERS),
    "session-detail": Row(get=EVERYBODY, patch=PLANNERS, of="session"),
    "story-list": Row(get=EVERYBODY),
    "story-detail": Row(get=EVERYBODY, of="story"),
    "work-list": Row(get=EVERYBODY),
    "work-detail": Row(get=EVERYBODY, of="work"),
    "nothing_here": Row(),
}

PUBLIC = {
    "nothing_here": Row(),
    "healthz": Row(get=EVERYBODY),
    "readyz": Row(get=EVERYBODY),
    "calendar_feed": Row(get=EVERYBODY),
    "stories_feed": Row(get=EVERYBODY),
    "works_feed": Row(get=EVERYBODY),
    "sitemap": Row(get=EVERYBODY),
    "robots": Row(get=EVERYBODY),
    "security": Row(get=EVERYBODY),
    "enquiry": form(EVERYBODY),
    "enquiry_thanks": Row(get=EVERYBODY),
    "search": Row(get=EVERYBODY),
}

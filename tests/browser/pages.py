"""Every page of ours, found in the demonstration: who opens it, and where it is.

`tests/permission_table.py` knows every route there is (the URL resolver sees to that). A route
that can be read and stands neither in `PAGES` nor in `NO_PAGES` fails `test_pages`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from tests import permission_table as table
from tests.browser import people
from tests.demo_database import Demonstration

TEAM = "(select id from accounts_team where slug = 'gamle-oslo')"
LEADERS_TEAM = "(select id from accounts_team where slug = 'grunerlokka')"
TOR = "(select id from participants_participant where chosen_name = 'Tor')"
CONTACT = "camilla@mosegronn.example"
LEASED = f"""
    (select c.partner_id from leasing_partnercontact c
     join accounts_user u on u.id = c.user_id where u.email = '{CONTACT}')
"""


def _named(person: str) -> str:
    return f"select id from participants_participant where chosen_name = '{person}'"


def _titled(title: str) -> str:
    return f"select id from activities_session where title = '{title}'"


PERSON = _named(people.EVERYTHING)
DRAFT, AHEAD, CLOSED = map(_titled, (people.DRAFT, people.AHEAD, people.CLOSED))
GROUP = CLOSED
GAP = f"""
    select s.id from activities_session s where s.team_id = {TEAM}
    and s.state in ('draft', 'published') and s.ends_at > current_timestamp and s.min_staff >
    (select count(*) from activities_shift h where h.session_id = s.id) order by s.starts_at limit 1
"""
SHIFT = f"""
    select s.id, h.id from activities_session s join activities_shift h on h.session_id = s.id
    where s.team_id = {TEAM} and s.state = 'published' and s.ends_at > current_timestamp
    order by s.starts_at, h.id limit 1
"""
MY_SHIFT = f"""
    select h.id from activities_shift h join accounts_user u on u.id = h.staff_id
    where h.session_id = ({AHEAD}) and u.email = '{people.STAFF}'
"""
AGREEMENT = f"select id from accounts_substituteagreement where {TEAM} in (borrows_id, lends_id)"
ASKED = f"""
    select a.id from activities_coverask a join activities_session s on s.id = a.session_id
    where s.title = '{people.SWAPPED}'
"""
SERIES = f"select id from activities_series where team_id = {TEAM} order by id limit 1"
ACTIVITY = "select id from activities_activity where slug = 'minihagen'"
ROUTINE = f"""
    select id from activities_routine where team_id = {TEAM}
    and name = 'Når noen blir dårlig på tur'
"""
GARDEN = f"select id from activities_work where team_id = {TEAM} and kind = 'garden' limit 1"
STEPPED = f"""
    select w.id from activities_work w join activities_workstep s on s.work_id = w.id
    where w.team_id = {TEAM} and w.kind = 'birdhouse' order by w.id limit 1
"""
RIVER = f"""
    select s.id from activities_session s join activities_riverresult r on r.session_id = s.id
    where s.team_id = {TEAM} order by s.id limit 1
"""
MESSAGE = f"""
    select s.id, m.id from activities_sessionmessage m
    join activities_session s on s.id = m.session_id where s.title = '{people.AHEAD}'
"""
MY_SESSION = f"""
    select s.id from activities_session s join activities_signup u on u.session_id = s.id
    where u.participant_id = {TOR} and s.state = 'published' order by s.starts_at desc limit 1
"""
MY_WORK = f"""
    select w.id from activities_work w join activities_making m on m.work_id = w.id
    where m.participant_id = {TOR} and w.is_public order by w.id limit 1
"""
STORY_ASKED = f"select story_id from cms_storyquestion where participant_id = {TOR}"
MY_EARNING = f"""
    select id from payouts_earning where participant_id = {TOR} and state <> 'reversed'
    order by id desc limit 1
"""
GIFT_CARD = f"""
    select id from payouts_giftcard where team_id = {LEADERS_TEAM} and state = 'in_stock' limit 1
"""
GONE = f"""
    select withdraws_id from participants_consent
    where participant_id = {TOR} and kind = 'withdrawn' limit 1
"""
CONSENT = f"""
    select id from participants_consent where participant_id = ({PERSON}) and kind = 'given'
"""

BATCH = f"select id from payouts_batch where team_id = {TEAM} and state = 'sent' limit 1"
BATCH_DRAFT = f"select id from payouts_batch where team_id = {TEAM} and state = 'draft' limit 1"
ON_ITS_WAY = f"select id from payouts_payout where state = 'sending' and batch_id in ({BATCH})"
WITH_ACCOUNT = f"""
    select participant_id from payouts_vaultentry where participant_id = ({PERSON})
"""
GUEST = f"""
    select session_id, id from activities_guest where session_id = ({CLOSED}) and called <> ''
"""
JOB = f"select id from activities_job where team_id = {TEAM} and state = 'waiting' limit 1"
IDEA = f"select id from activities_idea where team_id = {TEAM} and state = 'open' limit 1"

OFFER = (
    "select id from leasing_gardenoffer where is_offered and garden_id not in"
    " (select garden_id from leasing_leasedgarden) order by id limit 1"
)
LEASE = (
    "select l.id from leasing_lease l join leasing_partner p on p.id = l.partner_id"
    f" where p.team_id = {TEAM} order by l.id limit 1"
)
TOLD = f"""
    select s.page_ptr_id from cms_storypage s join wagtailcore_page p on p.id = s.page_ptr_id
    where s.team_id = {LEADERS_TEAM} and not p.live order by s.page_ptr_id limit 1
"""
TOLD_WITH = f"""
    select story_id, participant_id from cms_storyperson where story_id = ({TOLD}) limit 1
"""
COLLEAGUE = f"select id from accounts_user where email = '{people.WORKER}'"
TODAY = datetime.now(ZoneInfo("Europe/Oslo")).date()
IN_A_WEEK = TODAY + timedelta(weeks=1)
THRESHOLD = (
    "select h.id from payouts_threshold h join accounts_team t"
    f" on t.organisation_number = h.organisation_number where t.id = {TEAM}"
)
THIS_YEAR = (str(TODAY.year),)
EARNING = f"""
    select participant_id, id from payouts_earning
    where state = 'approved' and participant_id = ({PERSON}) limit 1
"""
PAID = f"""
    select e.participant_id, e.id from payouts_earning e
    join payouts_payout o on o.earning_id = e.id
    join participants_participant p on p.id = e.participant_id
    where o.state = 'paid' and p.team_id = {TEAM} order by e.id limit 1
"""
BUDGET = f"select id from payouts_budget where team_id = {TEAM} order by id limit 1"
DAY_OFF = f"select id from activities_dayoff where team_id = {TEAM} order by id limit 1"
RESOURCE = f"select id from activities_resource where team_id = {TEAM} order by id limit 1"
NEWCOMER = "select id from participants_participant where chosen_name = 'Nykommer'"


@dataclass(frozen=True)
class Where:
    """A page: whose screen it is on, and a query for each key in its address."""

    who: str
    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    query: str = ""
    chosen: str = ""
    """A query for the row that stands open beside a list."""

    def address(self, name: str, demonstration: Demonstration) -> str:
        """Return the address in this demonstration."""
        found = [demonstration.rows(key) for key in self.keys]
        assert all(found), f"{name}: nothing of the kind is in the demonstration"
        keys = [row for rows in found for row in rows[0]]
        chosen = f"?valgt={demonstration.rows(self.chosen)[0][0]}" if self.chosen else ""
        return reverse(name, args=[*keys, *self.words]) + self.query + chosen


WAS_THERE = f"select participant_id from activities_attendance where session_id = ({CLOSED})"
DUE = f"""
    select e.participant_id from payouts_earning e
    join participants_participant p on p.id = e.participant_id
    where p.team_id = {TEAM} and e.state = 'approved' and not exists
    (select 1 from payouts_payout o where o.earning_id = e.id) limit 1
"""


def _staff(*keys: str, query: str = "") -> Where:
    return Where("staff", keys, query=query)


def _mine(*keys: str, words: tuple[str, ...] = ()) -> Where:
    return Where("participant", keys, words)


def _partner(*keys: str) -> Where:
    return Where("partner", keys)


PAGES = {
    "staff:today": _staff(),
    "staff:me": _staff(),
    "staff:more": _staff(),
    "staff:help_index": _staff(),
    "staff:help_room": Where("staff", words=("plan",)),
    "staff:stories": Where("leader"),
    "staff:routines": _staff(),
    "staff:routine": _staff(ROUTINE),
    "staff:routine_new": _staff(),
    "staff:routine_rewrite": _staff(ROUTINE),
    "staff:routine_retire": _staff(ROUTINE),
    "staff:activity_recipe": _staff(ACTIVITY),
    "staff:recipe_import": _staff(),
    "staff:story_new": Where("leader"),
    "staff:story": Where("leader", (TOLD,)),
    "staff:story_edit": Where("leader", (TOLD,)),
    "staff:story_yes": Where("leader", (TOLD_WITH,)),
    "staff:week": _staff(),
    "staff:week_people": _staff(),
    "staff:week_places": _staff(),
    "staff:session_move": _staff(AHEAD),
    "staff:shift_fill": _staff(GAP),
    "staff:shift_swap": _staff(SHIFT),
    "staff:colleagues": _staff(),
    "staff:colleague_edit": _staff(f"select id from accounts_user where email = '{people.WORKER}'"),
    "staff:colleague_invite": _staff(),
    "staff:colleague_roles": _staff(COLLEAGUE),
    "staff:colleague_end": _staff(COLLEAGUE),
    "staff:sign_ins": _staff(),
    "staff:colleague_sign_in": _staff(
        f"select id from accounts_user where email = '{people.WORKER}'"
    ),
    "staff:working_time_limits": _staff(),
    "staff:working_time_edit": _staff(),
    "staff:shift_reason": _staff(MY_SHIFT),
    "staff:absence_new": _staff(),
    "staff:ill": _staff(),
    "staff:colleague_ill": _staff(COLLEAGUE),
    "staff:cover": _staff(COLLEAGUE),
    "staff:shift_offer": _staff(MY_SHIFT),
    "staff:shift_exchange": _staff(MY_SHIFT),
    "staff:asked": _staff(ASKED),
    "staff:cover_answer": Where("public", words=("0" * 32,)),
    "staff:cover_rule": _staff(),
    "staff:gap_ask": _staff(GAP),
    "staff:substitutes": _staff(),
    "staff:substitutes_ask": _staff(),
    "staff:substitutes_end": _staff(AGREEMENT),
    "staff:resources": _staff(),
    "staff:resource_new": _staff(),
    "staff:resource_edit": _staff(RESOURCE),
    "staff:resource_remove": _staff(RESOURCE),
    "staff:days_off": _staff(),
    "staff:day_off_new": _staff(),
    "staff:day_off_edit": _staff(DAY_OFF),
    "staff:drafts": _staff(),
    "staff:suggest": _staff(),
    "staff:plan_week": _staff(),
    "staff:week_publish": _staff(query=f"?uke={IN_A_WEEK + timedelta(weeks=1):%G-W%V}"),
    "staff:month": _staff(),
    "staff:series_list": _staff(),
    "staff:series_new": _staff(),
    "staff:series_show": _staff(SERIES),
    "staff:series_edit": _staff(SERIES),
    "staff:series_leave_out": _staff(SERIES),
    "staff:series_end": _staff(SERIES),
    "staff:home": _staff(),
    "staff:my_calendar": _staff(),
    "staff:phone_list": _staff(),
    "staff:pocket_card": _staff(),
    "staff:week_poster": _staff(),
    "staff:day_pack": _staff(),
    "staff:phone_list_edit": _staff(),
    "staff:routine_edit": _staff(),
    "staff:on_call_new": _staff(),
    "staff:police_card": _staff(
        "select h.id from activities_shift h join activities_session s on s.id = h.session_id"
        f" where s.off_site and s.team_id = {TEAM} order by h.id limit 1"
    ),
    "staff:incident_report": _staff(AHEAD),
    "staff:session_new": _staff(),
    "staff:sheet": _staff(AHEAD),
    "staff:session_edit": _staff(AHEAD),
    "staff:session_copy": _staff(AHEAD),
    "staff:session_write": _staff(AHEAD),
    "staff:session_message": _staff(MESSAGE),
    "staff:session_message_withdraw": _staff(MESSAGE),
    "staff:wall": _staff(),
    "staff:session_cancel": _staff(AHEAD),
    "staff:session_close": _staff(AHEAD),
    "staff:shift_assign": _staff(AHEAD),
    "staff:guest_become": _staff(GUEST),
    "staff:sheet_paper": _staff(CLOSED),
    "staff:offline": _staff(),
    "staff:activities": _staff(),
    "staff:activity_new": _staff(),
    "staff:activity_edit": _staff(ACTIVITY),
    "staff:activity_rates": _staff(ACTIVITY),
    "staff:places": _staff(),
    "staff:place_new": _staff(),
    "staff:place_edit": _staff("select id from activities_place limit 1"),
    "staff:budgets": _staff(),
    "staff:budget_new": _staff(),
    "staff:calendar_import": _staff(),
    "staff:jobs": _staff(),
    "staff:job_new": _staff(),
    "staff:job_edit": _staff(JOB),
    "staff:job_give": _staff(JOB),
    "staff:job_remove": _staff(JOB),
    "staff:ideas": _staff(),
    "staff:never_sent": _staff(),
    "staff:idea_become": _staff(IDEA),
    "staff:participants": _staff(),
    "staff:participant_new": _staff(),
    "staff:participant": _staff(PERSON),
    "staff:participant_edit": _staff(PERSON),
    "staff:participant_leave": _staff(PERSON),
    "staff:participant_readmit": _staff(PERSON),
    "staff:card": _staff(PERSON),
    "staff:card_stop": _staff(PERSON),
    "staff:idea_new": _staff(PERSON),
    "staff:idea_remove": _staff(IDEA),
    "staff:pay_choice": _staff(PERSON),
    "staff:consent_new": _staff(PERSON),
    "staff:consent_withdraw": _staff(
        f"select participant_id, id from participants_consent where id = ({CONSENT})"
    ),
    "staff:pay": _staff(),
    "staff:pay_person": _staff(PERSON),
    "staff:receipt": _staff(
        "select r.id from payouts_cashreceipt r join payouts_cashbox b on b.id = r.box_id"
        f" where b.team_id = {TEAM} order by r.signature_sha256 desc limit 1"
    ),
    "staff:receipt_wrong": _staff(
        "select r.id from payouts_cashreceipt r join payouts_cashbox b on b.id = r.box_id"
        f" where b.team_id = {TEAM} order by r.signature_sha256 desc limit 1"
    ),
    "staff:bank_profile": _staff(),
    "staff:account": _staff(WITH_ACCOUNT),
    "staff:confirmations": _staff(),
    "staff:account_confirm": _staff(WITH_ACCOUNT),
    "staff:account_forget": _staff(WITH_ACCOUNT),
    "staff:batches": _staff(),
    "staff:batch": _staff(BATCH),
    "staff:batch_seal": _staff(BATCH_DRAFT),
    "staff:batch_sent": _staff(BATCH),
    "staff:batch_void": _staff(BATCH_DRAFT),
    "staff:batch_answer": _staff(BATCH),
    "staff:reconcile": _staff(),
    "staff:payout_arrived": _staff(ON_ITS_WAY),
    "staff:payout_failed": _staff(ON_ITS_WAY),
    "staff:payout_returned": _staff(ON_ITS_WAY),
    "staff:payout_arrived_after_all": _staff(ON_ITS_WAY),
    "staff:envelopes": _staff(),
    "staff:pay_groups": _staff(),
    "staff:pay_group": _staff(GROUP),
    "staff:payment_times": _staff(),
    "staff:figures": _staff(),
    "staff:leader": Where("leader"),
    "staff:year": Where("staff", (PERSON,), THIS_YEAR),
    "staff:gift_cards": _staff(),
    "staff:gift_cards_new": Where("leader"),
    "staff:gift_card_void": Where("leader", (GIFT_CARD,)),
    "staff:gift_card_give": _staff(PERSON),
    "staff:gift_card_receipt": _staff(
        f"select id from payouts_giftcardreceipt where team_id = {TEAM} order by id limit 1"
    ),
    "staff:gift_card_receipt_wrong": _staff(
        f"select id from payouts_giftcardreceipt where team_id = {TEAM} order by id limit 1"
    ),
    "staff:stripe_payouts": _staff(),
    "staff:stripe_connect": _staff(),
    "staff:boxes": _staff(),
    "staff:earning_write_off": _staff(EARNING),
    "staff:earning_pay_again": _staff(PAID),
    "staff:budget_earmark": _staff(BUDGET),
    "staff:budget_add": _staff(BUDGET),
    "staff:thresholds": _staff(),
    "staff:threshold_new": _staff(),
    "staff:threshold_end": _staff(THRESHOLD),
    "staff:threshold_remove": _staff(THRESHOLD),
    "staff:threshold_passed": _staff(THRESHOLD),
    "staff:threshold_decide": _staff(PERSON),
    "staff:fortnights": _staff(PERSON),
    "staff:journal": _staff(),
    "staff:agreement": _staff(),
    "staff:account_codes": _staff(),
    "staff:box_new": _staff(),
    "staff:box_report": _staff(f"select id from payouts_cashbox where team_id = {TEAM}"),
    "staff:box_count": _staff(f"select id from payouts_cashbox where team_id = {TEAM}"),
    "staff:box_fill": _staff(f"select id from payouts_cashbox where team_id = {TEAM}"),
    "staff:box_take_out": _staff(f"select id from payouts_cashbox where team_id = {TEAM}"),
    "staff:box_close": _staff(f"select id from payouts_cashbox where team_id = {TEAM}"),
    "staff:works": _staff(),
    "staff:work_new": _staff(),
    "staff:work": _staff(GARDEN),
    "staff:work_edit": _staff(GARDEN),
    "staff:work_details": _staff(STEPPED),
    "staff:work_pictures": _staff(GARDEN),
    "staff:work_picture_new": _staff(GARDEN),
    "staff:river_result": _staff(RIVER),
    "staff:work_offer": _staff(GARDEN),
    "staff:search": _staff(),
    "staff:partners": _staff(),
    "staff:partner_new": _staff(),
    "staff:partner": _staff(f"select id from leasing_partner where team_id = {TEAM} limit 1"),
    "staff:partner_invite": _staff(
        f"select id from leasing_partner where team_id = {TEAM} limit 1"
    ),
    "staff:partner_edit": _staff(f"select id from leasing_partner where team_id = {TEAM} limit 1"),
    "staff:contact_end": _staff(
        "select c.id from leasing_partnercontact c join leasing_partner p on p.id = c.partner_id"
        f" where p.team_id = {TEAM} limit 1"
    ),
    "staff:lease_end": _staff(LEASE),
    "staff:lease_run_on": _staff(LEASE),
    "staff:enquiry_answer": _staff(f"select id from leasing_enquiry where team_id = {TEAM}"),
    "staff:enquiry_other": _staff(f"select id from leasing_enquiry where team_id = {TEAM}"),
    "staff:invoice_paid": _staff(
        "select i.id from leasing_invoice i join leasing_lease l on l.id = i.lease_id"
        f" join leasing_partner p on p.id = l.partner_id where p.team_id = {TEAM}"
        " order by i.id desc limit 1"
    ),
    "mine:home": _mine(),
    "mine:unknown_card": Where("public"),
    "mine:goodbye": Where("public"),
    "mine:left": Where("public"),
    "mine:answered": Where("public"),
    "mine:upcoming": _mine(),
    "mine:coming": _mine(),
    "mine:session": _mine(MY_SESSION),
    "mine:works": _mine(),
    "mine:jobs": _mine(),
    "mine:ideas": _mine(),
    "mine:earnings": _mine(),
    "mine:pay_choice": _mine(),
    "mine:account": _mine(),
    "mine:pay_choice_one": _mine(MY_EARNING),
    "mine:year": _mine(words=THIS_YEAR),
    "mine:shown": _mine(),
    "mine:gone": _mine(GONE),
    "mine:give": _mine(MY_WORK),
    "mine:give_several": _mine(),
    "mine:story_question": _mine(STORY_ASKED),
    "mine:about": _mine(),
    "mine:everything": _mine(),
    "mine:access_log": _mine(),
    "mine:phone_calendar": _mine(),
    "mine:leave": _mine(),
    "mine:change": _mine(words=("sprak",)),
    "partner:home": _partner(),
    "partner:gardens": _partner(),
    "partner:garden": _partner(OFFER),
    "partner:agree": _partner(OFFER),
    "partner:leases": _partner(),
    "partner:lease": _partner(f"select id from leasing_lease where partner_id = {LEASED} limit 1"),
    "partner:invoice": _partner(
        "select number from leasing_invoice where lease_id ="
        f" (select id from leasing_lease where partner_id = {LEASED} limit 1)"
    ),
    "api:docs": Where("public"),
    "enquiry": Where("public"),
    "enquiry_thanks": Where("public"),
    "search": Where("public", query="?sok=elva"),
    # Sign-in
    "account_login": Where("public"),
    "account_signup": Where("public"),
    "account_reset_password": Where("public"),
    "account_reset_password_done": Where("public"),
    "account_logout": Where("staff"),
    "account_change_password": Where("staff"),
    "second_factor": Where("staff"),
    "mfa_index": Where("staff"),
    "mfa_activate_totp": Where("staff"),
    "mfa_list_webauthn": Where("staff"),
    "mfa_add_webauthn": Where("staff"),
}

OF_A_PERSON = [name for name, where in PAGES.items() if PERSON in where.keys]
"""Pages of one person. They are looked at for people who are unlike each other as well."""
OF_WHO_HAS_LEFT = (
    "staff:participant",
    "staff:participant_readmit",
    "staff:pay_person",
    "staff:year",
)
UNLIKE = {
    f"{name[6:]} of somebody: {kind}": (name, replace(PAGES[name], keys=(_named(chosen_name),)))
    for kind, chosen_name in people.PEOPLE.items()
    for name in (OF_WHO_HAS_LEFT if chosen_name == people.LEFT else OF_A_PERSON)
}

NO_PAGES = {
    "staff:batch_file",  # a file for the bank
    "staff:journal_export",  # a file for a spreadsheet
    "staff:figures_export",
    "staff:activity_recipe_file",  # a file for another team
    "staff:sheet_send",  # for the script of a phone
    "staff:work_picture_send",  # the same
    "staff:offline_worker",  # a script
    "staff:stripe_arrived",  # Stripe is off in the demonstration, so nothing there is unsure
    "staff:stripe_failed",
    "healthz",
    "readyz",
    "calendar_feed",
    "stories_feed",
    "works_feed",
    "sitemap",
    "robots",
    "security",
    "staff:my_feed",  # for the calendar of a phone
    "staff:wall_screen",  # a secret address: `test_pages.test_the_screen_of_a_wall`
    "mine:feed",  # for the calendar of a phone
    "mine:calendar",  # an entry for a calendar
    "mine:card",  # leads on at once
    "mine:picture",  # a picture
    *(f"api:{name}" for name in table.API_PUBLIC | table.API_STAFF if name != "docs"),
}

STATES = {
    "a batch that waits for other eyes": ("staff:batch", _staff(BATCH_DRAFT)),
    "a batch, to look at": ("staff:batch", Where("auditor", (BATCH,))),
    "a new team's batches": ("staff:batches", Where("beginner")),
    "a new team's reconciling": ("staff:reconcile", Where("beginner")),
    "a birdhouse with steps": ("staff:work", _staff(STEPPED)),
    "works of one kind": ("staff:works", _staff(query="?slag=birdhouse")),
    "a draft": ("staff:sheet", _staff(DRAFT)),
    "a closed session": ("staff:sheet", _staff(CLOSED)),
    "a closed session, to put right": ("staff:sheet", Where("staff", (CLOSED,), query="?rett=1")),
    "somebody beside the list": ("staff:pay", Where("staff", chosen=DUE)),
    "a payment beside the list": ("staff:reconcile", Where("staff", chosen=ON_ITS_WAY)),
    "somebody beside a session's list": (
        "staff:sheet",
        Where("staff", (CLOSED,), chosen=WAS_THERE),
    ),
    "words of yesterday": ("staff:sheet", Where("staff", (AHEAD,), query="?ord=a")),
    "words of yesterday in a list": ("staff:participants", _staff(query="?ord=a&sort=-code")),
    "a week long ago, with nothing": ("staff:week", _staff(query="?uke=2026-W02")),
    "an agreement, before the second tap": (
        "partner:agree",
        Where("partner", (OFFER,), query=f"?starts_on={IN_A_WEEK}&months=12"),
    ),
    "two sessions today": ("staff:today", Where("leader")),
    "somebody with nothing to come": (
        "staff:pay_person",
        Where("leader", (NEWCOMER,)),
    ),
    "a session without people": ("staff:sheet", Where("editor", (AHEAD,))),
    "everything, to look at": ("staff:pay", Where("auditor")),
    "a participant with nothing coming": ("mine:home", Where("newcomer")),
    "a participant who has made nothing": ("mine:works", Where("newcomer")),
    "a participant who has earned nothing": ("mine:earnings", Where("newcomer")),
    "a participant about whom nothing is shown": ("mine:shown", Where("newcomer")),
    "no card": ("mine:home", Where("public")),
    "a search that finds nothing": ("search", Where("public", query="?sok=xyzzy")),
    "a new team": ("staff:today", Where("beginner")),
    "a new team's stories": ("staff:stories", Where("beginner")),
    "a new leader's own page": ("staff:me", Where("beginner")),
    "the rooms of an editor": ("staff:more", Where("editor")),
    "a month without vouchers": ("staff:journal", _staff(query="?maned=2001-01")),
    "a new team's week": ("staff:week", Where("beginner")),
    "a new team's people": ("staff:participants", Where("beginner")),
    "a new team's pay": ("staff:pay", Where("beginner")),
    "no promise yet": ("staff:payment_times", Where("beginner")),
    "nothing that needs a leader": ("staff:leader", Where("beginner")),
    "a new team's figures": ("staff:figures", Where("beginner")),
    "figures of a time that is none": ("staff:figures", _staff(query="?periode=egne")),
    "a new team's gift cards": ("staff:gift_cards", Where("beginner")),
    "a new team's boxes": ("staff:boxes", Where("beginner")),
    "a new team's budgets": ("staff:budgets", Where("beginner")),
    "a new team's things": ("staff:resources", Where("beginner")),
    "a new team's works": ("staff:works", Where("beginner")),
    "a new team's activities": ("staff:activities", Where("beginner")),
    "a new team's routines": ("staff:routines", Where("beginner")),
    "a new team's jobs": ("staff:jobs", Where("beginner")),
    "a new team's ideas": ("staff:ideas", Where("beginner")),
    "a new team's businesses": ("staff:partners", Where("beginner")),
}  # fmt: skip

FORMS = (
    "staff:absence_new", "staff:resource_new", "staff:on_call_new", "staff:incident_report",
    "staff:series_new", "staff:series_edit",
    "staff:series_leave_out", "staff:series_end",
    "staff:session_new", "staff:session_edit", "staff:session_copy", "staff:session_cancel",
    "staff:shift_assign", "staff:guest_become",
    "staff:activity_new", "staff:activity_rates", "staff:place_new", "staff:threshold_new",
    "staff:budget_new", "staff:budget_earmark", "staff:earning_write_off",
    "staff:calendar_import", "staff:recipe_import", "staff:routine_new",
    "staff:participant_new", "staff:participant_edit",
    "staff:consent_new", "staff:pay_person", "staff:box_new", "staff:box_fill", "staff:work_new",
    "staff:bank_profile", "staff:account", "staff:batch_seal", "staff:batch_void",
    # «Kom fram» takes an empty form: the day is the one that was asked for.
    "staff:batch_answer", "staff:payout_failed", "staff:payout_returned",
    "staff:payout_arrived_after_all",
    "staff:pay_group",
    "staff:gift_cards_new", "staff:gift_card_void", "staff:gift_card_give",
    "staff:box_count", "staff:box_take_out",
    "staff:work_offer", "staff:river_result", "staff:partner_new", "staff:partner_invite",
    "staff:colleague_invite", "staff:colleague_roles", "staff:enquiry_other",
    "staff:idea_new", "staff:pay_choice",
    "staff:job_new",
    "staff:job_edit", "staff:job_give", "staff:idea_become", "mine:give", "mine:change",
    "mine:ideas",
    "enquiry", "account_login", "account_reset_password",
)  # fmt: skip
"""Pages with a form that has something to fill in: sent empty, they answer in words."""


def readable_routes() -> set[str]:
    """Return the names of all our routes that can be read."""
    portals = {
        "staff": table.STAFF_PORTAL,
        "mine": table.MINE_OPEN | table.MINE_PORTAL,
        "partner": table.PARTNER_PORTAL,
        "api": table.API_PUBLIC | table.API_STAFF,
        "": table.PUBLIC,
    }
    return {
        f"{space}:{name}" if space else name
        for space, rows in portals.items()
        for name, row in rows.items()
        if row.get is not None
    }

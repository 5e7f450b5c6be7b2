"""The activities' steps in `manage.py run_due`."""

from activities.planning import drafts, series
from activities.safety import escalation, heartbeat
from activities.staffing import (
    asking,
    assignees,
    cover_asks,
    plan_changes,
    shift_notices,
    substitutes,
)
from activities.taking_part import (
    guests,
    move_notices,
    offline,
    reminders,
    session_messages,
    signups,
)
from core.schedule import checks_clock, due

checks_clock("the timer's heartbeat")(heartbeat.record)
due("ask who is not home")(escalation.escalate)
due("give shifts that wait for no leader")(asking.give_what_waits)
due("end what was asked about shifts that are over")(cover_asks.close_over)
due("end what is asked about and nobody needs")(cover_asks.close_unneeded)
due("tell colleagues about their shifts")(shift_notices.tell_due)
due("tell those who come of a new time or place")(move_notices.tell_due)
due("remind of what is next")(reminders.remind_due)
due("move tasks to who is at work")(assignees.reassign)
due("forget wishes", irreversible=True)(signups.forget_wishes)
due("forget taps that phones sent", irreversible=True)(offline.forget_old)
due("forget guests", irreversible=True)(guests.forget_old)
due("forget drafts that were discarded", irreversible=True)(drafts.forget_old)
due("forget what was told about shifts", irreversible=True)(shift_notices.forget_old)
due("forget what was changed in the plan", irreversible=True)(plan_changes.forget_old)
due("forget what was written about sessions", irreversible=True)(session_messages.forget_old)
due("forget what was told of moves", irreversible=True)(move_notices.forget_old)
due("forget who was asked about shifts", irreversible=True)(cover_asks.forget_old)
due("forget agreements about substitutes", irreversible=True)(substitutes.forget_old)
due("make the sessions of recurring sessions")(series.extend_all)

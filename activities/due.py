"""The activities' steps in `manage.py run_due`."""

from activities.planning import drafts, series
from activities.safety import escalation, heartbeat
from activities.staffing import assignees
from activities.taking_part import guests, offline, reminders, signups
from core.schedule import checks_clock, due

checks_clock("the timer's heartbeat")(heartbeat.record)
due("ask who is not home")(escalation.escalate)
due("remind of what is next")(reminders.remind_due)
due("move tasks to who is at work")(assignees.reassign)
due("forget wishes", irreversible=True)(signups.forget_wishes)
due("forget taps that phones sent", irreversible=True)(offline.forget_old)
due("forget guests", irreversible=True)(guests.forget_old)
due("forget drafts that were discarded", irreversible=True)(drafts.forget_old)
due("make the sessions of recurring sessions")(series.extend_all)

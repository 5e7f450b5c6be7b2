"""The activities' steps in `manage.py run_due`."""

from activities.planning import drafts, series
from activities.safety import escalation, heartbeat
from activities.staffing import who_is_asked
from activities.taking_part import guests, offline, reminders, signups
from core.schedule import due, looks_at_the_clock


@looks_at_the_clock("the timer's heartbeat")
def beat() -> bool:
    """Note that the timer runs, and tell whether its clock can be trusted."""
    return heartbeat.beat()


due("ask who is not home")(escalation.escalate)
due("remind of what is next")(reminders.remind_due)
due("move tasks to who is at work")(who_is_asked.hand_over)
due("forget wishes", irreversible=True)(signups.forget_wishes)
due("forget taps that telephones sent", irreversible=True)(offline.forget_old)
due("forget guests", irreversible=True)(guests.forget_old)
due("forget drafts that were thrown away", irreversible=True)(drafts.forget_old)
due("make the sessions of standing meetings")(series.extend_all)

"""The activities' steps in `manage.py run_due`."""

from activities.planning import drafts, series
from activities.safety import escalation, heartbeat
from activities.staffing import assignees
from activities.taking_part import guests, offline, reminders, signups
from core.schedule import checks_clock, due


@checks_clock("the timer's heartbeat")
def record_heartbeat() -> bool:
    """Note that the timer runs, and tell whether its clock can be trusted."""
    return heartbeat.record()


@due("ask who is not home")
def escalate() -> int:
    """Take the escalation's steps that have come; return how many."""
    return escalation.escalate()


@due("remind of what is next")
def remind() -> int:
    """Queue the reminders whose time has come; return how many sessions they are about."""
    return reminders.remind_due()


@due("move tasks to who is at work")
def reassign_tasks() -> int:
    """Move what lies with somebody who is away or has left; return how many tasks."""
    return assignees.reassign()


@due("forget wishes", irreversible=True)
def forget_wishes() -> int:
    """Delete the wishes of a week ago; return how many."""
    return signups.forget_wishes()


@due("forget taps that phones sent", irreversible=True)
def forget_sent_taps() -> int:
    """Delete the keys of taps that came more than a week ago; return how many."""
    return offline.forget_old()


@due("forget guests", irreversible=True)
def forget_guests() -> int:
    """Delete the guests of half a year ago; return how many."""
    return guests.forget_old()


@due("forget drafts that were discarded", irreversible=True)
def forget_discarded() -> int:
    """Delete what was discarded more than a month ago; return how many."""
    return drafts.forget_old()


@due("make the sessions of recurring sessions")
def extend_series() -> int:
    """Make the sessions up to twelve weeks ahead; return how many."""
    return series.extend_all()

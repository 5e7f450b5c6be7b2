"""Write as rows what people have earned and there was no money for, which tasks alone said."""

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone

LIVE = ("promised", "approved")
WAITING = {"budget": "honorarium_without_money", "threshold": "honorarium_before_threshold"}
PREFIXES = {"budget": "find-money", "threshold": "threshold-stop"}


def fill(apps, schema_editor):
    """Make the row of each fact that was recorded and has no honorarium; tasks lead to the rows."""
    tasks = apps.get_model("notices", "Task").objects
    asked = {
        task.key: task
        for prefix in PREFIXES.values()
        for task in tasks.filter(key__startswith=f"{prefix}:", kind="find_money")
    }
    for facts in (_took_part, _organised, _cancelled, _visits):
        for fact in list(facts(apps, asked)):
            _write(apps, fact, asked)
    left = [task.pk for task in asked.values() if task.done_at is None]
    now = timezone.now()
    for start in range(0, len(left), 500):
        tasks.filter(pk__in=left[start : start + 500]).update(done_at=now, changed_at=now)


def _without(apps, facts, reason):
    """Keep the facts of sessions that promise money whose person has no honorarium for `reason`.

    None of sessions whose people the books have forgotten: who was honoured is not known.
    """
    earnings = apps.get_model("payouts", "Earning").objects.filter(session=OuterRef("session"))
    own = earnings.filter(participant=OuterRef("participant"), reason=reason)
    return (
        facts.filter(
            ~Exists(own.exclude(state="taken_back")),
            ~Exists(earnings.filter(participant=None)),
            session__reservation__isnull=False,
        )
        .select_related("session__team", "session__reservation")
        .order_by("pk")
    )


def _of_session(fact, reason, ore):
    return {
        "participant_id": fact.participant_id, "session_id": fact.session_id, "reason": reason,
        "ore": ore, "about": f"{fact.session_id}:{fact.participant_id}",
        "team": fact.session.team, "at": fact.session.starts_at,
    }  # fmt: skip


def _took_part(apps, asked):
    facts = apps.get_model("activities", "Attendance").objects.all()
    for fact in _without(apps, facts, "took_part"):
        yield _of_session(fact, "took_part", fact.session.reservation.rate_ore)


def _cancelled(apps, asked):
    facts = apps.get_model("activities", "SignUp").objects.filter(
        state="coming", session__state="cancelled"
    )
    for fact in _without(apps, facts, "cancelled_by_us"):
        yield _of_session(fact, "cancelled_by_us", fact.session.reservation.rate_ore)


def _organised(apps, asked):
    helped = apps.get_model("activities", "CoOrganiser").objects.filter(
        activity=OuterRef("session__activity"),
        participant=OuterRef("participant"),
        created_at__lte=OuterRef("recorded_at"),
    )
    facts = apps.get_model("activities", "Attendance").objects.filter(Exists(helped))
    for fact in _without(apps, facts, "co_organising"):
        session = fact.session
        ore = _rate(apps, session.activity_id, session.starts_at, "co_organising")
        if ore:
            yield _of_session(fact, "co_organising", ore)


def _visits(apps, asked):
    """Yield the stewards' visits that a task asked for money for; one a day for each work."""
    numbers = {key.rpartition(":")[2] for key in asked if ":care:" in key}
    visits = apps.get_model("activities", "CareVisit").objects.filter(participant__isnull=False)
    earnings = apps.get_model("payouts", "Earning").objects.exclude(state="taken_back")
    honoured = {
        (one.participant_id, one.care_visit.work_id, timezone.localdate(one.care_visit.visited_at))
        for one in earnings.filter(care_visit__isnull=False).select_related("care_visit")
    }
    for number in sorted(int(number) for number in numbers if number.isdigit()):
        visit = (
            visits.filter(pk=number, earning=None)
            .select_related("work__activity", "work__team")
            .first()
        )
        if visit is None:
            continue
        day = (visit.participant_id, visit.work_id, timezone.localdate(visit.visited_at))
        ore = _rate(apps, visit.work.activity_id, visit.visited_at, "care_visit")
        if ore and day not in honoured:
            honoured.add(day)
            yield {
                "participant_id": visit.participant_id, "care_visit_id": visit.pk,
                "reason": "care_visit", "ore": ore, "about": f"care:{visit.pk}",
                "team": visit.work.team, "at": visit.visited_at,
            }  # fmt: skip


def _rate(apps, activity, at, reason):
    rates = apps.get_model("payouts", "Rate").objects.filter(
        activity=activity, reason=reason, valid_from__lte=timezone.localdate(at)
    )
    return rates.order_by("-valid_from").values_list("ore", flat=True).first()


def _write(apps, fact, asked):
    """Save one row, and let the task that asked about it, if any is left, lead to it."""
    about, team, at = fact.pop("about"), fact.pop("team"), fact.pop("at")
    stopped = asked.get(f"{PREFIXES['threshold']}:{about}")
    threshold = _stopped_before(apps, fact["participant_id"], team, at) if stopped else None
    held_by = "threshold" if threshold else "budget"
    ore = fact.pop("ore")
    row, _made = apps.get_model("payouts", "Earning").objects.update_or_create(
        **fact,
        defaults={
            "ore": ore, "state": "unfunded", "held_by": held_by, "threshold_id": threshold,
            "reservation": None, "approved_at": None,
        },
    )  # fmt: skip
    for prefix in sorted(PREFIXES.values(), key=lambda one: one != PREFIXES[held_by]):
        if task := asked.pop(f"{prefix}:{about}", None):
            task.key = f"waits:{WAITING[held_by]}:{row.pk}"
            task.waits_for, task.about, task.about_id = WAITING[held_by], "payouts.earning", row.pk
            task.save(update_fields=["key", "waits_for", "about", "about_id"])
            return


def _stopped_before(apps, participant, team, at):
    """Return the threshold of the team's payer before which it was decided to stop, or None."""
    decisions = apps.get_model("payouts", "ThresholdDecision").objects.filter(
        participant=participant,
        year=timezone.localdate(at).year,
        threshold__organisation_number=team.organisation_number,
    )
    newest = {}
    for one in decisions.order_by("at", "pk"):
        newest[one.threshold_id] = one.decision
    return next((key for key, decision in newest.items() if decision == "stop"), None)


def back(apps, schema_editor):
    """Leave what waits for money to the facts and the tasks again."""
    earnings = apps.get_model("payouts", "Earning").objects
    tasks = apps.get_model("notices", "Task").objects
    found = earnings.select_related("session__team", "care_visit__work__team")
    waiting = {row.pk: row for row in found.filter(state="unfunded")}
    for task in tasks.filter(waits_for__in=WAITING.values()):
        row = waiting.pop(task.about_id, None) or found.filter(pk=task.about_id).first()
        held_by = next(name for name, state in WAITING.items() if state == task.waits_for)
        if row is None or not _lead_back(tasks, task, row, held_by):
            task.delete()
    for row in waiting.values():
        key = _old_key(row, row.held_by)
        if not tasks.filter(key=key).exists():
            tasks.create(
                key=key,
                kind="find_money",
                team=(row.session or row.care_visit.work).team,
                participant_id=row.participant_id,
                text="Finn penger til ett honorar.",
                **_about(row),
            )
    # What was reversed while it waited had nothing reserved, and nothing booked.
    earnings.filter(reservation=None, state__in=("unfunded", "taken_back")).delete()


def _lead_back(tasks, task, row, held_by):
    """Give `task` the key and the row of before; tell whether the key was free."""
    key = _old_key(row, held_by)
    if tasks.filter(key=key).exists():
        return False
    task.key, task.waits_for = key, ""
    for name, value in _about(row).items():
        setattr(task, name, value)
    task.save(update_fields=["key", "waits_for", "about", "about_id"])
    return True


def _old_key(row, held_by):
    if row.session_id:
        return f"{PREFIXES[held_by]}:{row.session_id}:{row.participant_id}"
    return f"{PREFIXES[held_by]}:care:{row.care_visit_id}"


def _about(row):
    if row.session_id:
        return {"about": "activities.session", "about_id": row.session_id}
    return {"about": "activities.work", "about_id": row.care_visit.work_id}


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0025_earnings_without_money"),
        ("notices", "0008_too_old_to_send"),
        ("activities", "0019_activity_names_for_each_team"),
    ]

    operations = [
        migrations.RunPython(fill, back, elidable=True),
    ]

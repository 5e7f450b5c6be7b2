"""Questions about activities, asked by views, templates and the API alike."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import LEADING, PLANNING, Team
from activities.models import Activity, CoOrganiser, Idea, Job, Routine, Session, Shift, Work
from activities.models.routine import READERS
from participants.models import Participant


def can_plan(user: Any, team: Team) -> bool:
    """May `user` make and change sessions of `team`?"""
    return Team.objects.of(user, PLANNING).filter(pk=team.pk).exists()


def can_edit_session(user: Any, session: Session) -> bool:
    """May `user` change, copy, publish or cancel `session`?"""
    return can_plan(user, session.team)


def with_may_edit(sessions: QuerySet[Session], user: Any) -> QuerySet[Session]:
    """Add to each session `may_edit`, what `can_edit_session` answers, in the same query."""
    return sessions.annotate(
        may_edit=Exists(Team.objects.of(user, PLANNING).filter(pk=OuterRef("team")))
    )


def can_record_attendance(user: Any, session: Session) -> bool:
    """May `user` record who took part in `session`?"""
    return can_plan(user, session.team)


def can_close_session(user: Any, session: Session) -> bool:
    """May `user` close `session`, which approves its honoraria?"""
    return can_plan(user, session.team)


def can_report_all_clear(user: Any, shift: Shift) -> bool:
    """May `user` report «all clear» for `shift`? Only one's own: nobody reports for another."""
    return shift.staff_id == user.pk


def is_own_shift(user: Any, shift: Shift) -> bool:
    """May `user` ask others to take `shift`? Only one's own."""
    return shift.staff_id == user.pk


def can_edit_work(user: Any, work: Work) -> bool:
    """May `user` change `work`, its makers and its care?"""
    return can_plan(user, work.team)


def can_edit_activity(user: Any, activity: Activity) -> bool:
    """May `user` change `activity`? A leader of one of its teams may."""
    return Team.objects.of(user, LEADING).filter(activities=activity).exists()


def can_edit_job(user: Any, job: Job) -> bool:
    """May `user` change `job`, pick it up, put it back and say that it is done?"""
    return can_plan(user, job.team)


def can_write_idea_for(user: Any, participant: Participant) -> bool:
    """May `user` write down an idea of `participant`, on their wish, and take it away again?"""
    return can_plan(user, participant.team)


def can_answer_idea(user: Any, idea: Idea) -> bool:
    """May `user` say that `idea` is talked about?"""
    return can_plan(user, idea.team)


def can_make_activity_of(user: Any, idea: Idea) -> bool:
    """May `user` let `idea` become an activity? A leader of the team may."""
    return Team.objects.of(user, LEADING).filter(pk=idea.team_id).exists()


def can_end_co_organising(user: Any, co_organiser: CoOrganiser) -> bool:
    """May `user` end this? A leader of the person's team may."""
    team = co_organiser.participant.team_id
    return Team.objects.of(user, LEADING).filter(pk=team).exists()


def can_import_calendar(user: Any, team: Team) -> bool:
    """May `user` bring a calendar's entries into `team`?"""
    return Team.objects.of(user, LEADING).filter(pk=team.pk).exists()


def can_write_routine(user: Any, routine: Routine) -> bool:
    """May `user` change `routine` and retire it? A leader of the team may."""
    return Team.objects.of(user, LEADING).filter(pk=routine.team_id).exists()


def can_review_routine(user: Any, routine: Routine) -> bool:
    """May `user` say that `routine` was gone through? A leader may, and who is responsible for it.

    Who is responsible and plans in the team no longer, may not.
    """
    is_theirs = routine.responsible_id == user.pk and can_plan(user, routine.team)
    return is_theirs or can_write_routine(user, routine)


def can_say_read(user: Any, routine: Routine) -> bool:
    """May `user` say that they have read `routine`? Everybody there but an auditor may."""
    return Team.objects.of(user, READERS).filter(pk=routine.team_id).exists()

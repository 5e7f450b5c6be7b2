from activities.models.activity import Activity
from activities.models.attendance import Attendance, Guest, SentTap
from activities.models.discarded import DiscardedDrafts
from activities.models.feed_key import FeedKey
from activities.models.job import CoOrganiser, Idea, Job
from activities.models.move_notice import MoveNotice
from activities.models.place import Place
from activities.models.planned import Demand
from activities.models.recipe import Recipe
from activities.models.routine import Routine, RoutineEdition, RoutineReading
from activities.models.safety import EscalationStep, Heartbeat, Incident, TeamNumber, TeamSafety
from activities.models.series import RecurringSignUp, Series, WeekTemplate, WeekTemplateEntry
from activities.models.session import Session
from activities.models.session_message import MessageReceiver, SessionMessage
from activities.models.signup import SignUp, Wish
from activities.models.staffing.cover_ask import CoverAsk
from activities.models.staffing.over_limit import Limit, OverLimit
from activities.models.staffing.plan_change import PlanChange
from activities.models.staffing.shift import Shift
from activities.models.staffing.shift_notice import ShiftNotice
from activities.models.staffing.staffing import (
    Absence,
    DayOff,
    OnCall,
    Resource,
    Skill,
    WorkingHours,
)
from activities.models.work import CareVisit, Making, Work
from activities.models.work_details import (
    Birdhouse,
    Computer,
    Mural,
    Recording,
    RiverResult,
    WorkStep,
)

__all__ = [
    "Absence",
    "Activity",
    "Attendance",
    "Birdhouse",
    "CareVisit",
    "CoOrganiser",
    "Computer",
    "CoverAsk",
    "DayOff",
    "Demand",
    "DiscardedDrafts",
    "EscalationStep",
    "FeedKey",
    "Guest",
    "Heartbeat",
    "Idea",
    "Incident",
    "Job",
    "Limit",
    "Making",
    "MessageReceiver",
    "MoveNotice",
    "Mural",
    "OnCall",
    "OverLimit",
    "Place",
    "PlanChange",
    "Recipe",
    "Recording",
    "RecurringSignUp",
    "Resource",
    "RiverResult",
    "Routine",
    "RoutineEdition",
    "RoutineReading",
    "SentTap",
    "Series",
    "Session",
    "SessionMessage",
    "Shift",
    "ShiftNotice",
    "SignUp",
    "Skill",
    "TeamNumber",
    "TeamSafety",
    "WeekTemplate",
    "WeekTemplateEntry",
    "Wish",
    "Work",
    "WorkStep",
    "WorkingHours",
]

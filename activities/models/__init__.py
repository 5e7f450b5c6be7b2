from activities.models.activity import Activity
from activities.models.attendance import Attendance, Guest, SentTap
from activities.models.feed_key import FeedKey
from activities.models.home import Heartbeat, Incident, LadderStep, TeamNumber, TeamSafety
from activities.models.job import CoOrganiser, Idea, Job
from activities.models.place import Place
from activities.models.planned import Demand
from activities.models.series import Series, StandingPlace, WeekTemplate, WeekTemplateEntry
from activities.models.session import Session
from activities.models.shift import Shift
from activities.models.signup import SignUp, Wish
from activities.models.staffing import Away, DayOff, OnCall, Resource, Skill, WorkingHours
from activities.models.thrown import ThrownDrafts
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
    "Activity",
    "Attendance",
    "Away",
    "Birdhouse",
    "CareVisit",
    "CoOrganiser",
    "Computer",
    "DayOff",
    "Demand",
    "FeedKey",
    "Guest",
    "Heartbeat",
    "Idea",
    "Incident",
    "Job",
    "LadderStep",
    "Making",
    "Mural",
    "OnCall",
    "Place",
    "Recording",
    "Resource",
    "RiverResult",
    "SentTap",
    "Series",
    "Session",
    "Shift",
    "SignUp",
    "Skill",
    "StandingPlace",
    "TeamNumber",
    "TeamSafety",
    "ThrownDrafts",
    "WeekTemplate",
    "WeekTemplateEntry",
    "Wish",
    "Work",
    "WorkStep",
    "WorkingHours",
]

from activities.models.activity import Activity
from activities.models.attendance import Attendance, Guest, SentTap
from activities.models.home import Heartbeat, Incident, LadderStep, TeamNumber, TeamSafety
from activities.models.place import Place
from activities.models.series import (
    Demand,
    Series,
    StandingPlace,
    WeekTemplate,
    WeekTemplateEntry,
)
from activities.models.session import Session
from activities.models.shift import Shift
from activities.models.signup import SignUp, Wish
from activities.models.staffing import Away, OnCall, Skill, WorkingHours
from activities.models.work import CareVisit, Making, Work

__all__ = [
    "Activity",
    "Attendance",
    "Away",
    "CareVisit",
    "Demand",
    "Guest",
    "Heartbeat",
    "Incident",
    "LadderStep",
    "Making",
    "OnCall",
    "Place",
    "SentTap",
    "Series",
    "Session",
    "Shift",
    "SignUp",
    "Skill",
    "StandingPlace",
    "TeamNumber",
    "TeamSafety",
    "WeekTemplate",
    "WeekTemplateEntry",
    "Wish",
    "Work",
    "WorkingHours",
]

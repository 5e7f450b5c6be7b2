from activities.models.activity import Activity
from activities.models.attendance import Attendance
from activities.models.place import Place
from activities.models.session import Session
from activities.models.shift import Shift
from activities.models.signup import SignUp
from activities.models.work import CareVisit, Making, Work

__all__ = [
    "Activity",
    "Attendance",
    "CareVisit",
    "Making",
    "Place",
    "Session",
    "Shift",
    "SignUp",
    "Work",
]

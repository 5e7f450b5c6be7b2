from accounts.models.access import AccessEvent, AccessSeal, AccessSubject
from accounts.models.second import SecondPerson, ShortCode
from accounts.models.sign_in import SignInChange
from accounts.models.substitutes import Substitute, SubstituteAgreement
from accounts.models.team import (
    ALL_STAFF,
    EDITING_STORIES,
    HOLDING_BUDGETS,
    LEADING,
    PAYING,
    PLANNING,
    SEEING_PEOPLE,
    Invitation,
    Membership,
    Role,
    Team,
    TeamGroup,
)
from accounts.models.user import User

__all__ = [
    "ALL_STAFF",
    "EDITING_STORIES",
    "HOLDING_BUDGETS",
    "LEADING",
    "PAYING",
    "PLANNING",
    "SEEING_PEOPLE",
    "AccessEvent",
    "AccessSeal",
    "AccessSubject",
    "Invitation",
    "Membership",
    "Role",
    "SecondPerson",
    "ShortCode",
    "SignInChange",
    "Substitute",
    "SubstituteAgreement",
    "Team",
    "TeamGroup",
    "User",
]

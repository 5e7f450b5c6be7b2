"""Who may call the endpoints of staff. Which object, the domain's own questions decide."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import PLANNING, Team, User
from accounts.permissions import is_staff_member


class StaffRequest(Request):
    """A request that `IsStaff` has let in."""

    user: User


class IsStaff(BasePermission):
    """Lets in whoever works in a team."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask the question of the accounts."""
        return is_staff_member(request.user)


class IsPlanner(BasePermission):
    """Lets in whoever plans in a team, before what was sent is read."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the reader plans anywhere."""
        return Team.objects.of(request.user, PLANNING).exists()

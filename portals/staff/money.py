"""What one session has promised, as its pages show it."""

from functools import cached_property

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from activities.models import Session
from payouts import promises
from payouts.models import Earning, Reservation


def with_money(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch each session's reservation, and how many honoraria it holds, in the same query."""
    own = Earning.objects.live().filter(session=OuterRef("pk")).order_by().values("session")
    number = own.annotate(number=Count("pk")).values("number")
    return sessions.select_related("reservation__budget").annotate(
        live_earnings=Coalesce(Subquery(number), 0)
    )


class SessionMoney:
    """The money of a session that comes from `with_money`. Sums are øre."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reservation: Reservation | None = getattr(session, "reservation", None)

    @property
    def rate_ore(self) -> int:
        """Return what each person is promised; 0 when nothing is."""
        return self._reservation.rate_ore if self._reservation else 0

    @property
    def reserved_ore(self) -> int:
        """Return what the session holds of its budget."""
        return self._reservation.ore if self._reservation else 0

    @property
    def set_aside_for(self) -> int:
        """Return how many there is money for."""
        return self._reservation.count if self._reservation else 0

    @cached_property
    def earned_ore(self) -> int:
        """Return what has been promised to people so far."""
        return self._session.earnings.live().total()

    @cached_property
    def covers_one_more(self) -> bool:
        """Tell whether one more can be honoured."""
        return promises.can_promise_one_more(self._session)

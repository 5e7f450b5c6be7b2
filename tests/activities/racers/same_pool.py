"""Two substitutes of two teams say yes to the same shift of a third at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from activities.staffing import asking, ill
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, ShiftFactory
    from tests.factories.substitutes import willing

    session = SessionFactory(published=True, min_staff=1)
    had = MembershipFactory(team=session.team).user
    shift = ShiftFactory(session=session, staff=had)
    lent = [willing(session.team).staff for _number in range(2)]
    ill.report(had, by=had)
    asks = asking.ask(shift, staff=lent, by=had)
    return {"session": session.pk, "asks": [one.pk for one in asks]}


def act(index: int, prepared: dict[str, Any]) -> str:
    from tests.activities.racers import same_cover

    return same_cover.act(index, prepared)


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from activities.models import Shift
    from tests.activities.racers import same_cover

    [shift] = Shift.objects.filter(session=prepared["session"])
    return {**same_cover.look(prepared), "is_lent": shift.lent_by_id is not None}

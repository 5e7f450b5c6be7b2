"""Four colleagues were asked to cover the same shift, and say yes at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from activities.staffing import asking, ill
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, ShiftFactory

    session = SessionFactory(published=True, min_staff=1)
    had = MembershipFactory(team=session.team).user
    shift = ShiftFactory(session=session, staff=had)
    staff = [MembershipFactory(team=session.team).user for _number in range(4)]
    ill.report(had, by=had)
    asks = asking.ask(shift, staff=staff, by=had)
    return {"session": session.pk, "asks": [one.pk for one in asks]}


def act(index: int, prepared: dict[str, Any]) -> str:
    from activities.models import CoverAsk
    from activities.staffing import asking
    from core.errors import RuleBroken

    try:
        asking.answer(CoverAsk.objects.get(pk=prepared["asks"][index]), yes=True)
    except RuleBroken as broken:
        return broken.message
    return "has it"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from activities.models import CoverAsk, Shift
    from notices.models import Message

    shifts = list(Shift.objects.filter(session=prepared["session"]).values_list("staff", flat=True))
    won = list(CoverAsk.objects.filter(ended="got_it").values_list("staff", flat=True))
    over = Message.objects.filter(key__startswith="cover-over:", channel="email")
    others = CoverAsk.objects.exclude(ended="got_it")
    return {
        "shifts": len(shifts),
        "got_it": len(won),
        "held_by_winner": shifts == won,
        "told_over": sorted(over.values_list("user", flat=True)),
        "others": sorted(others.values_list("staff", flat=True)),
    }

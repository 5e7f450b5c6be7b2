"""People and sessions that browser tests look at, put into their copy of the demonstration.

What is looked at is chosen here, by name, and is there whatever the day: the demonstration's own
programme follows the calendar, and whoever is «the newest» in it is somebody else tomorrow
(rules.md#test-data).
"""

from datetime import datetime, time, timedelta
from typing import Any

TEAM = "gamle-oslo"
STAFF, WORKER = "ingrid.moe@reir.example", "samir.aziz@reir.example"
EVERYTHING = "Alt Mulig"
NOTHING = "Ingenting Ennå"
NO_PHONE = "Uten Telefon"
LONG = "Wilhelmineantoinettekristoffersdattervonschwarzenbergsenborg"
LEFT = "Gikk Videre"
PEOPLE = {
    "nothing": NOTHING,
    "no phone": NO_PHONE,
    "a long name": LONG,
    "has left": LEFT,
}
"""Those who are unlike the one of whom there is everything."""
AHEAD, DRAFT, CLOSED = "Prøve foran", "Prøve utkast", "Prøve ferdig"
SWAPPED = "Prøve bytte"
"""The titles of four sessions; of the last somebody is asked whether they take it."""
LONG_ADDRESS = "wilhelmineantoinettekristoffersdattervonschwarzenbergsen@deltaker.example"


def build() -> None:
    """Put them in, through the verbs. Django must be set up."""
    from django.utils import timezone

    from accounts.models import Team, User
    from activities.models import DayOff, Place, Session, Work
    from activities.planning import sessions
    from activities.staffing import asking
    from activities.taking_part import guests, session_messages, signups
    from activities.works import works
    from participants import cards, consents, enrolment
    from participants.models import Channel, Interest
    from payouts.earnings import promises
    from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory
    from tests.factories.payouts import BudgetFactory, RateFactory, VaultEntryFactory

    team = Team.objects.get(slug=TEAM)
    staff, worker = (User.objects.get(email=email) for email in (STAFF, WORKER))

    def enrol(chosen_name: str, *, more: dict[str, Any] | None = None, **reach: Any) -> object:
        return enrolment.enrol(
            team=team, chosen_name=chosen_name, primary_contact=staff, by=staff,
            reach=enrolment.Reach(**reach), **(more or {}),
        )  # fmt: skip

    everything = enrol(
        EVERYTHING, channel=Channel.EMAIL, phone="+4740612399", email="alt.mulig@deltaker.example",
        more={"deputy_contact": worker, "interests": Interest.objects.all()},
    )  # fmt: skip
    enrol(NOTHING, channel=Channel.NONE)
    enrol(NO_PHONE, channel=Channel.EMAIL, email="u@deltaker.example")
    long = enrol(LONG, channel=Channel.EMAIL, email=LONG_ADDRESS, phone="+4740612398")
    enrolment.leave(enrol(LEFT), by=staff)

    activity = ActivityFactory(name="Prøver", slug="prover", teams=[team], is_public=False)
    RateFactory(activity=activity, set_by=staff)
    BudgetFactory(name="Prøver", team=team, made_by=staff, approved_by=worker)
    place = Place.objects.order_by("pk").first()

    def session(title: str, *, days: int) -> Session:
        day = timezone.localdate() + timedelta(days=days)
        starts_at = timezone.make_aware(datetime.combine(day, time(12)))
        made = sessions.make(
            activity, team=team, place=place, starts_at=starts_at, by=staff, title=title,
            ends_at=starts_at + timedelta(hours=2), places=8, off_site=False, min_staff=2,
        )  # fmt: skip
        for colleague in (staff, worker):
            ShiftFactory(session=made, staff=colleague)
        return made

    session(DRAFT, days=9)
    to_swap = SessionFactory(
        activity=activity, team=team, place=place, title=SWAPPED, min_staff=1, published=True,
        starts_at=timezone.now() + timedelta(days=10),
    )  # fmt: skip
    asking.ask(ShiftFactory(session=to_swap, staff=worker), staff=[staff], by=worker)
    a_day = timezone.localdate() + timedelta(days=120)
    DayOff.objects.create(team=team, name="Prøvefri", first_day=a_day, last_day=a_day)
    ahead = promises.offer(session(AHEAD, days=8), by=staff)
    closed = promises.offer(session(CLOSED, days=-1), by=staff)
    for person in (everything, long):
        signups.join(ahead, participant=person)
        promises.record(closed, participant=person, by=staff)
        VaultEntryFactory(participant=person, written_by=worker)
        work = works.make(
            activity, team=team, kind=Work.Kind.BIRDHOUSE, makers=[person],
            title=f"Prøvekasse til {person.chosen_name}",
        )  # fmt: skip
        consents.give(person, item=work, channel="web", how="screen", months=6)
        cards.issue(person, by=staff)
    session_messages.send(ahead, text="Vi møtes ved porten.", to=["coming"], by=staff)
    guests.add(closed, called="Venn", by=staff)
    promises.close(closed, by=staff)

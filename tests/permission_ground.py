"""What the permission matrix asks about: two teams with one of everything, and who asks.

Who has a role here and another there is among them (rules.md#two-hats).
"""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import Role, SubstituteAgreement, User
from activities.calendar_feeds import feed_keys
from activities.models import (
    CoOrganiser,
    CoverAsk,
    DayOff,
    Making,
    OnCall,
    PlanChange,
    Session,
    SessionMessage,
    ShiftNotice,
    WeekTemplate,
    Work,
)
from activities.planning import drafts, series
from activities.safety import incidents
from activities.staffing import availability, cover_asks
from activities.taking_part import guests
from activities.works import details
from cms.models import SiteContact, StoryIndexPage, StoryPage, StoryPerson, StoryQuestion
from cms.navigation import site
from cms.publishing import story_questions
from leasing import leases
from notices.models import Task
from participants import cards, consents
from payouts.bank import batches
from payouts.earnings import approval, promises
from payouts.models import PayChoice, Way
from payouts.over_the_table import cash
from portals import card_cookie
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    IdeaFactory,
    JobFactory,
    PlaceFactory,
    ResourceFactory,
    RoutineFactory,
    SessionFactory,
    ShiftFactory,
    WorkFactory,
    with_staff,
)
from tests.factories.leasing import (
    EnquiryFactory,
    GardenOfferFactory,
    PartnerContactFactory,
    organisation_number,
)
from tests.factories.notices import TaskFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import (
    AdditionFactory,
    BankProfileFactory,
    BudgetFactory,
    CashBoxFactory,
    GiftCardFactory,
    GiftCardReceiptFactory,
    RateFactory,
    StripeRecipientFactory,
    ThresholdFactory,
    VaultEntryFactory,
    an_unsure_payout,
)
from tests.factories.pictures import PictureFactory
from tests.payouts.helpers import SIGNATURE

STAFF = tuple(role.value for role in Role)
"""leader, worker, peer_worker, finance, editor, auditor."""
TWO_HATS = {
    "editor here, leader there": ("editor", "leader"),
    "auditor here, worker there": ("auditor", "worker"),
}
"""People with one role in the own team and another in the other: neither may leak."""

TODAY = timezone.localdate()
"""The day on which the recurring sessions begin: a run that passes midnight keeps it."""
MEETS_AT = time(18 if 9 <= timezone.localtime().hour < 14 else 12)
"""Their clock: not that of the sessions that run now, or run now tomorrow."""


class Ground:
    """`own` and `other` hold the objects of two teams, `clients` one client a role.

    `two_hats` holds one client for each of TWO_HATS. `password_only` is a leader who has not
    proven a second factor.
    """

    def __init__(self, sign_in: Any) -> None:
        SiteContact.objects.create(site=site.build_site(), name="Kari", phone="+4722000000")
        people = {role: UserFactory() for role in STAFF}
        self.own = side(staff=people)
        self.other = side(staff={role: UserFactory() for role in STAFF})
        contact = PartnerContactFactory(partner=self.own.partner).user
        self.clients = {
            "anonymous": Client(),
            "card": with_card(self.own.participant),
            "partner": sign_in(contact),
            "superuser": sign_in(UserFactory(administrator=True)),
            **{role: sign_in(user) for role, user in people.items()},
        }
        self.two_hats = {
            name: sign_in(self._in_both_teams(*roles)) for name, roles in TWO_HATS.items()
        }
        self.password_only = sign_in(people["leader"], factor=False)
        for client in (*self.clients.values(), *self.two_hats.values(), self.password_only):
            client.raise_request_exception = False

    def _in_both_teams(self, here: str, there: str) -> User:
        user = UserFactory()
        MembershipFactory(user=user, team=self.own.team, role=here)
        MembershipFactory(user=user, team=self.other.team, role=there)
        return user


def side(*, staff: dict[str, Any]) -> SimpleNamespace:
    """Return a team whose `staff` hold their roles, with one of everything."""
    team = TeamFactory()
    team.organisation_number = organisation_number(600 + team.pk)
    team.save()
    for role, user in staff.items():
        MembershipFactory(user=user, team=team, role=role)
    leader = staff["leader"]
    activity, place = ActivityFactory(teams=[team]), PlaceFactory()
    person = ParticipantFactory(team=team, primary_contact=staff["worker"])
    RateFactory(activity=activity)
    budget = BudgetFactory(team=team)
    draft = SessionFactory(
        team=team, activity=activity, place=place, places=4,
        starts_at=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip
    held = promises.offer(with_staff(draft), by=leader)
    earning = promises.record(held, participant=person, by=leader).earning
    approval.approve_many([earning.pk], by=leader)
    box = CashBoxFactory(team=team)
    cash.fill_box(box, ore=100_000, by=leader, key=f"first {box.pk}")
    receipt = cash.pay(person, earnings=[earning.pk], box=box, by=leader, signature=SIGNATURE)
    VaultEntryFactory(participant=person)
    BankProfileFactory(team=team)
    PayChoice.objects.create(participant=person, way=Way.BANK)
    next_session = SessionFactory(
        team=team, activity=activity, place=place, places=4,
        starts_at=timezone.now() - timedelta(minutes=2),
    )  # fmt: skip
    to_come = promises.record(
        promises.offer(with_staff(next_session), by=leader), participant=person, by=leader
    ).earning
    approval.approve_many([to_come.pk], by=leader)
    batch = batches.make(team, by=leader)
    batches.seal(batch, by=staff["finance"], execution_on=timezone.localdate())
    unsure = an_unsure_payout(held, by=leader)
    picture = PictureFactory(people=[person])
    garden = WorkFactory(
        kind=Work.Kind.GARDEN, team=team, activity=activity, place=place, picture=picture,
        is_public=True,
    )  # fmt: skip
    Making.objects.create(work=garden, participant=person)
    birdhouse = WorkFactory(team=team, activity=activity, place=place, is_public=True)
    Making.objects.create(work=birdhouse, participant=person)
    consent = consents.give(person, item=garden, channel="web", how="screen", months=6)
    withdrawn = consents.give(person, item=garden, channel="print", how="screen", months=6)
    consents.withdraw(withdrawn)
    contact = PartnerContactFactory(partner__team=team)
    offer = GardenOfferFactory(garden=garden)
    lease = leases.lease(
        [offer], partner=contact.partner, starts_on=timezone.localdate(), months=12, by=contact.user
    )
    session = SessionFactory(
        team=team, activity=activity, place=place, state=Session.State.PUBLISHED
    )
    hidden = ActivityFactory(teams=[team], is_public=False)
    # A draft of this week whatever the day is: «open the week» has something to ask about.
    SessionFactory(team=team, activity=hidden, starts_at=timezone.now() - timedelta(minutes=1))
    ask_token, token_hash = cover_asks.new_token()
    to_swap = SessionFactory(
        team=team, activity=activity, place=place, state=Session.State.PUBLISHED, min_staff=1,
        starts_at=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    cover_ask = CoverAsk.objects.create(
        session=ShiftFactory(session=to_swap, staff=staff["worker"]).session,
        instead_of=staff["worker"],
        staff=leader,
        token_hash=token_hash,
    )
    story = StoryPage(title=f"Elva {team.pk}", team=team, illustration_alt="En elv")
    StoryIndexPage.objects.get(locale__language_code="nb").add_child(instance=story)
    told = StoryPage(title=f"Kassen {team.pk}", team=team, illustration_alt="En kasse", live=False)
    told.named.add(StoryPerson(participant=person))
    StoryIndexPage.objects.get(locale__language_code="nb").add_child(instance=told)
    told.save_revision()
    facts = story_questions.facts_of(told)
    StoryQuestion.objects.create(
        story=told, participant=person, facts=facts, asked_at=timezone.now()
    )
    return SimpleNamespace(
        team=team,
        activity=activity,
        place=place,
        participant=person,
        session=session,
        inside=SessionFactory(team=team, activity=hidden, state=Session.State.PUBLISHED),
        held=held,
        shift=ShiftFactory(session=held, staff=leader),
        notice=ShiftNotice.objects.get_or_create(session=held, staff=leader)[0],
        cover_ask=cover_ask,
        ask_token=ask_token,
        agreement=SubstituteAgreement.objects.create(
            lends=team,
            borrows=TeamFactory(),
            asked_by=UserFactory(),
            until=timezone.localdate() + timedelta(days=30),
        ),
        change=PlanChange.objects.create(
            made_by=leader,
            team=team,
            session=held,
            verb="put_on",
            staff_after=leader,
            part="second",
            revision_after=0,
            staff_count_after=0,
        ),
        guest=guests.add(held, by=leader),
        message=SessionMessage.objects.create(
            session=held, written_by=leader, text="Vi gleder oss.", to_coming=True
        ),
        out=ShiftFactory(session=SessionFactory(team=team, off_site=True), staff=leader),
        # Tomorrow: while it is somebody's time, each page of staff asks who that is.
        on_call=OnCall.objects.create(
            team=team,
            staff=leader,
            starts_at=timezone.now() + timedelta(days=1),
            ends_at=timezone.now() + timedelta(days=1, hours=1),
        ),
        incident=incidents.report(held, staff=leader, by=leader),
        threshold=ThresholdFactory(
            organisation_number=team.organisation_number, verified_by=None, verified_at=None
        ),
        resource=ResourceFactory(team=team),
        day_off=DayOff.objects.create(
            team=team,
            name="Planleggingsdag",
            first_day=timezone.localdate() + timedelta(days=100),
            last_day=timezone.localdate() + timedelta(days=100),
        ),
        discarded=drafts.discard(
            team, drafts=[SessionFactory(team=team, activity=activity, place=place)], by=leader
        ),
        template=WeekTemplate.objects.create(team=team, name="Vanlig uke"),
        colleague=person.primary_contact,
        away=availability.add_absence(
            team,
            staff=person.primary_contact,
            deputy=None,
            first_day=timezone.localdate() + timedelta(days=90),
            last_day=timezone.localdate() + timedelta(days=91),
        ),
        series=series.make(
            activity,
            team=team,
            place=place,
            starts_on=TODAY,
            starts=MEETS_AT,
            minutes=60,
            rule="FREQ=WEEKLY;COUNT=4",
            by=leader,
        ).series,
        job=JobFactory(team=team),
        routine=RoutineFactory(team=team, by=leader),
        idea=IdeaFactory(participant=ParticipantFactory(team=team)),
        co_organiser=CoOrganiser.objects.create(activity=activity, participant=person),
        token=feed_keys.give(person),
        staff_token=feed_keys.give(leader),
        wall_token=feed_keys.give(team),
        task=TaskFactory(team=team, kind=Task.Kind.TELL),
        budget=budget,
        proposed=BudgetFactory(team=team, approved_by=None),
        addition=AdditionFactory(budget=budget),
        box=box,
        receipt=receipt,
        batch=batch,
        to_bank=batch.payouts.get(),
        earning=earning,
        gift_card=GiftCardFactory(team=team),
        gift_card_receipt=GiftCardReceiptFactory(participant=person, team=team),
        stripe_recipient=StripeRecipientFactory(participant=person),
        stripe_earning=unsure.earning,
        stripe_payout=unsure,
        work=garden,
        step=details.add_step(garden, text="Rake sanden"),
        birdhouse=birdhouse,
        outing=SessionFactory(
            team=team, activity=activity, off_site=True, state=Session.State.PUBLISHED
        ),
        picture=picture,
        consent=consent,
        withdrawn=withdrawn,
        partner=contact.partner,
        contact=contact,
        offer=offer,
        lease=lease,
        invoice=lease.invoices.get(),
        enquiry=EnquiryFactory(team=team),
        story=story,
        told=told,
    )


def with_card(participant: Any) -> Client:
    """Return a client that holds the cookie of the participant's paper card."""
    card, _token = cards.issue(participant, by=participant.primary_contact)
    client = Client()
    client.cookies[card_cookie.NAME] = signing.get_cookie_signer(
        salt=card_cookie.NAME + card_cookie.SALT
    ).sign(str(card.pk))
    return client

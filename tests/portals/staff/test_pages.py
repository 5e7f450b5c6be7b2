"""Every page of the portal opens for those it is for, and for nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from activities.models import CoverAsk, DayOff, SessionMessage, Work
from activities.taking_part import guests
from leasing import leases
from participants import consents
from payouts.models import Budget
from portals.staff.shared.lists import List
from portals.staff.urls import urlpatterns
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import (
    IdeaFactory,
    JobFactory,
    ResourceFactory,
    RoutineFactory,
    ShiftFactory,
    WorkFactory,
)
from tests.factories.leasing import (
    EnquiryFactory,
    GardenOfferFactory,
    PartnerContactFactory,
    PartnerFactory,
)
from tests.factories.payouts import (
    GiftCardFactory,
    GiftCardReceiptFactory,
    ThresholdFactory,
    an_unsure_payout,
)
from tests.factories.substitutes import agreement
from tests.permission_table import STAFF_PORTAL
from tests.portals.staff.scene import Scene, scene

pytestmark = pytest.mark.django_db

POST_ONLY = {name for name, row in STAFF_PORTAL.items() if row.get is None}
NO_PAGE = {"offline_worker", "sheet_send", "work_picture_send", "my_feed", "wall_screen"}


def addresses(here: Scene, *, me: User | None = None) -> dict[str, str]:
    """Return an address of every page of the portal that can be opened, about rows of `here`.

    What is one person's alone is of `me`, the worker without it.
    """
    mine = ShiftFactory(session=here.session(), staff=me) if me else here.session().shifts.get()
    person = here.person()
    earning = here.earned(person)
    session = here.session()
    garden = WorkFactory(team=here.team, activity=here.activity, kind=Work.Kind.GARDEN)
    garden.makers.add(person)
    GardenOfferFactory(garden=garden)
    consent = consents.give(
        person, item=garden, channel="web", how="screen", months=12, by=here.worker
    )
    box = here.box()
    receipt = _paid(here, person, earning, box)
    partner = PartnerFactory(team=here.team)
    owner = here.with_account()
    batch = here.sealed(owner, by=here.worker)
    thing = ResourceFactory(team=here.team)
    here.team.organisation_number = "310000019"
    here.team.save()
    threshold = ThresholdFactory()
    unsure = an_unsure_payout(session, by=here.worker)
    routine = RoutineFactory(team=here.team, by=here.worker)
    told = pages.story(person, team=here.team, live=False, consenting=False)
    told.save_revision()
    numbers = {
        "earning_write_off": [person.pk, earning.pk], "earning_pay_again": [person.pk, earning.pk],
        "budget_add": [Budget.objects.first().pk],
        "budget_earmark": [Budget.objects.first().pk],
        "threshold_passed": [threshold.pk], "threshold_decide": [person.pk],
        "threshold_end": [threshold.pk], "threshold_remove": [threshold.pk],
        "fortnights": [person.pk],
        "resource_edit": [thing.pk], "resource_remove": [thing.pk],
        "day_off_edit": [_day_off(here).pk],
        "sheet": [session.pk], "session_edit": [session.pk], "session_copy": [session.pk],
        "series_show": [_series(here).pk], "series_edit": [_series(here).pk],
        "series_leave_out": [_series(here).pk], "series_end": [_series(here).pk],
        "colleague_edit": [here.worker.pk], "colleague_sign_in": [here.worker.pk],
        "incident_report": [session.pk],
        "sheet_paper": [session.pk],
        "guest_become": [session.pk, guests.add(session, by=here.worker).pk],
        "police_card": [_out(here).pk],
        "session_cancel": [session.pk], "session_close": [session.pk], "shift_assign": [session.pk],
        "colleague_ill": [here.worker.pk], "cover": [here.worker.pk],
        "shift_offer": [mine.pk], "shift_exchange": [mine.pk],
        "shift_reason": [mine.pk],
        "asked": [_asked(here, mine.staff).pk], "cover_answer": ["0" * 32],
        "session_move": [session.pk], "shift_fill": [session.pk], "gap_ask": [session.pk],
        "substitutes_end": [agreement(here.team).pk],
        "session_write": [session.pk], "session_message": [session.pk, _message(here, session).pk],
        "session_message_withdraw": [session.pk, _message(here, session).pk],
        "shift_swap": [session.pk, session.shifts.first().pk],
        "activity_edit": [here.activity.pk], "activity_rates": [here.activity.pk],
        "place_edit": [here.place.pk], "participant": [person.pk],
        "participant_edit": [person.pk], "participant_leave": [person.pk],
        "participant_readmit": [person.pk], "card": [person.pk], "consent_new": [person.pk],
        "consent_withdraw": [person.pk, consent.pk], "pay_person": [person.pk],
        "pay_group": [session.pk],
        "year": [person.pk, timezone.localdate().year], "receipt": [receipt.pk],
        "gift_card_void": [GiftCardFactory(team=here.team).pk], "gift_card_give": [person.pk],
        "gift_card_receipt": [GiftCardReceiptFactory(participant=person).pk],
        "box_report": [box.pk], "box_count": [box.pk], "box_fill": [box.pk],
        "box_take_out": [box.pk], "box_close": [box.pk], "work": [garden.pk],
        "work_details": [WorkFactory(team=here.team, activity=here.activity).pk],
        "work_pictures": [garden.pk], "river_result": [here.session(off_site=True).pk],
        "work_picture_new": [garden.pk],
        "story": [told.pk], "story_edit": [told.pk], "story_yes": [told.pk, person.pk],
        "work_edit": [garden.pk], "work_offer": [garden.pk], "partner": [partner.pk],
        "partner_invite": [partner.pk], "invoice_paid": [_invoice(here, partner, garden).pk],
        "job_edit": [JobFactory(team=here.team).pk], "job_give": [JobFactory(team=here.team).pk],
        "job_remove": [JobFactory(team=here.team).pk],
        "idea_become": [IdeaFactory(participant=person).pk],
        "account": [person.pk], "account_forget": [person.pk], "account_confirm": [owner.pk],
        "batch": [batch.pk], "batch_seal": [batch.pk], "batch_file": [batch.pk],
        "batch_sent": [batch.pk], "batch_void": [batch.pk], "batch_answer": [batch.pk],
        "payout_arrived": [batch.payouts.get().pk],
        "payout_failed": [batch.payouts.get().pk], "payout_returned": [batch.payouts.get().pk],
        "payout_arrived_after_all": [batch.payouts.get().pk],
        "stripe_arrived": [unsure.pk], "stripe_failed": [unsure.pk],
        "enquiry_answer": [EnquiryFactory(team=here.team).pk],
        "enquiry_other": [EnquiryFactory(team=here.team).pk],
        "colleague_roles": [here.worker.pk], "colleague_end": [here.worker.pk],
        "idea_new": [person.pk], "card_stop": [person.pk], "pay_choice": [person.pk],
        "idea_remove": [IdeaFactory(participant=person).pk],
        "receipt_wrong": [receipt.pk],
        "gift_card_receipt_wrong": [GiftCardReceiptFactory(participant=person).pk],
        "partner_edit": [partner.pk],
        "contact_end": [PartnerContactFactory(partner=partner).pk],
        "help_room": ["plan"],
        "routine": [routine.pk], "routine_rewrite": [routine.pk], "routine_retire": [routine.pk],
        "activity_recipe": [here.activity.pk], "activity_recipe_file": [here.activity.pk],
        "lease_end": [_lease(partner).pk], "lease_run_on": [_lease(partner).pk],
    }  # fmt: skip
    patterns = [pattern for section in urlpatterns for pattern in section.url_patterns]
    names = [pattern.name for pattern in patterns if pattern.name not in POST_ONLY | NO_PAGE]
    return {name: reverse(f"staff:{name}", args=numbers.get(name, [])) for name in names}


def _lease(partner):
    contact = PartnerContactFactory(partner=partner)
    return leases.lease(
        [GardenOfferFactory(garden__team=partner.team)], partner=partner,
        starts_on=timezone.localdate(), months=12, by=contact.user,
    )  # fmt: skip


def _day_off(here):
    day = timezone.localdate() + timedelta(days=90)
    return DayOff.objects.create(team=here.team, name="Fri", first_day=day, last_day=day)


def _series(here):
    from datetime import time

    from activities.models import Series
    from activities.planning import series

    found = Series.objects.filter(team=here.team).first()
    return found or series.make(
        here.activity, team=here.team, place=here.place, starts_on=timezone.localdate(),
        starts=time(12), minutes=60, rule="FREQ=WEEKLY;COUNT=2", by=here.worker,
    ).series  # fmt: skip


def _asked(here, staff):
    other = here.colleague()
    return CoverAsk.objects.create(
        session=here.session(), instead_of=other, staff=staff, token_hash="0" * 64
    )


def _out(here):
    session = here.session(off_site=True, offered=False)
    return session.shifts.get()


def _paid(here, person, earning, box):
    from payouts.over_the_table import cash

    return cash.pay(
        person, earnings=[earning.pk], box=box, by=here.worker, witness=here.colleague(),
        paid_by_initials="KN", witness_initials="PS",
    )  # fmt: skip


def _invoice(here, partner, garden):
    from datetime import date

    from leasing import billing
    from leasing.models import Lease

    lease = Lease.objects.create(partner=partner, agreed_by=here.worker, months=12)
    return billing.issue(lease, ore=90_000, issued_on=date(2026, 1, 1))


def _message(here, session):
    written = {"written_by": here.worker, "to_coming": True}
    return SessionMessage.objects.get_or_create(
        session=session, text="Vi gleder oss.", defaults=written
    )[0]


def test_leader_opens_every_page(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    answers = {
        name: client.get(url).status_code for name, url in addresses(here, me=client.user).items()
    }
    assert {name: code for name, code in answers.items() if code != 200} == {}


def test_every_heading_of_every_list_sorts(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    answers = {}
    for url in addresses(here, me=client.user).values():
        shown = client.get(url).context or {}
        table = shown.get("table")
        for column in table.columns if isinstance(table, List) else ():
            if column.orderable:
                answers[f"{url}?sort={column.name}"] = 0
    assert f"{reverse('staff:batches')}?sort=name" in answers
    answers = {address: client.get(address).status_code for address in answers}
    assert {address: code for address, code in answers.items() if code != 200} == {}


def test_another_teams_rows_are_not_there(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER)
    own = {name for name, row in STAFF_PORTAL.items() if not row.of or row.shared}
    answers = {
        name: client.get(url).status_code
        for name, url in addresses(here).items()
        if name not in own
    }
    assert {name: code for name, code in answers.items() if code != 404} == {}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.FINANCE])
def test_roles_that_do_not_plan_change_no_session(staff_client, role):
    here = scene()
    session = here.session()
    client = staff_client(role=role, team=here.team)
    names = ("session_edit", "session_copy", "session_cancel", "session_close", "shift_assign")
    codes = {client.get(reverse(f"staff:{name}", args=[session.pk])).status_code for name in names}
    assert codes == {403}
    assert client.get(reverse("staff:session_new")).status_code == 403


def test_editor_sees_no_people(staff_client):
    here = scene()
    session = here.session()
    here.coming(session, 1)
    client = staff_client(role=Role.EDITOR, team=here.team)
    page = client.get(reverse("staff:sheet", args=[session.pk]))
    assert page.status_code == 200
    assert "Kommer 0" not in page.content.decode()
    assert client.get(reverse("staff:participants")).status_code == 403
    assert client.get(reverse("staff:pay")).status_code == 403


def test_somebody_without_a_team_is_kept_out(signed_in):
    assert signed_in(UserFactory()).get(reverse("staff:today")).status_code == 403


def test_somebody_whose_role_has_ended_is_kept_out(signed_in):
    from django.utils import timezone

    membership = MembershipFactory(ended_at=timezone.now())
    assert signed_in(membership.user).get(reverse("staff:week")).status_code == 403


def test_nobody_comes_in_unsigned(client):
    answer = client.get(reverse("staff:today"))
    assert answer.status_code == 302
    assert answer.url.startswith("/konto/login/")

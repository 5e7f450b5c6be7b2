"""Every page that changes a row: what it showed, sent back, leaves every row as it was."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Team
from activities.models import DayOff, RiverResult, Session, Skill, TeamNumber, WorkingHours
from activities.planning import series
from activities.safety import preparedness
from activities.works import details as work_details
from cms.page_content.shown_people import image_of
from participants.models import Interest
from payouts.models import PayChoice, Way
from tests import permission_table
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import (
    ActivityFactory,
    JobFactory,
    PlaceFactory,
    ResourceFactory,
    WorkFactory,
)
from tests.factories.leasing import GardenOfferFactory, PartnerFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BankProfileFactory, VaultEntryFactory
from tests.factories.pictures import PictureFactory
from tests.portals.mine.scene import visit
from tests.portals.shown_form import shown
from tests.portals.staff.scene import Scene, scene

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
UTC = ZoneInfo("UTC")
OURS = ("accounts", "activities", "leasing", "participants", "payouts", "pictures")
NOT_THE_ROW = {"changed_at", "revision", "last_login", "last_used_at", "written_at"}
TELLS = ("Historical", "Access", "Task", "Message")
LONG = "Æ" + "ø" * 118 + "å"
LINES = "Ta med sovepose,\nlykt og  to liter vann.\n\nVi spiser ute."


def everything() -> dict[str, Any]:
    """Return every column of every row of ours, many-to-many too, that is no trace of the save."""
    found = {}
    for name in OURS:
        for model in apps.get_app_config(name).get_models(include_auto_created=True):
            if model.__name__.startswith(TELLS):
                continue
            columns = [one.attname for one in model._meta.concrete_fields]
            for row in model._base_manager.values(*columns):
                kept = {key: value for key, value in row.items() if key not in NOT_THE_ROW}
                key = (model._meta.label, row[model._meta.pk.attname])
                if model._meta.auto_created or model.__name__ in ("Making", "ParticipantInterest"):
                    kept.pop("id", None)
                    key = (model._meta.label, *sorted(map(str, kept.values())))
                found[key] = kept
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what is not equal, one line a column."""
    lines = [f"{key} is gone" for key in before.keys() - after.keys()]
    lines += [f"{key} is new" for key in after.keys() - before.keys()]
    for key in before.keys() & after.keys():
        lines += [
            f"{key}.{column}: {held!r} became {after[key][column]!r}"
            for column, held in before[key].items()
            if after[key][column] != held
        ]
    return sorted(lines)


def days_from_now(days: int, clock: time) -> datetime:
    return datetime.combine(timezone.localdate() + timedelta(days=days), clock, tzinfo=OSLO)


def sessions_of(here: Scene, starts: datetime, ends: datetime, **more: Any) -> tuple[str, int]:
    row = here.session(offered=False, **{"starts_at": starts, "ends_at": ends} | more)
    return "session_edit", row.pk


def autumn() -> date:
    """Return the Sunday on which the next summer time ends: one hour comes twice."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        last = date(year, 10, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday > today:
            return sunday
    raise AssertionError


def spring() -> date:
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        last = date(year, 3, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday > today:
            return sunday
    raise AssertionError


def three_days(here: Scene) -> Any:
    return sessions_of(here, days_from_now(5, time(10)), days_from_now(7, time(15)))


def over_midnight(here: Scene) -> Any:
    return sessions_of(here, days_from_now(5, time(20)), days_from_now(6, time(1)))


def whole_day(here: Scene) -> Any:
    return sessions_of(here, days_from_now(5, time(0)), days_from_now(6, time(0)))


def to_the_second(here: Scene) -> Any:
    return sessions_of(here, days_from_now(5, time(9, 0, 30)), days_from_now(5, time(11, 0, 45, 9)))


def second_time_round(here: Scene) -> Any:
    day = autumn()
    starts = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)  # 02.30 for the second time
    return sessions_of(here, starts, starts + timedelta(minutes=20))


def around_the_lost_hour(here: Scene) -> Any:
    day = spring()
    starts = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
    return sessions_of(here, starts, starts + timedelta(hours=1))


def far_ahead(here: Scene) -> Any:
    return sessions_of(here, days_from_now(900, time(9)), days_from_now(900, time(11)))


def with_everything(here: Scene) -> Any:
    rain = PlaceFactory(indoors=True)
    here.activity.teams.remove(here.team)
    kind, pk = sessions_of(
        here, days_from_now(5, time(9)), days_from_now(5, time(11)), title=LONG, note=LINES,
        places=12, newcomer_places=3, demands=["water", "heavy"], any_time=True, rain_place=rain,
        min_staff=3,
    )  # fmt: skip
    ResourceFactory(team=here.team).sessions.add(pk)
    rain.indoors = False
    rain.save()
    return kind, pk


def standing(here: Scene, **more: Any) -> Any:
    starts_on = timezone.localdate() + timedelta(days=1)
    fields = {
        "place": here.place, "starts": time(22), "minutes": 240, "title": LONG, "note": LINES,
        "rule": "FREQ=MONTHLY;BYDAY=1FR,2TU", "min_staff": 4, "off_site": False, "places": 8,
        "newcomer_places": 2, "demands": ["water", "heavy"], "skip_holidays": False,
        "starts_on": starts_on,
    } | more  # fmt: skip
    made = series.make(here.activity, team=here.team, by=None, **fields)
    return "series_edit", made.series.pk


def nearly_a_day(here: Scene) -> Any:
    return standing(here, starts=time(18), minutes=60 * 23)


def every_third(here: Scene) -> Any:
    return standing(here, rule="FREQ=MONTHLY;BYDAY=-1FR", minutes=90, starts=time(9, 5))


def whole_standing_day(here: Scene) -> Any:
    return standing(here, starts=time(0), minutes=1440)


def activity(here: Scene) -> Any:
    others = [TeamFactory(), TeamFactory()]
    row = ActivityFactory(
        teams=[here.team, *others], summary=LINES, bring=LONG, illustration="was-taken-away",
        is_public=False, expected_at_drop_in=7,
    )  # fmt: skip
    row.interests.set(Interest.objects.all()[:2])
    return "activity_edit", row.pk


def place(here: Scene) -> Any:
    row = PlaceFactory(
        name=LONG, how_to_find=LINES, latitude=59.92331234567, longitude=-10.00000049,
        phone="+4722000000;ext=123", indoors=False, off_site=True, min_staff=3,
    )  # fmt: skip
    return "place_edit", row.pk


def job(here: Scene) -> Any:
    gone = WorkFactory(team=here.team, state="gone")
    row = JobFactory(team=here.team, title=LONG, description=LINES, work=gone, place=here.place)
    return "job_edit", row.pk


def person(here: Scene) -> Any:
    left = here.colleague()
    row = ParticipantFactory(
        team=here.team, primary_contact=here.worker, deputy_contact=left, channel="sms",
        phone="+4722000000;ext=45", email="Aase.Lang@Example.ORG", language="nn",
    )  # fmt: skip
    row.interests.set(Interest.objects.all()[:2])
    Membership.objects.filter(user=left).delete()
    return "participant_edit", row.pk


def work(here: Scene) -> Any:
    row = WorkFactory(
        team=here.team, activity=ActivityFactory(teams=[]), title=LONG, description=LINES,
        number=7, steward=here.person("Åse"), place=here.place, state="gone",
    )  # fmt: skip
    row.makers.set([here.person("Ola"), here.person("Kari")])
    work_details.add_step(row, text="Sag til")
    return "work_edit", row.pk


def details(here: Scene) -> Any:
    row = WorkFactory(team=here.team, activity=here.activity, kind="film")
    work_details.describe(row, rights="Alle", captions=LONG, transcript=LINES)
    return "work_details", row.pk


def more_pictures(here: Scene) -> Any:
    row = WorkFactory(team=here.team, activity=here.activity)
    row.more_pictures.set([PictureFactory(people=[here.person()]), PictureFactory()])
    return "work_pictures", row.pk


def told(here: Scene) -> Any:
    row = pages.story(
        here.person("Ola"), here.person("Kari"), team=here.team, live=False, consenting=False,
        title=LONG[:100],
        blocks=[("paragraph", "<p>En linje.<br/>En til.</p><p>Og en &amp; en.</p>")],
        lead_picture=PictureFactory(people=[here.person()]),
    )  # fmt: skip
    row.save_revision()
    image_of(row.lead_picture)  # its sizes are cut when it is first looked at
    return "story_edit", row.pk


def thing(here: Scene) -> Any:
    return "resource_edit", ResourceFactory(team=here.team, name=LONG[:80], kind="room").pk


def offer(here: Scene) -> Any:
    garden = WorkFactory(team=here.team, activity=here.activity, kind="garden")
    GardenOfferFactory(garden=garden, monthly_ore=123_456_50 + 5, made_in="Tøyen")
    return "work_offer", garden.pk


def river(here: Scene) -> Any:
    row = here.session(off_site=True)
    RiverResult.objects.create(session=row, kilos=12, scooters=0, weather="", safety_checked=True)
    return "river_result", row.pk


def colleague(here: Scene) -> Any:
    somebody = here.colleague()
    somebody.skills.set([Skill.objects.create(name="Førerkort")])
    for day, hours in ((0, (time(22), time(6))), (3, (time(8, 0, 30), time(15, 45)))):
        WorkingHours.objects.create(
            team=here.team, staff=somebody, weekday=day, starts=hours[0], ends=hours[1]
        )
    return "colleague_edit", somebody.pk


def phone_list(here: Scene) -> Any:
    for kind in TeamNumber.Kind.values:
        preparedness.set_number(here.team, kind=kind, number="22 00 00 00")
    return "phone_list_edit", None


def routine(here: Scene) -> Any:
    left = here.colleague()
    preparedness.set_routine(here.team, deputy=left, code_word="blåbær")
    Membership.objects.filter(user=left).delete()
    return "routine_edit", None


def bank(here: Scene) -> Any:
    BankProfileFactory(team=here.team)
    return "bank_profile", None


def account(here: Scene) -> Any:
    entry = VaultEntryFactory(participant=here.person())
    PayChoice.objects.create(participant=entry.participant, way=Way.BANK)
    return "account", entry.participant_id


def business(here: Scene) -> Any:
    row = PartnerFactory(
        team=here.team, name=LONG, address=LONG, invoice_email="Fa@Granbar.Example"
    )
    return "partner_edit", row.pk


def day_off(here: Scene) -> Any:
    day = timezone.localdate() + timedelta(days=90)
    row = DayOff.objects.create(
        team=here.team, name="Fri med to ord", first_day=day, last_day=day + timedelta(days=9)
    )
    return "day_off_edit", row.pk


def working_hours(here: Scene) -> Any:
    Team.objects.filter(pk=here.team.pk).update(
        daily_rest=8 * 60, full_week=None, working_time_agreement="Avtale fra mars"
    )
    return "working_time_edit", None


ODD: list[Callable[[Scene], Any]] = [
    three_days, over_midnight, whole_day, to_the_second, second_time_round, around_the_lost_hour,
    far_ahead, with_everything, standing, nearly_a_day, every_third, whole_standing_day, activity,
    place, job, person, work, details, more_pictures, told, thing, offer, river, colleague,
    phone_list, routine, bank, account, business, day_off, working_hours,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_what_was_shown_and_sent_back_leaves_the_row_as_it_was(signed_in, odd):
    here = scene()
    client = signed_in(MembershipFactory(team=here.team, leader=True).user)
    name, pk = odd(here)
    url = reverse(f"staff:{name}", args=[pk] if pk else [])
    before, sent = everything(), shown(client.get(url))

    answer = client.post(url, sent)

    form = answer.context and answer.context.get("form")
    assert answer.status_code == 302, form and form.errors
    assert differences(before, everything()) == []


def test_every_page_that_changes_a_row_is_tried():
    tried = set()
    for odd in ODD:
        tried.add(odd(scene())[0])
    routes = {name for name in permission_table.STAFF_PORTAL if name.endswith("_edit")}
    assert routes <= tried


@pytest.mark.parametrize("what", ["sprak", "mate", "telefon", "e-post", "liker"])
def test_a_question_about_oneself_answered_as_it_stood_changes_nothing(what):
    me = visit(phone="+4722000000;ext=45", email="Aase@Example.ORG", language="nn", channel="paper")
    me.participant.interests.set(Interest.objects.all()[:2])
    url = reverse("mine:change", args=[what])
    before, sent = everything(), shown(me.client.get(url))
    assert me.client.post(url, sent).status_code == 303
    assert differences(before, everything()) == []


def test_a_trip_of_two_days_is_planned_and_ends_on_its_second(signed_in):
    here = scene()
    day = timezone.localdate() + timedelta(days=5)
    signed_in(here.worker).post(
        reverse("staff:session_new"),
        {
            "activity": here.activity.pk, "place": here.place.pk, "day": day, "starts": "20",
            "last_day": day + timedelta(days=1), "ends": "01",
        },
    )  # fmt: skip
    made = Session.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=5)

"""What a search finds: each kind from the rows that its own page shows to the same person.

A database's own comparison without case knows «Å» on one and not on the other. So a kind's rows
are read, as few columns as can be, and compared here; at most `MOST_READ` of a kind.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import ALL_STAFF, Membership, Team, User
from activities.models import Activity, Routine, Session, Work
from core.templatetags.formats import clock, weekday_date
from leasing.models import Partner
from participants.models import Participant
from portals.staff.shared.navigation import rooms
from portals.staff.shared.own_rows import for_team
from portals.staff.shared.page_access import SEEING_PARTNERS
from portals.staff.shared.words import Words

MOST_ROWS = 8
MOST_READ = 5_000
RECENT = timedelta(days=90)


@dataclass(frozen=True)
class Row:
    """One thing found: where its link goes, its name, and what tells it from others."""

    url: str
    name: Any
    about: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `there_are_more` than its rows."""

    title: str
    rows: list[Row]
    there_are_more: bool


@dataclass
class Search:
    """A search by one of the staff, who opens the pages of `opens` (`page_access.OPENS`).

    After `groups`, `people` are the participants it names.
    """

    words: Words
    user: User
    opens: Collection[str]
    people: list[Participant] = field(default_factory=list)

    @cached_property
    def memberships(self) -> list[Membership]:
        """Return what I am in which team."""
        return list(Membership.objects.active().filter(user=self.user))

    def groups(self) -> list[Group]:
        """Return what was found, kinds that have nothing left out."""
        kinds: tuple[tuple[str, Callable[[], Iterator[Row]]], ...] = (
            (_("Deltakere"), self._participants),
            (_("Kolleger"), self._colleagues),
            (_("Økter"), self._sessions),
            (_("Aktiviteter"), self._activities),
            (_("Rutiner"), self._routines),
            (_("Verk"), self._works),
            (_("Bedrifter"), self._partners),
            (_("Sider"), self._pages),
        )
        groups = []
        for title, kind in kinds:
            if found := list(islice(kind(), MOST_ROWS + 1)):
                groups.append(Group(title, found[:MOST_ROWS], len(found) > MOST_ROWS))
        self.people = self.people[:MOST_ROWS]
        return groups

    def _team(self, row: Any) -> str:
        """Return the name of the row's team for whoever works in several."""
        return str(row.team) if len({one.team_id for one in self.memberships}) > 1 else ""

    def _participants(self) -> Iterator[Row]:
        """Yield people by chosen name or whole code; names that begin so first, who left last."""
        rows = Participant.objects.visible_to(self.user).select_related("team")
        columns = ("code", "chosen_name", "left_at", "team__name")
        rows = rows.order_by(F("left_at").asc(nulls_first=True), "chosen_name", "pk")
        found = [
            person
            for person in rows.only(*columns)[:MOST_READ]
            if self.words.within(person.chosen_name) or self.words.are(person.code)
        ]
        found.sort(key=lambda one: (bool(one.left_at), not self.words.begin(one.chosen_name)))
        for person in found:
            self.people.append(person)
            left = _("har gått ut") if person.left_at else ""
            about = _joined(person.code, self._team(person), left)
            yield Row(reverse("staff:participant", args=[person.pk]), person.chosen_name, about)

    def _colleagues(self) -> Iterator[Row]:
        rows = (
            Membership.objects.active()
            .filter(team__in=Team.objects.of(self.user, ALL_STAFF), user__is_active=True)
            .select_related("user", "team")
            .order_by("user__first_name", "user__last_name", "user", "team__name", "role")
        )
        for colleague, held in groupby(rows[:MOST_READ], key=attrgetter("user")):
            if self.words.within(str(colleague)):
                roles = list(held)
                words = dict.fromkeys(str(one.get_role_display()) for one in roles)
                about = _joined(*words, self._team(roles[0]))
                yield Row(for_team("staff:colleagues", roles[0].team), colleague, about)

    def _sessions(self) -> Iterator[Row]:
        """Yield what is to come, the nearest first, then what was lately."""
        now = timezone.now()
        rows = (
            Session.objects.visible_to(self.user)
            .filter(starts_at__gte=now - RECENT)
            .select_related("activity", "place", "team")
            .only(
                "title", "starts_at", "ends_at", "state", "activity__name", "place__name",
                "team__name",
            )
            .order_by("starts_at", "pk")
        )  # fmt: skip
        found = [
            row
            for row in rows[:MOST_READ]
            if self.words.within(row.title, row.activity.name, row.place.name)
        ]
        ahead = [row for row in found if row.ends_at > now]
        for row in [*ahead, *reversed(found[: len(found) - len(ahead)])]:
            when = f"{capfirst(weekday_date(row.starts_at))} {clock(row.starts_at)}"
            unusual = row.state in (Session.State.DRAFT, Session.State.CANCELLED)
            state = row.get_state_display() if unusual else ""
            about = _joined(when, row.place.name, self._team(row), state)
            yield Row(reverse("staff:sheet", args=[row.pk]), row.name, about)

    def _activities(self) -> Iterator[Row]:
        rows = Activity.objects.of_teams(Team.objects.of(self.user, ALL_STAFF))
        for row in rows.only("name")[:MOST_READ]:
            if self.words.within(row.name):
                yield Row(reverse("staff:activity_recipe", args=[row.pk]), row.name)

    def _routines(self) -> Iterator[Row]:
        rows = Routine.objects.in_use().visible_to(self.user).select_related("team")
        for row in rows[:MOST_READ]:
            if self.words.within(row.name):
                yield Row(reverse("staff:routine", args=[row.pk]), row.name, self._team(row))

    def _works(self) -> Iterator[Row]:
        """Yield works by title, or by the whole of «7» or «Fuglekasse 7»."""
        rows = Work.objects.visible_to(self.user).exclude(state=Work.State.GONE)
        rows = rows.select_related("place", "team")
        for row in rows[:MOST_READ]:
            whole = self.words.are(str(row.number or "")) or self.words.are(str(row))
            if whole or self.words.within(row.title):
                title = row.title if row.number else capfirst(row.get_kind_display())
                about = _joined(title, row.place, self._team(row))
                yield Row(reverse("staff:work", args=[row.pk]), capfirst(str(row)), about)

    def _partners(self) -> Iterator[Row]:
        """Yield businesses by name or whole organisation number."""
        mine = Team.objects.of(self.user, SEEING_PARTNERS)
        rows = Partner.objects.filter(team__in=mine).select_related("team").order_by("name", "pk")
        for row in rows[:MOST_READ]:
            if self.words.within(row.name) or self.words.are(row.organisation_number):
                about = _joined(self._team(row))
                yield Row(reverse("staff:partner", args=[row.pk]), row.name, about)

    def _pages(self) -> Iterator[Row]:
        for page in rooms.pages_of(self.opens):
            if self.words.within(str(page.name)) or self.words.begin_words_of(str(page.also)):
                yield Row(rooms.address_of(page.route), page.name, page.about)


def _joined(*words: Any) -> str:
    return " · ".join(str(word) for word in words if word)

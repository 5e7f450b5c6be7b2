"""A name stands beside that person's own number, or beside the team's under the team's name."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import context_processors
from accounts.models import Role, Team, User
from activities.models import OnCall
from leasing import partners
from notices.models import Message
from participants.models import Participant
from tests.factories.accounts import MembershipFactory
from tests.factories.leasing import EnquiryFactory, PartnerContactFactory, PartnerFactory
from tests.portals.mine.scene import Visit, visit

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = {"leader": "+4791000001", "worker": "+4791000002", "deputy": "+4791000003"}


class House:
    """A team with three people; those in `silent` have no number of their own."""

    def __init__(self, silent: tuple[str, ...]) -> None:
        self.ola: Visit = visit()
        self.team: Team = self.ola.participant.team
        Team.objects.filter(pk=self.team.pk).update(phone="+4722000009")
        self.team.refresh_from_db()
        self.people: dict[str, User] = {}
        for role, number in NUMBERS.items():
            held = Role.LEADER if role == "leader" else Role.WORKER
            user = MembershipFactory(team=self.team, role=held).user
            User.objects.filter(pk=user.pk).update(phone="" if role in silent else number)
            user.refresh_from_db()
            self.people[role] = user
        Participant.objects.filter(pk=self.ola.participant.pk).update(
            primary_contact=self.people["worker"], deputy_contact=self.people["deputy"]
        )
        OnCall.objects.create(
            team=self.team, staff=self.people["deputy"],
            starts_at=timezone.now() - timedelta(hours=1),
            ends_at=timezone.now() + timedelta(hours=9),
        )  # fmt: skip
        context_processors.forget_contacts()

    def owners(self) -> dict[str, str]:
        """Return {number: the name that must stand before it}."""
        whose = {str(user.phone): str(user) for user in self.people.values() if user.phone}
        return whose | {str(self.team.phone): self.team.name}

    def pages(self, signed_in: Any) -> list[Any]:
        """Return every page that shows somebody to call, at each portal and before it."""
        leader = signed_in(self.people["leader"])
        business = PartnerContactFactory(partner=PartnerFactory(team=self.team)).user
        person, year = self.ola.participant.pk, timezone.localdate().year
        staff = [
            reverse("staff:today"), reverse("staff:home"), reverse("staff:day_pack"),
            reverse("staff:participant", args=[person]), reverse("staff:year", args=[person, year]),
        ]  # fmt: skip
        return [
            *(leader.get(address) for address in staff),
            *(self.ola.client.get(address) for address in ("/min/", "/min/om-meg/", "/min/x/")),
            signed_in(business).get("/partner/"),
            self.ola.client.get("/konto/login/"),
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("silent", [(), ("worker", "leader"), tuple(NUMBERS)])
def test_no_page_has_a_name_beside_somebody_elses_number(
    signed_in: Any, silent: tuple[str, ...]
) -> None:
    house = House(silent)
    owners, found = house.owners(), 0
    for page in house.pages(signed_in):
        for number, before in _numbers(page.content.decode()):
            found += 1
            name = owners[number]
            assert name in before, (page.request["PATH_INFO"], number, before)
            others = {str(user) for user in house.people.values()} - {name}
            assert before.rfind(name) > max(
                (before.rfind(other) for other in others), default=-1
            ), (page.request["PATH_INFO"], number, before)
    assert found > 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("silent", "ends"),
    [
        ((), "Hilsen {name}, telefon 91 00 00 01, {team}"),
        (("leader",), "Hilsen {name} i {team}, telefon til teamet 22 00 00 09"),
    ],
)
def test_a_letter_says_whose_number_it_gives(silent: tuple[str, ...], ends: str) -> None:
    house = House(silent)
    enquiry = EnquiryFactory(team=house.team)
    leader = house.people["leader"]
    partners.answer_otherwise(enquiry, how="not_now", words="Ikke nå.", by_email=True, by=leader)
    body = Message.objects.get(key__startswith="enquiry-answer").body
    assert body.endswith(ends.format(name=leader, team=house.team.name))


def test_one_place_alone_chooses_between_ones_own_number_and_the_teams() -> None:
    choosing = re.compile(r"phone\)? or [\w.]+\.phone")
    found = [
        str(path.relative_to(ROOT))
        for folder in (
            "accounts",
            "activities",
            "leasing",
            "notices",
            "portals",
            "cms",
            "api",
            "demo",
        )
        for path in (ROOT / folder).rglob("*.py")
        if choosing.search(path.read_text())
    ]
    assert found == []


def _numbers(page: str) -> list[tuple[str, str]]:
    """Return each phone link with what one reads in its paragraph or row before it."""
    found = []
    for link in re.finditer(r'href="tel:(\+47\d{8})"', page):
        before = page[: link.start()]
        start = max(before.rfind(tag) for tag in ("<p", "<li", "<dt", "<h2"))
        words = unescape(re.sub(r"<[^>]*>?", " ", before[start:]))
        found.append((link.group(1), " ".join(words.split())))
    return found

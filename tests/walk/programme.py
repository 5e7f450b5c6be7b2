"""What makes the demonstration large: every list has more rows than one page of it shows.

`build` puts them in and returns the addresses that must be met at a portal before the walk is over.
Run as a process of its own on a copy (`python -m tests.walk.programme`); what it returned is kept
beside the database.
"""

import json
import os
from datetime import timedelta
from pathlib import Path

from tests.demo_database import TO_BE_MET

LEADER = "ingrid.moe@reir.example"
SIGN_INS = {
    "leader": (LEADER, "/staff/"),
    "worker": ("samir.aziz@reir.example", "/staff/"),
    "peer_worker": ("anne.berg@reir.example", "/staff/"),
    "finance": ("wenche.olsen@reir.example", "/staff/"),
    "editor": ("marte.krogh@reir.example", "/staff/"),
    "auditor": ("arne.tveit@reir.example", "/staff/"),
    "partner": ("camilla@mosegronn.example", "/partner/"),
}
LISTS = {
    "public": ("/kalender/", "/historier/"),
    "leader": ("/staff/deltakere/", "/staff/gavekort/", "/staff/honorar/regnskap/"),
    "card": ("/min/verk/", "/min/honorar/", "/min/okter/", "/min/oppdrag/", "/min/forslag/"),
}
"""The lists of several pages, by portal."""
MANY = 54
"""More than a page of any list of ours holds, batches aside."""
ON_THE_CARD = "Tor"
"""Whose paper card is printed for the demonstration."""


def build() -> tuple[dict[str, list[str]], set[str]]:
    """Put everything in; return what must be met, by portal, and what is opened in any case.

    Django must be set up.
    """
    from django.urls import reverse
    from django.utils import timezone

    from accounts.models import Team, User
    from activities.models import Making, Place, Session, SignUp
    from leasing.models import Partner
    from participants.models import Participant
    from payouts.models import Batch, CashReceipt, GiftCardReceipt
    from tests.browser import people
    from tests.factories import cms as pages
    from tests.factories.activities import (
        ActivityFactory,
        IdeaFactory,
        JobFactory,
        SessionFactory,
        ShiftFactory,
        WorkFactory,
    )
    from tests.factories.participants import ParticipantFactory
    from tests.factories.payouts import (
        CashBoxFactory,
        GiftCardFactory,
        ThresholdFactory,
        VaultEntryFactory,
    )

    people.build()
    team, leader = Team.objects.get(slug=people.TEAM), User.objects.get(email=LEADER)
    worker = User.objects.get(email=SIGN_INS["worker"][0])
    tor = Participant.objects.get(chosen_name=ON_THE_CARD)
    place = Place.objects.order_by("pk").first()
    activity = ActivityFactory(name="Mange treff", slug="mange-treff", teams=[team], is_public=True)
    project = pages.project(activity)
    start = timezone.now() + timedelta(days=30)
    sessions = [
        SessionFactory(
            published=True, team=team, activity=activity, place=place, title=f"Treff {number}",
            starts_at=start + timedelta(hours=number),
        )
        for number in range(MANY)
    ]  # fmt: skip
    enrolled = [
        ParticipantFactory(team=team, primary_contact=leader, chosen_name=f"Mange {number}")
        for number in range(MANY)
    ]
    SignUp.objects.bulk_create(
        SignUp(session=one, participant=tor, asked_at=timezone.now(), state=SignUp.State.COMING)
        for one in sessions[:14]
    )
    for number in range(14):
        WorkFactory(team=team, activity=activity, is_public=True, title=f"Mange verk {number}")
    tors = ActivityFactory(name="Tors treff", slug="tors-treff", teams=[tor.team], is_public=True)
    Making.objects.bulk_create(
        Making(
            work=WorkFactory(team=tor.team, activity=tors, is_public=True, title=f"Tors {number}"),
            participant=tor,
        )
        for number in range(14)
    )
    for _number in range(14):
        JobFactory(team=tor.team)
        IdeaFactory(participant__team=tor.team)
    GiftCardFactory.create_batch(MANY, team=team)
    stories = [pages.story(team=team, title=f"Mange historier {number}") for number in range(14)]
    told = pages.story(tor, team=team, live=False, consenting=False, title="Ventende historie")
    told.save_revision()
    VaultEntryFactory(participant=tor, written_by=leader)
    waiting = VaultEntryFactory(
        participant=enrolled[0], written_by=worker, confirmed_at=None, confirmed_how=""
    )
    off_site = SessionFactory(
        running=True, team=team, place=place, off_site=True, title="Ute nå",
        activity=ActivityFactory(name="Elva nå", slug="elva-na", kind="river", teams=[team]),
    )  # fmt: skip
    for who in ("leader", "worker", "peer_worker"):
        ShiftFactory(session=off_site, staff=User.objects.get(email=SIGN_INS[who][0]))
    evening = timezone.localtime().replace(hour=21, minute=0) + timedelta(days=2)
    for title, starts_at in (("Sen kveld", evening), ("Tidlig", evening + timedelta(hours=10))):
        short = SessionFactory(
            published=True, team=team, place=place, activity=activity, title=title,
            starts_at=starts_at, min_staff=2,
        )  # fmt: skip
        ShiftFactory(session=short, staff=worker)
    empty = CashBoxFactory(team=team, name="Tomt skrin")
    ThresholdFactory(organisation_number=team.organisation_number)
    telling = Session.objects.filter(title__in=(people.AHEAD, people.DRAFT, people.CLOSED))
    receipts = (
        CashReceipt.objects.filter(box__team=team).first(),
        GiftCardReceipt.objects.filter(team=team).first(),
    )
    paid = [(one.participant_id, timezone.localtime(one.at).year) for one in receipts if one]
    special = Participant.objects.filter(chosen_name__in=(people.EVERYTHING, people.LEFT))
    persons = [waiting.participant_id, *(one.pk for one in special), *(pk for pk, _year in paid)]
    always = {
        *(reverse("staff:sheet", args=[one.pk]) for one in (*telling, off_site, sessions[0])),
        *(reverse("staff:participant", args=[pk]) for pk in persons),
        *(reverse("staff:account", args=[pk]) for pk in persons),
        *(reverse("staff:year", args=one) for one in paid),
        *(reverse("staff:work", args=[one.pk]) for one in team.works.filter(kind="garden")[:2]),
        *(reverse("staff:batch", args=[one.pk]) for one in Batch.objects.filter(team=team)),
        *(reverse("staff:partner", args=[one.pk]) for one in Partner.objects.filter(team=team)),
        reverse("staff:box_report", args=[empty.pk]),
        reverse("staff:story", args=[told.pk]),
    }
    planted = {
        "public": [page.address for page in (project, *stories)],
        "leader": [reverse("staff:participant", args=[one.pk]) for one in enrolled],
        "card": [reverse("mine:session", args=[one.pk]) for one in sessions[:14]],
    }
    return planted, always


def main() -> None:
    """Make this copy large."""
    import django

    django.setup()
    planted, always = build()
    told = {"planted": planted, "always": sorted(always)}
    (Path(os.environ["REIR_VAR"]) / TO_BE_MET).write_text(json.dumps(told))


if __name__ == "__main__":
    main()

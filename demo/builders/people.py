"""The participants, what they like, and cards for some of them."""

from demo import credentials
from demo.data.people import INTERESTS, PEOPLE
from demo.world import PRINTED_PARTICIPANT, World, chance, days_ago
from participants import cards, enrolment
from participants.models import AccessCard, Interest, Participant

KNOWN_FOR_DAYS = 70
"""The newest participant came before the oldest session."""
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
WITH_CARDS = ("stian", "eva", "mari", "leyla", "jonas", "rune")


def build_people(world: World) -> None:
    """Enrol everybody with their contacts and interests."""
    for interest in INTERESTS:
        world.interests[interest.key], made = Interest.objects.get_or_create(
            slug=interest.key,
            defaults={"name": interest.name, "illustration": interest.illustration},
        )
        world.made += made
    known = {person.code: person for person in Participant.objects.select_related("team")}
    for number, person in enumerate(PEOPLE):
        code = _code(person.key)
        row = known.get(code)
        if row is None:
            row = enrolment.enrol(
                team=world.teams[person.district],
                chosen_name=person.chosen_name,
                primary_contact=world.staff[person.primary_contact],
                deputy_contact=world.staff[person.deputy_contact],
                by=world.staff[person.primary_contact],
                reach=enrolment.Reach(
                    channel=person.channel,
                    phone=person.phone,
                    email=person.email,
                    language=person.language,
                ),
                interests=[world.interests[key] for key in person.interests],
            )
            row.code = code
            Participant.objects.filter(pk=row.pk).update(
                code=code, created_at=days_ago(world, KNOWN_FOR_DAYS + 11 * number)
            )
            world.made += 1
        world.people[person.key] = row


def build_cards(world: World) -> None:
    """Print cards for one in each district; keep the token of the one whose link is shown."""
    holders = set(
        AccessCard.objects.filter(revoked_at__isnull=True).values_list("participant", flat=True)
    )
    for key in WITH_CARDS:
        person = world.people[key]
        if person.pk not in holders:
            cards.issue(person, by=person.primary_contact)
            world.made += 1
    shown = world.people[PRINTED_PARTICIPANT]
    card = cards.card_of_token(credentials.read(credentials.CARD))
    if card is None or card.participant_id != shown.pk:
        _card, token = cards.issue(shown, by=shown.primary_contact)
        credentials.keep(credentials.CARD, token)
        world.made += 1


def _code(key: str) -> str:
    """Return the same code for the same person in every demonstration."""
    return "".join(chance("code", key).choices(LETTERS, k=6))

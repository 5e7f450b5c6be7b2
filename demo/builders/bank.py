"""The bank, in one district: some want their money on an account, one file has gone, one waits."""

from datetime import timedelta

from demo.builders.budgets import FINANCE
from demo.world import World
from participants.models import Participant
from payouts.bank import batches, profiles, statuses
from payouts.models import BankProfile, Batch, PayChoice, Payout, VaultEntry, Way
from payouts.vault import bank_accounts

DISTRICT = "gamle-oslo"
FIRST = (("Mari", "Mari Ås", "8601.11.17947"), ("Frode", "Frode Bjørnsrud", "1234.56.78903"))
"""Called, named in the bank, account. The numbers are invented and have the right check digit."""
SECOND = (("Lillian", "Lillian Grøn", "1503.90.12348"),)
WITHOUT_ACCOUNT = "Petter"


def build_bank(world: World) -> None:
    """Make the profile and the accounts; send one file and leave a draft for other eyes."""
    team, finance = world.teams[DISTRICT], world.staff[FINANCE]
    if not BankProfile.objects.filter(team=team).exists():
        wanted = BankProfile(
            team=team,
            initiating_party=f"Bydel {team.name}",
            debtor_account="1503.20.80119",
            debtor_bic="DNBANOKK",
            letters=BankProfile.Letters.NORWEGIAN,
        )
        profiles.set_up(wanted)
        world.made += 1
    if not Batch.objects.filter(team=team).exists():
        _tell_accounts(world, FIRST)
        _send(world)
        _tell_accounts(world, SECOND)
        if batches.ready([team]).exists():
            batches.make(team, by=finance)
            world.made += 1
    if person := _called(world, WITHOUT_ACCOUNT):
        _choice, made = PayChoice.objects.get_or_create(
            participant=person, defaults={"way": Way.BANK}
        )
        world.made += made


def _tell_accounts(world: World, people: tuple[tuple[str, str, str], ...]) -> None:
    for called, name, account in people:
        person = _called(world, called)
        if person and not VaultEntry.objects.filter(participant=person).exists():
            bank_accounts.store(
                person, registered_name=name, account_number=account, by=world.leader_of(DISTRICT)
            )
            bank_accounts.confirm(person, by=world.staff[FINANCE])
            world.made += 1


def _send(world: World) -> None:
    """Seal and send what the first have to come; one of it has not been heard of yet."""
    team, leader, finance = world.teams[DISTRICT], world.leader_of(DISTRICT), world.staff[FINANCE]
    if not batches.ready([team]).exists():
        return
    batch = batches.make(team, by=leader)
    batches.seal(batch, by=finance, execution_on=world.today + timedelta(days=1))
    batches.mark_sent(batch, by=finance)
    last = Payout.objects.filter(batch=batch).order_by("pk").last()
    for payout in Payout.objects.filter(batch=batch).exclude(sealed_as=last and last.sealed_as):
        statuses.settle(payout, by=finance)
    world.made += 1


def _called(world: World, name: str) -> Participant | None:
    people = world.people_of(DISTRICT)
    return next((person for person in people if person.chosen_name == name), None)

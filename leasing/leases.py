"""Leasing gardens: what it comes to, agreeing, and ending. The only writer of a lease's state.

Which gardens are free says `free_between` in `leasing.models.garden_offer`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import RuleBroken
from core.hidden_fields import must_be_unchanged
from core.money import MOST_ORE, kroner
from leasing import billing, partners
from leasing.models import GardenOffer, Lease, LeasedGarden, Partner
from notices import tasks
from notices.models import Task

MOST_MONTHS = 36
MONTHS_AHEAD = 12
OVERLAP = "leased_garden_no_overlap"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a lease comes to: [starts_on, ends_on) and the whole sum in øre."""

    starts_on: date
    ends_on: date
    months: int
    monthly_ore: int

    @property
    def ore(self) -> int:
        """Return the sum of all months."""
        return self.monthly_ore * self.months


def terms(
    offers: Iterable[GardenOffer], *, starts_on: date, months: int, agreed_on: date | None = None
) -> Terms:
    """Return what leasing `offers` would come to.

    Raises RuleBroken for a period that nobody can lease in, and for a garden that is taken, with
    the names of free ones. `agreed_on` is today unless staff register an older agreement.
    """
    offers = list(offers)
    agreed_on = agreed_on or timezone.localdate()
    if not offers:
        raise RuleBroken(_("Velg en minihage først."))
    if not 1 <= months <= MOST_MONTHS:
        raise RuleBroken(_("Velg mellom 1 og 36 måneder."))
    if starts_on < agreed_on:
        raise RuleBroken(_("Velg i dag eller en dag som kommer."))
    if starts_on > last_start(agreed_on):
        raise RuleBroken(_("Velg en dag i løpet av de neste tolv månedene."))
    agreed = Terms(
        starts_on=starts_on,
        ends_on=end_of(starts_on, months=months),
        months=months,
        monthly_ore=sum(offer.monthly_ore for offer in offers),
    )
    if agreed.ore > MOST_ORE:
        raise RuleBroken(_("Summen er for stor til én avtale. Ring oss, så ordner vi det."))
    _refuse_taken(offers, agreed)
    return agreed


def facts(agreed: Terms, *, offers: Iterable[GardenOffer], partner: Partner) -> tuple[object, ...]:
    """Return what the page that agrees shows, for the digest: who, what, from when, the sum."""
    gardens = [(offer.pk, offer.title, offer.monthly_ore) for offer in offers]
    period = (agreed.starts_on, agreed.ends_on, agreed.months)
    return partner.pk, partner.name, period, agreed.ore, billing.DAYS_TO_PAY, gardens


def end_of(starts_on: date, *, months: int) -> date:
    """Return the day after the last of a lease of so many months."""
    return starts_on + relativedelta(months=months)


def last_start(agreed_on: date | None = None) -> date:
    """Return the last day that a lease agreed on that day (today) may begin."""
    return (agreed_on or timezone.localdate()) + relativedelta(months=MONTHS_AHEAD)


@transaction.atomic
def lease(
    offers: Iterable[GardenOffer],
    *,
    partner: Partner,
    starts_on: date,
    months: int,
    by: User,
    agreed_on: date | None = None,
    shown: str | None = None,
) -> Lease:
    """Lease the gardens of `offers` to `partner`, and send its invoice for the whole period.

    The same agreement again returns the first one. Raises RuleBroken as `terms` does, also when
    somebody else was quicker, and Changed when the terms are not those that were `shown`. The team
    that looks after the partner is asked to deliver.
    """
    chosen = list(
        GardenOffer.objects.select_for_update(of=("self",))
        .select_related("garden")
        .filter(pk__in=[offer.pk for offer in offers])
        .order_by("pk")
    )
    existing = _same_agreement(chosen, partner=partner, starts_on=starts_on, months=months)
    if existing:
        return existing
    agreed = terms(chosen, starts_on=starts_on, months=months, agreed_on=agreed_on)
    must_be_unchanged(shown, *facts(agreed, offers=chosen, partner=partner))
    made = Lease.objects.create(partner=partner, agreed_by=by, months=months)
    try:
        with transaction.atomic():
            for offer in chosen:
                LeasedGarden.objects.create(
                    lease=made,
                    garden=offer.garden,
                    starts_on=agreed.starts_on,
                    ends_on=agreed.ends_on,
                    monthly_ore=offer.monthly_ore,
                )
    except IntegrityError as error:
        if OVERLAP not in str(error):
            raise
        raise _taken(chosen, agreed) from error
    billing.issue(made, ore=agreed.ore, issued_on=agreed_on or timezone.localdate())
    tasks.ask(
        key=f"lease:{made.pk}",
        team=partner.team,
        kind=Task.Kind.ENQUIRY,
        text=lambda: (
            _("Ny leieavtale med %(partner)s fra %(day)s. Avtal når minihagen skal komme.")
            % {"partner": partner.name, "day": date_format(agreed.starts_on, "j. F Y")}
        ),
        about=partner,
    )
    return made


@transaction.atomic
def end(lease: Lease, *, by: User) -> Lease:
    """End `lease` today, so that its gardens are free. An ended lease stays as it is.

    What was invoiced stays owed, and what was paid for the time after today stays with us: an
    agreement about money is for people to make, and somebody is asked to make it.
    """
    locked = Lease.objects.select_for_update().select_related("partner__team").get(pk=lease.pk)
    if locked.state == Lease.State.ENDED:
        return locked
    today = timezone.localdate()
    ahead = paid_ahead(locked)
    locked.gardens.filter(starts_on__lt=today, ends_on__gt=today).update(ends_on=today)
    locked.gardens.update(state=Lease.State.ENDED, changed_at=timezone.now())
    locked.state = Lease.State.ENDED
    locked.ended_by = by
    locked.save(update_fields=["state", "ended_by", "changed_at"])
    tasks.close([f"lease:{locked.pk}"])
    if ahead:
        partners.ask_about(
            locked.partner,
            key=_ahead_key(locked),
            text=gettext_lazy(
                "%(partner)s har betalt %(sum)s for tida etter avtalen. Avtal hva dere gjør."
            ),
            sum=kroner(ahead),
        )
    return locked


def paid_ahead(lease: Lease) -> int:
    """Return the øre that is paid for the days from today on: all that is paid beyond the rest.

    What went back to the payer at Stripe is not with us any more.
    """
    today = timezone.localdate()
    paid = sum(
        max(0, min(one.ore, one.paid_ore - one.paid_back_ore)) for one in lease.invoices.all()
    )
    used = 0
    for leased in lease.gardens.all():
        days = (end_of(leased.starts_on, months=lease.months) - leased.starts_on).days
        gone = min(max(0, (today - leased.starts_on).days), days)
        used += -(-leased.monthly_ore * lease.months * gone // days)
    return max(0, paid - used)


def _ahead_key(lease: Lease) -> str:
    return f"lease-paid-ahead:{lease.pk}"


def facts_of_end(lease: Lease) -> tuple[object, ...]:
    """Return what the page that ends `lease` or lets it run on shows: gardens, days, the rest."""
    gardens = lease.gardens.order_by("pk").values_list("garden", "starts_on", "ends_on")
    return lease.state, list(gardens), sum(one.outstanding_ore for one in lease.invoices.all())


def may_resume(lease: Lease) -> bool:
    """Tell whether an ended lease has days left that it could run on."""
    return lease.state == Lease.State.ENDED and any(
        end_of(one.starts_on, months=lease.months) > timezone.localdate()
        for one in lease.gardens.all()
    )


@transaction.atomic
def resume(lease: Lease) -> Lease:
    """Let a lease that was ended run to the day that was agreed. A running lease stays as it is.

    Raises RuleBroken when its time is over, and when a garden has gone to somebody else.
    """
    locked = Lease.objects.select_for_update().get(pk=lease.pk)
    if locked.state == Lease.State.RUNNING:
        return locked
    if not may_resume(locked):
        raise RuleBroken(_("Tiden for avtalen er over. Lag en ny."))
    try:
        with transaction.atomic():
            for leased in locked.gardens.all():
                leased.state = Lease.State.RUNNING
                leased.ends_on = end_of(leased.starts_on, months=locked.months)
                leased.save(update_fields=["state", "ends_on", "changed_at"])
    except IntegrityError as error:
        if OVERLAP not in str(error):
            raise
        raise RuleBroken(_("En annen leier minihagen nå. Lag en ny avtale om en annen.")) from error
    locked.state, locked.ended_by = Lease.State.RUNNING, None
    locked.save(update_fields=["state", "ended_by", "changed_at"])
    tasks.close([_ahead_key(locked)])
    return locked


def _same_agreement(
    chosen: list[GardenOffer], *, partner: Partner, starts_on: date, months: int
) -> Lease | None:
    """Return the running lease that a second tap would repeat."""
    wanted = {offer.garden_id for offer in chosen}
    running = Lease.objects.filter(
        partner=partner,
        state=Lease.State.RUNNING,
        months=months,
        gardens__garden__in=wanted,
        gardens__starts_on=starts_on,
    )
    for candidate in running.distinct().prefetch_related("gardens"):
        if {leased.garden_id for leased in candidate.gardens.all()} == wanted:
            return candidate
    return None


def _refuse_taken(offers: list[GardenOffer], agreed: Terms) -> None:
    free = GardenOffer.objects.free_between(agreed.starts_on, agreed.ends_on)
    if free.filter(pk__in=[offer.pk for offer in offers]).count() < len(offers):
        raise _taken(offers, agreed)


def _taken(offers: list[GardenOffer], agreed: Terms) -> RuleBroken:
    """Return what to say when a garden is taken, with up to two that are free: about the first."""
    others = list(
        GardenOffer.objects.free_between(agreed.starts_on, agreed.ends_on)
        .exclude(pk__in=[offer.pk for offer in offers])
        .select_related("garden")
        .order_by("garden__number", "pk")[:2]
    )
    titles = [f"«{offer.title}»" for offer in others]
    if not titles:
        return RuleBroken(_("Minihagen er opptatt da. Ring oss, så finner vi en annen tid."))
    if len(titles) == 1:
        words = _("Minihagen er opptatt da. %(garden)s er ledig.") % {"garden": titles[0]}
    else:
        words = _("Minihagen er opptatt da. %(first)s og %(second)s er ledige.") % {
            "first": titles[0],
            "second": titles[1],
        }
    return RuleBroken(words, about=others[0])

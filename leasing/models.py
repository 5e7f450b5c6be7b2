"""Partners who lease mini-gardens, what they lease, and what they owe and pay."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from stdnum.no import orgnr

from accounts.models import Team
from activities.models import Work
from core.constraints import NoOverlapConstraint
from core.models import TimeStamped
from core.money import MOST_ORE


def valid_organisation_number(value: str) -> None:
    """Validate nine digits with the right check digit (Brønnøysundregistrene, modulus 11)."""
    if not orgnr.is_valid(value):
        raise ValidationError(
            _("Organisasjonsnummeret har ni siffer. Se om det er skrevet riktig."),
            code="organisation_number",
        )


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Reads of partners."""

    def visible_to(self, user: Any) -> "PartnerQuerySet":
        """Keep the partners that `user` is a contact of."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(contacts__user=user, contacts__ended_at__isnull=True)


class Partner(TimeStamped):
    """A business that leases gardens. `team` looks after it and is the one it calls."""

    name = models.CharField(_("navn"), max_length=120)
    organisation_number = models.CharField(
        _("organisasjonsnummer"),
        max_length=9,
        unique=True,
        validators=[valid_organisation_number],
        error_messages={"unique": _("Bedriften er allerede her.")},
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    invoice_email = models.EmailField(_("e-post for faktura"))
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="partners")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("bedrift")
        verbose_name_plural = _("bedrifter")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PartnerContact(TimeStamped):
    """A login that acts for a partner."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partner_contacts"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"], name="partner_contact_once"
            )
        ]

    def __str__(self) -> str:
        return f"PartnerContact {self.pk}"


class Enquiry(TimeStamped):
    """What a business wrote in the public form. Staff answer and may invite."""

    company = models.CharField(_("bedrift"), max_length=120)
    organisation_number = models.CharField(
        _("organisasjonsnummer"), max_length=9, blank=True, validators=[valid_organisation_number]
    )
    name = models.CharField(_("navn"), max_length=80)
    email = models.EmailField(_("e-post"))
    phone = PhoneNumberField(_("telefon"), blank=True)
    message = models.CharField(_("hva tenker dere på?"), max_length=600, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="enquiries")
    answered_at = models.DateTimeField(null=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, related_name="enquiries"
    )

    class Meta:
        verbose_name = _("henvendelse")
        verbose_name_plural = _("henvendelser")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Enquiry {self.pk}"


class GardenOfferQuerySet(models.QuerySet["GardenOffer"]):
    """Reads of what can be leased."""

    def free_on(self, day: date) -> "GardenOfferQuerySet":
        """Keep gardens on offer that nobody leases on `day` or later."""
        taken = LeasedGarden.objects.live().filter(Q(ends_on__gt=day))
        return self.filter(is_offered=True).exclude(garden__in=taken.values("garden"))


class GardenOffer(TimeStamped):
    """That a garden (a work) can be leased, for what sum a month."""

    garden = models.OneToOneField(
        Work,
        on_delete=models.PROTECT,
        related_name="garden_offer",
        limit_choices_to={"kind": Work.Kind.GARDEN},
    )
    monthly_ore = models.PositiveBigIntegerField(_("øre i måneden"))
    is_offered = models.BooleanField(_("kan leies"), default=True)

    objects = GardenOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("minihage til leie")
        verbose_name_plural = _("minihager til leie")
        constraints = [
            models.CheckConstraint(
                condition=Q(monthly_ore__gt=0, monthly_ore__lte=MOST_ORE),
                name="garden_offer_is_a_sum",
            )
        ]

    def __str__(self) -> str:
        return f"GardenOffer {self.pk}"


class Lease(TimeStamped):
    """A partner's agreement: so many months from a day, with a promise of care.

    Only `leasing.leases` changes its state.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("gjelder")
        ENDED = "ended", _("avsluttet")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="leases")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    months = models.PositiveSmallIntegerField(_("måneder"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)

    class Meta:
        verbose_name = _("leieavtale")
        verbose_name_plural = _("leieavtaler")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=36), name="lease_months_sensible"
            )
        ]

    def __str__(self) -> str:
        return f"Lease {self.pk}"


class LeasedGardenQuerySet(models.QuerySet["LeasedGarden"]):
    """Reads of which garden is leased when."""

    def live(self) -> "LeasedGardenQuerySet":
        """Keep those that hold their garden."""
        return self.filter(state=Lease.State.RUNNING)


class LeasedGarden(TimeStamped):
    """One garden in a lease, in [starts_on, ends_on). The database refuses an overlap."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="gardens")
    garden = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="leased_as")
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("fram til"))
    monthly_ore = models.PositiveBigIntegerField(_("øre i måneden"))
    state = models.CharField(
        max_length=10, choices=Lease.State.choices, default=Lease.State.RUNNING
    )

    objects = LeasedGardenQuerySet.as_manager()

    class Meta:
        verbose_name = _("leid minihage")
        verbose_name_plural = _("leide minihager")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="leased_garden_ends_after_start"
            ),
            NoOverlapConstraint(
                name="leased_garden_no_overlap",
                group="garden",
                starts="starts_on",
                ends="ends_on",
                state_field="state",
                states=("running",),
            ),
        ]

    def __str__(self) -> str:
        return f"LeasedGarden {self.pk}"


class Invoice(TimeStamped):
    """What a partner owes for a lease. Paid when its payments cover it.

    `number` has no gaps. `checkout_key` is our own idempotency key, stored before Stripe is
    asked; `checkout_session` is Stripe's answer.
    """

    number = models.PositiveBigIntegerField(_("fakturanummer"), unique=True)
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="invoices")
    ore = models.PositiveBigIntegerField()
    issued_on = models.DateField(_("fakturadato"), default=timezone.localdate)
    pay_by = models.DateField(_("betales innen"))
    checkout_key = models.CharField(max_length=64, blank=True)
    checkout_session = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("faktura")
        verbose_name_plural = _("fakturaer")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ore__gt=0, ore__lte=MOST_ORE), name="invoice_is_a_sum"
            ),
            models.UniqueConstraint(
                fields=["checkout_session"],
                condition=~Q(checkout_session=""),
                name="invoice_checkout_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Invoice {self.number}"


class Payment(TimeStamped):
    """Money that came in for an invoice. `reference` is the bank's or Stripe's own."""

    class Way(models.TextChoices):
        STRIPE = "stripe", _("kort")
        BANK = "bank", _("bank")

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    way = models.CharField(max_length=10, choices=Way.choices)
    ore = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=255, unique=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("innbetaling")
        verbose_name_plural = _("innbetalinger")
        constraints = [
            models.CheckConstraint(condition=Q(ore__gt=0), name="payment_is_a_sum")
        ]

    def __str__(self) -> str:
        return f"Payment {self.pk}"


class StripeEvent(models.Model):
    """An event that Stripe sent, stored in the transaction of its effect: a repeat does nothing."""

    event_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=80)
    received_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.event_id

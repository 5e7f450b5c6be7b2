"""The business itself, the logins that act for it, and what it wrote before it came."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from stdnum.no import orgnr

from accounts.models import ALL_STAFF, Team
from accounts.models.user import to_user, to_user_or_none
from core.constraints import once
from core.models import Named, TimeStamped


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

    def with_leased(self) -> "PartnerQuerySet":
        """Add how many gardens are `leased` today, and `leased_until` (the day after the last)."""
        today = timezone.localdate()
        live = models.Q(leases__gardens__state="running", leases__gardens__ends_on__gt=today)
        return self.annotate(
            leased=models.Count(
                "leases__gardens", filter=live & models.Q(leases__gardens__starts_on__lte=today)
            ),
            leased_until=models.Max("leases__gardens__ends_on", filter=live),
        )

    def looked_after_by(self, user: Any) -> "PartnerQuerySet":
        """Keep the partners of the teams in which `user` is staff."""
        return self.filter(team__in=Team.objects.of(user, ALL_STAFF))


class Partner(Named, TimeStamped):
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
    made_by = to_user_or_none(on_delete=models.SET_NULL, blank=True, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("bedrift")
        verbose_name_plural = _("bedrifter")
        ordering = ["name"]


class PartnerContact(TimeStamped):
    """A login that acts for a partner until `ended_at`."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    user = to_user(on_delete=models.CASCADE, related_name="partner_contacts")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = to_user_or_none(on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")
        constraints = [once("partner", "user", name="partner_contact_once")]


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Reads of what businesses wrote."""

    def visible_to(self, user: Any) -> "EnquiryQuerySet":
        """Keep what was written to teams in which `user` is staff."""
        return self.filter(team__in=Team.objects.of(user, ALL_STAFF))

    def open(self) -> "EnquiryQuerySet":
        """Keep what nobody has answered."""
        return self.filter(answered_at__isnull=True)

    def answered_otherwise(self) -> "EnquiryQuerySet":
        """Keep what was answered without inviting, the newest answer first."""
        otherwise = (Enquiry.Answer.TALKED, Enquiry.Answer.NOT_NOW)
        return self.filter(answered_how__in=otherwise).order_by("-answered_at", "-pk")


class Enquiry(TimeStamped):
    """What a business wrote in the public form. Staff answer: by inviting, or otherwise.

    `answer` are the words that were said or sent; `answer_by_email` tells that they were sent.
    """

    class Answer(models.TextChoices):
        INVITED = "invited", _("invitert")
        TALKED = "talked", _("svart på telefon eller e-post")
        NOT_NOW = "not_now", _("ikke nå")

    company = models.CharField(_("bedrift"), max_length=120)
    organisation_number = models.CharField(
        _("organisasjonsnummer"), max_length=9, blank=True, validators=[valid_organisation_number]
    )
    name = models.CharField(_("navn"), max_length=80)
    email = models.EmailField(_("e-post"))
    phone = PhoneNumberField(_("telefon"), blank=True)
    message = models.CharField(_("hva tenker dere på?"), max_length=600, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="enquiries")
    answered_at = models.DateTimeField(null=True, editable=False, blank=True)
    answered_by = to_user_or_none(on_delete=models.SET_NULL, blank=True, editable=False)
    answered_how = models.CharField(
        _("slik svarte vi"), max_length=10, choices=Answer.choices, blank=True, editable=False
    )
    answer = models.CharField(_("svar"), max_length=600, blank=True, editable=False)
    answer_by_email = models.BooleanField(default=False, editable=False)
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("henvendelse")
        verbose_name_plural = _("henvendelser")
        ordering = ["-created_at"]

"""Files for the bank: who sends, what was sealed, what the bank answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user, to_user_or_none
from core.constraints import once
from core.errors import RuleBroken
from core.models import AppendOnly, AppendOnlyConstraint, TimeStamped, two_different
from payouts import bank_references
from payouts.models.vault import EncryptedBinaryField


class BankProfile(TimeStamped):
    """How one bank wants a team's pain.001.001.09. The values are the bank's; none is known here.

    `debtor_account` is eleven digits (BBAN). An empty code leaves its element out. The bank itself
    is named by its BIC, by its number in a clearing system, or by both.
    """

    class Letters(models.TextChoices):
        NORWEGIAN = "norwegian", _("de norske, med æ, ø, å, é, ö og flere")
        BASIC = "basic", _("bare a til z")

    class BatchBooking(models.TextChoices):
        NONE = "", _("ikke nevnt")
        ONE = "one", _("én sum på kontoutskriften")
        EACH = "each", _("hver betaling for seg")

    class ChargeBearer(models.TextChoices):
        NONE = "", _("ikke nevnt")
        SHARED = "SHAR", "SHAR"
        SERVICE_LEVEL = "SLEV", "SLEV"
        DEBTOR = "DEBT", "DEBT"

    IN_THE_FILE = (
        "initiating_party", "initiating_party_id", "debtor_account", "debtor_bic",
        "debtor_clearing_system", "debtor_clearing_number", "category_purpose", "service_level",
        "charge_bearer", "batch_booking", "letters",
    )  # fmt: skip
    """The fields that a file depends on."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="bank_profile")
    initiating_party = models.CharField(_("avsender"), max_length=70)
    initiating_party_id = models.CharField(_("kundenummer i banken"), max_length=35, blank=True)
    debtor_account = models.CharField(_("konto det betales fra"), max_length=11)
    debtor_bic = models.CharField(_("bankens BIC"), max_length=11, blank=True)
    debtor_clearing_system = models.CharField(
        _("kode for bankregisteret"), max_length=5, blank=True
    )
    debtor_clearing_number = models.CharField(
        _("bankens nummer i registeret"), max_length=35, blank=True
    )
    batch_booking = models.CharField(
        _("på kontoutskriften vår"), max_length=4, blank=True, choices=BatchBooking.choices
    )
    category_purpose = models.CharField(_("formålskode"), max_length=4, blank=True)
    service_level = models.CharField(_("tjenestenivå"), max_length=4, blank=True)
    charge_bearer = models.CharField(
        _("gebyr"), max_length=4, blank=True, choices=ChargeBearer.choices
    )
    letters = models.CharField(
        _("bokstaver"), max_length=10, choices=Letters.choices, default=Letters.NORWEGIAN
    )

    class Meta:
        verbose_name = _("bankoppsett")
        verbose_name_plural = _("bankoppsett")

    def __str__(self) -> str:
        return f"{self.team}, {self.debtor_account}"


class BatchQuerySet(models.QuerySet["Batch"]):
    """Reads of batches."""

    def with_file(self) -> "BatchQuerySet":
        """Keep what was sealed and whose file is kept still."""
        return self.filter(file_forgotten_at__isnull=True).exclude(sha256="")

    def locked(self, pk: int | None) -> "Batch":
        """Return the batch under a lock, without its file. Call it inside a transaction.

        Raises RuleBroken for a payout that has none, and when the books have forgotten its file.
        """
        if pk is None:
            raise RuleBroken(gettext("Denne utbetalingen gikk ikke til banken."))
        row = self.select_for_update().defer("file").get(pk=pk)
        row.must_not_be_forgotten()
        return row


class Batch(TimeStamped):
    """Payouts that go to the bank together: draft → sealed → sent → settled, or void.

    Only `payouts.bank.batches` changes it. The file is stored when it is sealed, with the SHA-256
    of its bytes, and is the same at every download until `payouts.retention` deletes it: the
    SHA-256 stays, and `file_forgotten_at` says when.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        SEALED = "sealed", _("forseglet")
        SENT = "sent", _("sendt")
        SETTLED = "settled", _("gjort opp")
        VOID = "void", _("lagt bort")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = to_user()
    sealed_by = to_user_or_none()
    sealed_at = models.DateTimeField(null=True)
    execution_on = models.DateField(_("betales"), null=True)
    sealed_as = models.CharField(max_length=35, blank=True)
    """The MsgId in the sealed file: the bank's name for it, whatever our code becomes."""
    file = EncryptedBinaryField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("hvorfor"), max_length=200, blank=True)
    voided_by = to_user_or_none()
    file_forgotten_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("betalingsbunke")
        verbose_name_plural = _("betalingsbunker")
        ordering = ["-pk"]
        constraints = [
            two_different("batch_four_eyes", "made_by", "sealed_by"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "void"))
                | (
                    Q(sealed_by__isnull=False)
                    & ~Q(sha256="")
                    & (Q(file__gt=b"") | Q(file_forgotten_at__isnull=False))
                ),
                name="batch_sealed_has_file",
            ),
            once("sealed_as", name="batch_message_id_once", condition=~Q(sealed_as="")),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="batch_void_has_reason"
            ),
        ]

    def must_not_be_forgotten(self) -> None:
        """Raise RuleBroken when the books have forgotten the file."""
        if self.file_forgotten_at:
            raise RuleBroken(
                ngettext(
                    "Fila er slettet etter %(years)s år. Bunken kan bare leses.",
                    "Fila er slettet etter %(years)s år. Bunken kan bare leses.",
                    settings.LEDGER_LINK_YEARS,
                )
                % {"years": settings.LEDGER_LINK_YEARS}
            )

    @property
    def message_id(self) -> str:
        """Return the MsgId: what it was sealed as, or would be today."""
        return self.sealed_as or bank_references.message_id(self.pk)


class BankAnswer(AppendOnly):
    """A pain.002 that was brought in, known by its bytes: the same file twice is one answer."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="answers")
    sha256 = models.CharField(max_length=64, unique=True)
    settled = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    brought_by = to_user()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("svar fra banken")
        verbose_name_plural = _("svar fra banken")
        constraints = [AppendOnlyConstraint(name="bank_answer_append_only", unique=(("sha256",),))]

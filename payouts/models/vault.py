"""What is encrypted at rest: names and accounts, drawn signatures, files for the bank.

The keys come from `settings.VAULT_KEYS` (REIR_VAULT_KEYS in the environment), the newest first.
They are in no backup. `manage.py rotate_vault` writes everything anew with the newest.
"""

import zlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user, to_user_or_none
from core.models import Row, TimeStamped, one_of_two, two_different
from participants.models import Participant


class VaultLocked(Exception):
    """It was encrypted with a key that is not among `settings.VAULT_KEYS`."""


def vault() -> MultiFernet:
    """Return the keys in force, the newest first."""
    return MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])


class EncryptedTextField(models.TextField):
    """A text that lies in the database as a Fernet token; empty stays empty. Not to be searched."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the token to store."""
        return vault().encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: Any, *_more: Any) -> str:
        """Return the text. Raises VaultLocked when no key opens it."""
        return _opened(value.encode()).decode() if value else ""


class EncryptedBinaryField(models.BinaryField):
    """Bytes that lie in the database compressed, as a Fernet token; empty stays empty.

    Compressed before it is encrypted, because a token does not compress.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Return the token to store."""
        return vault().encrypt(zlib.compress(value)) if value else b""

    def from_db_value(self, value: Any, *_more: Any) -> bytes:
        """Return the bytes. Raises VaultLocked when no key opens them."""
        return zlib.decompress(_opened(bytes(value))) if value else b""


def _opened(token: bytes) -> bytes:
    try:
        return vault().decrypt(token)
    except InvalidToken as error:
        raise VaultLocked from error


class VaultEntryQuerySet(models.QuerySet["VaultEntry"]):
    """Reads of accounts."""

    def confirmed(self) -> "VaultEntryQuerySet":
        """Keep those that money may go to."""
        return self.filter(confirmed_at__isnull=False)


class VaultEntry(TimeStamped):
    """The registered name and account of somebody who chose the bank; of nobody else.

    `bank_spelling` is the name in letters that the bank takes, accepted by a person; empty when it
    takes the name itself. `account_number` is eleven digits (BBAN) or an IBAN, checked by
    `payouts.vault.bank_accounts`. Money goes there only when it is confirmed: by its owner, or by
    somebody else than its writer (rules.md#two-people).
    `number_by` wrote the number that nobody has confirmed since; `written_by` wrote last.
    `account_hash` tells that two accounts are one without opening them; it is keyed.
    """

    class How(models.TextChoices):
        """Who confirmed it."""

        OWNER = "owner", _("eieren selv")
        COLLEAGUE = "colleague", _("en kollega")

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="vault_entry"
    )
    registered_name = EncryptedTextField(_("navn i folkeregisteret"))
    bank_spelling = EncryptedTextField(_("slik banken skriver navnet"), blank=True)
    account_number = EncryptedTextField(_("kontonummer"))
    written_by = to_user()
    written_at = models.DateTimeField(default=timezone.now)
    number_by = to_user_or_none()
    account_hash = models.CharField(max_length=64, blank=True, db_index=True)
    confirmed_how = models.CharField(max_length=10, choices=How, blank=True)
    confirmed_by = to_user_or_none()
    confirmed_at = models.DateTimeField(null=True)

    objects = VaultEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontoopplysning")
        verbose_name_plural = _("kontoopplysninger")
        constraints = [
            two_different("vault_entry_four_eyes", "written_by", "confirmed_by"),
            models.CheckConstraint(
                condition=Q(confirmed_how="", confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_how="owner", confirmed_by__isnull=True, confirmed_at__isnull=False)
                | Q(
                    confirmed_how="colleague",
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                ),
                name="vault_entry_confirmed_by_somebody",
            ),
        ]

    @property
    def name_in_bank(self) -> str:
        """Return the name that stands in files for the bank."""
        return self.bank_spelling or self.registered_name


class Signature(Row):
    """The drawing behind a receipt: an SVG path in a 600 × 200 box.

    The receipt keeps its SHA-256 and stays when the drawing goes, after `kept_until`.
    """

    cash_receipt = models.OneToOneField(
        "payouts.CashReceipt", on_delete=models.PROTECT, null=True, related_name="drawing"
    )
    gift_card_receipt = models.OneToOneField(
        "payouts.GiftCardReceipt", on_delete=models.PROTECT, null=True, related_name="drawing"
    )
    path = EncryptedTextField()
    kept_until = models.DateField()

    class Meta:
        verbose_name = _("signatur")
        verbose_name_plural = _("signaturer")
        constraints = [
            models.CheckConstraint(
                condition=one_of_two("cash_receipt", "gift_card_receipt"),
                name="signature_of_one_receipt",
            )
        ]

"""The keys of the vault: writing everything anew with the newest, telling when none is there.

The hashes by which a gift card or an account is known again are keyed by SECRET_KEY, and are
written anew as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import IntegrityError, models, transaction

from core.checks import error_unless
from payouts.models import GiftCard, VaultEntry
from payouts.models.vault import EncryptedBinaryField, EncryptedTextField, VaultLocked
from payouts.vault.hashes import account_hash, number_hash

AT_A_TIME = 200
KNOWN_TO_EVERYBODY = frozenset(
    {
        "ZGV2ZWxvcGVyJ3MgbWFjaGluZTogbm8gc2VjcmV0ISE=",
        "dGVzdHMgb25seTogdGhpcyBwcm90ZWN0cyBub3RoaW4=",
    }
)
"""The keys of config/settings/dev.py and test.py."""


@dataclass
class Rotated:
    """How many rows of a model were written anew, and how many no key opened.

    `twice` are gift cards whose number another card has too.
    """

    model: type[models.Model]
    written: int = 0
    locked: int = 0
    twice: int = 0


def rotate() -> list[Rotated]:
    """Write every encrypted value anew with the newest key, in every model that has one.

    In small transactions, so that people work meanwhile. Safe to stop and to repeat. A row that no
    key opens is left as it is and counted.
    """
    return [_rotate(model, names) for model, names in encrypted_columns()]


def encrypted_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield each model with encrypted fields, and their names, as the schema has them."""
    for model in apps.get_models(include_auto_created=True):
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, EncryptedTextField | EncryptedBinaryField)
        ]
        if names and not model._meta.proxy:
            yield model, names


def _rotate(model: type[models.Model], names: list[str]) -> Rotated:
    rotated = Rotated(model)
    rows = model._base_manager.order_by("pk")
    last = 0
    while numbers := rows.filter(pk__gt=last).values_list("pk", flat=True)[:AT_A_TIME]:
        with transaction.atomic():
            for number in numbers:
                _write_anew(rows.filter(pk=number), names, rotated)
                last = number
    return rotated


def _write_anew(row: models.QuerySet[Any], names: list[str], rotated: Rotated) -> None:
    try:
        values = row.select_for_update().values(*names).first()
    except VaultLocked:
        rotated.locked += 1
        return
    if values and any(values.values()):
        row.update(**values)  # writing encrypts with the newest key
        rotated.written += 1
        if rotated.model is GiftCard:
            _hash_anew(row, values["number"], rotated)
        elif rotated.model is VaultEntry:
            row.update(account_hash=account_hash(values["account_number"]))


def _hash_anew(card: models.QuerySet[Any], number: str, rotated: Rotated) -> None:
    """Let the number of `card` be found again; the first of two with one number is enough."""
    try:
        with transaction.atomic():
            card.update(number_hash=number_hash(number))
    except IntegrityError:  # it was accepted a second time while the hashes were old
        rotated.twice += 1


@checks.register(checks.Tags.security)
def the_vault_has_keys(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Say when the vault could not be opened at all: no key, or what is no key."""
    keys = list(getattr(settings, "VAULT_KEYS", []))
    return error_unless(
        keys and all(_is_key(key) for key in keys),
        "The vault has no valid keys.",
        hint="Set REIR_VAULT_KEYS, the newest first; docs/operations.md says how to make one.",
        id="payouts.E001",
    )


@checks.register(checks.Tags.security, deploy=True)
def the_vault_has_a_key_of_its_own(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Say when a key stands in the source code."""
    return error_unless(
        not KNOWN_TO_EVERYBODY & set(settings.VAULT_KEYS),
        "A key of the vault stands in the source code.",
        hint="Make one of your own and run `manage.py rotate_vault`; docs/operations.md.",
        id="payouts.E002",
    )


def _is_key(key: object) -> bool:
    try:
        Fernet(key)  # type: ignore[arg-type]  # what the environment holds is the question
    except (ValueError, TypeError):
        return False
    return True

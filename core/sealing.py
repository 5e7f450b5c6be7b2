"""Seals over rows that must not change: a chain of keyed digests, and what is told outside of it.

Whoever rules the database can take a rule away, change a row and count a plain digest anew. So a
seal is an HMAC with a key that is not in the database (`settings.SEAL_KEYS`, the newest first),
and the newest seal of each chain is told outside once a day (`notices.seal_publishing`): cut off
behind it, or written anew, the chain no longer holds what was told.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _


class Anchor(NamedTuple):
    """A seal as it is told outside."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


DigestOf = Callable[[Any, Any], str | None]
"""Gives the digest that a seal must have after the one before it, as `digest_of`."""


def read_anchor(text: str) -> Anchor:
    """Read «17:ab12…»; raises ValueError."""
    number, colon, digest = text.strip().partition(":")
    if not colon or len(digest) != 64:
        raise ValueError(text)
    return Anchor(int(number), digest)


def key_id(key: str) -> str:
    """Return the name of a key, which tells nothing of it."""
    return hashlib.sha256(b"reir-seal-key:" + key.encode()).hexdigest()[:8]


def plain_digest(previous: str, rows: Iterable[list[Any]]) -> str:
    """Return SHA-256 of the previous digest and the rows in one fixed form."""
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        digest.update(json.dumps(row, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()


def digest_of(seal: Any, previous: str, rows: Iterable[list[Any]]) -> str | None:
    """Return the digest that `seal` must have: an HMAC; None when its key is not among ours."""
    plain = plain_digest(previous, rows)
    if not seal.key_id:
        return plain
    for key in settings.SEAL_KEYS:
        if key_id(key) == seal.key_id:
            return hmac.new(key.encode(), plain.encode(), "sha256").hexdigest()
    return None


def add(
    kind: type[Any], keys: list[int], previous: Any, *, digest: DigestOf, **more: Any
) -> Any | None:
    """Seal the rows with `keys`; return the seal, None when another timer sealed them first."""
    new = kind(
        sealed_at=timezone.now(),
        first=keys[0],
        last=keys[-1],
        count=len(keys),
        key_id=key_id(settings.SEAL_KEYS[0]),
        **more,
    )
    new.digest = digest(new, previous) or ""
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:
        return None
    return new


def problems(
    seals: list[Any], anchors: Iterable[Anchor], *, digest: DigestOf, wrong: Callable[[], str]
) -> list[str]:
    """Return what is wrong with `seals`, the oldest first, and with what was told outside of them.

    `wrong` says, of `number`, `first` and `last`, that the rows under a seal are others.
    """
    found = []
    for previous, seal in pairwise([None, *seals]):
        wanted = digest(seal, previous)
        if wanted is None:
            found.append(_("Nøkkelen til segl %(number)s mangler.") % {"number": seal.pk})
        elif wanted != seal.digest:
            found.append(wrong() % {"number": seal.pk, "first": seal.first, "last": seal.last})
    found += problems_with_keys(seals)
    return found + problems_with_anchors({one.pk: one for one in seals}.get, anchors)


def problems_with_keys(seals: list[Any]) -> list[str]:
    """Return what is wrong with the keys of `seals`, the oldest first.

    A seal without a key after one with a key, or at the end, was made by somebody without it.
    """
    keyed = [index for index, seal in enumerate(seals) if seal.key_id]
    first_keyed = keyed[0] if keyed else len(seals)
    without = [seal for seal in seals[first_keyed:] if not seal.key_id]
    if seals and not keyed:
        without = [seals[-1]]
    return [_("Segl %(number)s har ingen nøkkel.") % {"number": seal.pk} for seal in without]


def problems_with_anchors(find: Callable[[int], Any], anchors: Iterable[Anchor]) -> list[str]:
    """Return what the seals lack of what was told outside; `find` gives a seal by number."""
    problems = []
    for anchor in anchors:
        seal = find(anchor.number)
        if seal is None:
            problem = _("Segl %(number)s er borte. Det ble meldt ut av basen.")
        elif not hmac.compare_digest(seal.digest, anchor.digest):
            problem = _("Segl %(number)s er et annet enn det som ble meldt ut av basen.")
        else:
            continue
        problems.append(problem % {"number": anchor.number})
    return problems


# --- The chains ---------------------------------------------------------------------
_chains: dict[str, Callable[[], Anchor | None]] = {}


def chain(name: str, kind: type[Any]) -> Callable[[], Anchor | None]:
    """Register the chain `name`; return the function that reads its newest seal."""

    def newest() -> Anchor | None:
        last = kind.objects.last()
        return Anchor(last.pk, last.digest) if last else None

    _chains[name] = newest
    return newest


def newest_anchors() -> dict[str, Anchor]:
    """Return the newest seal of each chain that has one."""
    found = {name: newest() for name, newest in _chains.items()}
    return {name: anchor for name, anchor in found.items() if anchor is not None}

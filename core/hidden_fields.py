"""What pages carry along in hidden fields, and hold whoever sends them to.

A confirm page is bound to what it showed: it posts back a digest, and the verb compares. The
digest stands in a hidden field. Whoever carries the act out reads the same facts anew under
the lock and calls `must_be_unchanged`; when they are others now, nothing happens and the page is
shown again.

A form carries a key, signed with who got it, by which a second sending is known
(`portals.idempotency`).
"""

from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _

from core.errors import RuleBroken

FIELD = "shown"
ONCE = "once"
_signer = signing.Signer(salt="portals.once")


class Changed(RuleBroken):
    """What was shown is no longer so: show it again."""


def digest(*facts: Any) -> str:
    """Return what the page posts back for `facts`: sums, days, texts, revisions."""
    return salted_hmac("core.shown", repr(facts), algorithm="sha256").hexdigest()[:32]


def must_be_unchanged(shown: str | None, *facts: Any) -> None:
    """Raise Changed unless `shown` is the digest of `facts`. None is a call that no page made."""
    if shown is not None and not constant_time_compare(shown, digest(*facts)):
        raise Changed(_("Noe er endret siden siden ble vist. Les gjennom, og bekreft på nytt."))


def who(user: Any) -> str:
    """Return what a key says of `user`: nothing of who has not signed in."""
    return str(user.pk) if user is not None and user.is_authenticated else ""


def once_key(user: Any, *, sent: str = "") -> str:
    """Return the key of a page for `user`: the one that was sent, or a new one."""
    return key_of(who(user), sent=sent)


def key_of(owner: str, *, sent: str = "") -> str:
    """Return the key of a page for `owner`: the one that was sent, or a new one."""
    if sent and shown_to(sent) == owner:
        return sent
    return _signer.sign(f"{owner}.{get_random_string(22)}")


def shown_to(key: str) -> str | None:
    """Return `who` got the page with this key; None when no page of ours had it."""
    try:
        return _signer.unsign(key).partition(".")[0]
    except signing.BadSignature:
        return None

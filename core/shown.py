"""A confirm page is bound to what it showed: it posts back a digest, and the verb compares.

The digest stands in a hidden field. Whoever carries the act out reads the same facts anew under
the lock and calls `must_be`; when they are others now, nothing happens and the page is shown again.
"""

from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from core.errors import RuleBroken

FIELD = "shown"


class Changed(RuleBroken):
    """What was shown is no longer so: show it again."""


def digest(*facts: Any) -> str:
    """Return what the page posts back for `facts`: sums, days, texts, revisions."""
    return salted_hmac("core.shown", repr(facts), algorithm="sha256").hexdigest()[:32]


def must_be(shown: str | None, *facts: Any) -> None:
    """Raise Changed unless `shown` is the digest of `facts`. None is a call that no page made."""
    if shown is not None and not constant_time_compare(shown, digest(*facts)):
        raise Changed(_("Noe er endret siden siden ble vist. Les gjennom, og bekreft på nytt."))

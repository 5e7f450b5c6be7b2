"""The participants' step in `manage.py run_due`: consents that ran out.

What is forgotten of somebody who has left, and when: `payouts.retention`.
"""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from core.schedule import due
from participants.consents import expired_since
from participants.models import Consent
from participants.signals import consent_withdrawn

_SEEN_UNTIL = "participants.consents.seen_until"
_LOOK_BACK = timedelta(days=1)


@due("consents that ran out")
def tell_of_consents_that_ran_out() -> int:
    """Send `consent_withdrawn` for each consent that ran out since the last time.

    How far we have seen stands in the cache: should the cache be lost, what had to be cleared
    from it is lost as well, and a day back is more than enough.
    """
    now = timezone.now()
    ran_out = list(expired_since(cache.get(_SEEN_UNTIL, now - _LOOK_BACK), at=now))
    for consent in ran_out:
        consent_withdrawn.send_robust(sender=Consent, consent=consent)
    cache.set(_SEEN_UNTIL, now, timeout=None)
    return len(ran_out)

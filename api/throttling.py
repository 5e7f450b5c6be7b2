"""How often somebody who is not signed in may ask."""

from allauth.core.internal.ratelimit import get_ip
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle


class PublicThrottle(AnonRateThrottle):
    """A hundred and twenty questions a minute from one address, counted in this process.

    The shared cache may be a table in the database; counting there would make every read a
    write. With more processes the limit is so many times higher, which harms nobody.
    """

    rate = "120/min"
    cache = LocMemCache("api.throttling", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def get_ident(self, request: Request) -> str:
        """Return the address that the sign-in counts by: nobody is new by writing a header.

        Nor by another of the addresses that one line of IPv6 has: its network is counted.

        Those whose address no server tells (a socket without a proxy's header) are counted as one.
        """
        try:
            return str(get_ip(request._request))
        except PermissionDenied:
            return ""

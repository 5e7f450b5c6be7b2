"""How often somebody who is not signed in may ask."""

from django.core.cache.backends.locmem import LocMemCache
from rest_framework.throttling import AnonRateThrottle


class PublicThrottle(AnonRateThrottle):
    """A hundred and twenty questions a minute from one address, counted in this process.

    The shared cache may be a table in the database; counting there would make every read a
    write. With more processes the limit is so many times higher, which harms nobody.
    """

    rate = "120/min"
    cache = LocMemCache("api.throttling", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

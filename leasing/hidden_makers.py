"""What a business leases, or may lease, is shown as the crew's: never as one person's.

A business knows where its garden stands and when it was cared for. With a maker's name beside the
title in public it would know who takes part, too (rules.md#neutral-outside). So once a garden is on
offer it has no maker in public, whatever its makers said yes to before, and also when the lease has
ended.
"""

from collections.abc import Iterable

from django.db.models import Q

from activities.models import Work


def offered_or_leased() -> Q:
    """Return the condition for works that a business leases, has leased or can lease."""
    return Q(garden_offer__isnull=False) | Q(leased_as__isnull=False)


def made_by_the_crew(works: Iterable[Work]) -> frozenset[int]:
    """Return the keys of those of `works` that are the crew's. One query when there are gardens."""
    gardens = [work.pk for work in works if work.kind == Work.Kind.GARDEN]
    if not gardens:
        return frozenset()
    found = Work.objects.filter(offered_or_leased(), pk__in=gardens)
    return frozenset(found.values_list("pk", flat=True))

"""The public pages' steps in `manage.py run_due`."""

from cms import search_index
from core.schedule import due


@due("keep the search index to what may be read")
def reconcile_the_search_index() -> int:
    """Put in and take out stories whose people's yes has come or ended; return how many."""
    return search_index.reconcile()

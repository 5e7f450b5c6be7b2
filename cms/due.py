"""The public pages' steps in `manage.py run_due`."""

from cms.publishing import scheduled
from cms.search import index
from core.schedule import due


@due("take down pages whose end has come")
def unpublish_pages() -> int:
    """Take down what was to stand until now; return how many."""
    return scheduled.unpublish_expired()


@due("put out pages whose hour has come", irreversible=True)
def publish_pages() -> int:
    """Publish what was planned for now and may still go out; return how many."""
    return scheduled.publish_due()


@due("keep the search index to what may be read")
def reconcile_the_search_index() -> int:
    """Put in and take out stories whose people's yes has come or ended; return how many."""
    return index.reconcile()

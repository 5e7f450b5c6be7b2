"""Django signals of this app: a consent was withdrawn or ran out."""

from django.dispatch import Signal

consent_withdrawn = Signal()
"""A consent holds no more: it was withdrawn, or it expired. Sent after commit.

`sender` is `Consent`, `consent` the row that gave it. Receivers (`cms.receivers`) clear cached
pages and the search index; `participants.consents.may_show` answers anew each time.
"""

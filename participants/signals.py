"""The one piece of news that participants send to the apps above."""

from django.dispatch import Signal

consent_withdrawn = Signal()
"""A consent is live no more: withdrawn, or run out. Sent after commit.

`sender` is `Consent`, `consent` the row that gave. Receivers clear what they have cached of the
item; the rule itself is asked anew each time in `participants.consents.may_show`.
"""

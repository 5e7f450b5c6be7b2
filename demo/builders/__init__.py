"""Building the demonstration from the data beside this package: `manage.py demo`.

What people do goes through the verbs, so that the demonstration is what real use makes. The
verbs take the time from the clock: the eight weeks back are recorded today about sessions that
began in the past, and where a row may change, its time is set to when it would have been
written. The ledger, consents and receipts never change and carry the day they were built.

Each step looks for what is there by a fixed key and makes what is missing, so the same day twice
changes nothing, and another day carries the programme forward.
"""

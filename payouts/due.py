"""The payouts' step in `manage.py run_due`."""

from core.schedule import due
from payouts import retention, second_person_reminders, thresholds
from payouts.earnings import unfunded
from payouts.over_the_table import handover_confirmation
from payouts.reconciliation import runs

due("forget drawn signatures", irreversible=True)(handover_confirmation.forget_drawings)
due("tell of what the second person has not confirmed")(second_person_reminders.ask_leaders)
due("warn before a threshold")(thresholds.warn)
due("forget old bank files", irreversible=True)(retention.forget_files)
due("forget whose old rows in the books are", irreversible=True)(retention.forget_people)
due("verify the ledger")(runs.ask_daily)
due("promise what was recorded before the money was there")(unfunded.fund_waiting)

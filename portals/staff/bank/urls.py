"""The addresses of the bank: profile, accounts, batches, and what arrived."""

from portals.routes import routes
from portals.staff.bank import batches, reconcile, vault

urlpatterns = routes(
    ("deltakere/<int:pk>/konto/", vault.account),
    ("deltakere/<int:pk>/konto/bekreft/", vault.account_confirm),
    ("deltakere/<int:pk>/konto/slett/", vault.account_forget),
    ("honorar/bankoppsett/", vault.bank_profile),
    ("honorar/bunker/", batches.batches),
    ("honorar/bunker/ny/", batches.batch_make),
    ("honorar/bunker/<int:pk>/", batches.batch),
    ("honorar/bunker/<int:pk>/forsegl/", batches.batch_seal),
    ("honorar/bunker/<int:pk>/fil/", batches.batch_file),
    ("honorar/bunker/<int:pk>/sendt/", batches.batch_sent),
    ("honorar/bunker/<int:pk>/bort/", batches.batch_void),
    ("honorar/bunker/<int:pk>/svar/", batches.batch_answer),
    ("honorar/bunker/rad/<int:pk>/ut/", batches.batch_remove),
    ("honorar/avstemming/", reconcile.reconcile),
    ("honorar/avstemming/<int:pk>/fram/", reconcile.payout_arrived),
    ("honorar/avstemming/<int:pk>/ikke-fram/", reconcile.payout_failed),
    ("honorar/avstemming/<int:pk>/tilbake/", reconcile.payout_returned),
    ("honorar/avstemming/<int:pk>/likevel/", reconcile.payout_arrived_after_all),
)

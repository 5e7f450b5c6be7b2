"""The addresses of the bank: profile, accounts, batches, and what arrived."""

from django.urls import path

from portals.staff.bank import batches, reconcile, vault

urlpatterns = [
    path("deltakere/<int:pk>/konto/", vault.account, name="account"),
    path("deltakere/<int:pk>/konto/bekreft/", vault.account_confirm, name="account_confirm"),
    path("deltakere/<int:pk>/konto/slett/", vault.account_forget, name="account_forget"),
    path("honorar/bankoppsett/", vault.bank_profile, name="bank_profile"),
    path("honorar/bunker/", batches.batches, name="batches"),
    path("honorar/bunker/ny/", batches.batch_make, name="batch_make"),
    path("honorar/bunker/<int:pk>/", batches.batch, name="batch"),
    path("honorar/bunker/<int:pk>/forsegl/", batches.batch_seal, name="batch_seal"),
    path("honorar/bunker/<int:pk>/fil/", batches.batch_file, name="batch_file"),
    path("honorar/bunker/<int:pk>/sendt/", batches.batch_sent, name="batch_sent"),
    path("honorar/bunker/<int:pk>/bort/", batches.batch_void, name="batch_void"),
    path("honorar/bunker/<int:pk>/svar/", batches.batch_answer, name="batch_answer"),
    path("honorar/bunker/rad/<int:pk>/ut/", batches.batch_remove, name="batch_remove"),
    path("honorar/avstemming/", reconcile.reconcile, name="reconcile"),
    path("honorar/avstemming/<int:pk>/fram/", reconcile.payout_arrived, name="payout_arrived"),
    path("honorar/avstemming/<int:pk>/ikke-fram/", reconcile.payout_failed, name="payout_failed"),
    path("honorar/avstemming/<int:pk>/tilbake/", reconcile.payout_returned, name="payout_returned"),
    path(
        "honorar/avstemming/<int:pk>/likevel/",
        reconcile.payout_arrived_after_all,
        name="payout_arrived_after_all",
    ),
]

"""The addresses of the journal."""

from django.urls import path

from portals.staff.books import journal

urlpatterns = [
    path("honorar/regnskap/", journal.journal, name="journal"),
    path("honorar/regnskap/fil/", journal.journal_export, name="journal_export"),
    path("honorar/regnskap/stemmer/", journal.agreement, name="agreement"),
    path("honorar/regnskap/koder/", journal.account_codes, name="account_codes"),
]

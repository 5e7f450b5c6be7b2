"""The addresses of the journal."""

from portals.routes import routes
from portals.staff.books import journal

urlpatterns = routes(
    ("honorar/regnskap/", journal.journal),
    ("honorar/regnskap/fil/", journal.journal_export),
    ("honorar/regnskap/stemmer/", journal.agreement),
    ("honorar/regnskap/koder/", journal.account_codes),
)

"""The addresses of budgets."""

from portals.routes import routes
from portals.staff.budgets import budgets

urlpatterns = routes(
    ("budsjett/", budgets.budgets),
    ("budsjett/nytt/", budgets.budget_new),
    ("budsjett/<int:pk>/leieinntekt/", budgets.budget_earmark),
    ("budsjett/<int:pk>/mer/", budgets.budget_add),
    ("budsjett/<int:pk>/ta-bort/", budgets.budget_remove),
    ("budsjett/tillegg/<int:pk>/godkjenn/", budgets.addition_approve),
    ("budsjett/tillegg/<int:pk>/ta-bort/", budgets.addition_remove),
    ("budsjett/<int:pk>/godkjenn/", budgets.budget_approve),
)

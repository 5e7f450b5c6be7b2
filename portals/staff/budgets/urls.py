"""The addresses of budgets."""

from django.urls import path

from portals.staff.budgets import budgets

urlpatterns = [
    path("budsjett/", budgets.budgets, name="budgets"),
    path("budsjett/nytt/", budgets.budget_new, name="budget_new"),
    path("budsjett/<int:pk>/leieinntekt/", budgets.budget_earmark, name="budget_earmark"),
    path("budsjett/<int:pk>/mer/", budgets.budget_add, name="budget_add"),
    path("budsjett/<int:pk>/ta-bort/", budgets.budget_remove, name="budget_remove"),
    path(
        "budsjett/tillegg/<int:pk>/godkjenn/",
        budgets.addition_approve,
        name="addition_approve",
    ),
    path("budsjett/tillegg/<int:pk>/ta-bort/", budgets.addition_remove, name="addition_remove"),
    path("budsjett/<int:pk>/godkjenn/", budgets.budget_approve, name="budget_approve"),
]

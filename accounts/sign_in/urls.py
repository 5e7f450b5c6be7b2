"""Addresses under /konto/ beside allauth's, and the forms of Wagtail's admin that are closed."""

from django.urls import path, re_path

from accounts.sign_in import views

urlpatterns = [
    path("invitasjon/", views.accept_invitation, name="accept_invitation"),
    path("invitasjon/<str:token>/", views.invitation, name="invitation"),
    path("to-steg/", views.second_step, name="second_factor"),
    path("videre/", views.own_portal, name="own_portal"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.PasswordFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("email/", views.closed, name="account_email"),
    path("sprak/", views.choose_language, name="choose_language"),
]

# Wagtail brings its own password forms, which know of no second factor. These stand before its
# urls, so that allauth's stays the only one.
closed_admin_addresses = [
    path("login/", views.login_of_the_admin, name="admin_login"),
    path("password_reset/", views.password_reset_of_the_admin, name="admin_password_reset"),
    path(
        "password_reset/<path:ignored>",
        views.password_reset_of_the_admin,
        name="admin_password_reset",
    ),
]

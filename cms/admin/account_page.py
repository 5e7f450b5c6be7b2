"""Wagtail's account page: one's own name, read like every other name of ours, and one's language.

Without a picture of oneself, which would lie uncleaned and be shown nowhere, and without letters
about workflows and comments, which Reir does not have.
"""

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import (
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)

from core.forms import CleanMixin


class OwnNameForm(CleanMixin, NameEmailForm):
    """Wagtail's form, with clean words."""


def adopt() -> None:
    """Give Wagtail's page our form and no more; called once when the app is ready."""
    NameEmailSettingsPanel.form_class = OwnNameForm
    for panel in (AvatarSettingsPanel, NotificationsSettingsPanel):
        panel.is_active = lambda self: False

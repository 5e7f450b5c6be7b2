"""One's own name, as Wagtail's account page takes it, read like every other name of ours."""

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import NameEmailSettingsPanel

from core.forms import CleanMixin


class OwnNameForm(CleanMixin, NameEmailForm):
    """Wagtail's form, with clean words."""


def adopt() -> None:
    """Give Wagtail's page our form; called once when the app is ready."""
    NameEmailSettingsPanel.form_class = OwnNameForm

"""The links that are typed into a text: Wagtail's four windows read them like all words."""

from typing import Any

from wagtail.admin.forms import choosers as forms
from wagtail.admin.views import chooser as views

from core.forms import CleanMixin


class AddressField(forms.URLOrAbsolutePathField):
    """Wagtail's field, which falls over an address that was not sent at all."""

    def to_python(self, value: Any) -> Any:
        """Read nothing as no address."""
        return super().to_python(value or "")


class OwnAddressForm(CleanMixin, forms.ExternalLinkChooserForm):
    """A page of somebody else's."""

    url = AddressField(label=forms.ExternalLinkChooserForm.base_fields["url"].label)


class OwnPlaceForm(CleanMixin, forms.AnchorLinkChooserForm):
    """A place on the same page."""


class OwnEmailForm(CleanMixin, forms.EmailLinkChooserForm):
    """Somebody's e-mail."""


class OwnPhoneForm(CleanMixin, forms.PhoneLinkChooserForm):
    """Somebody's phone."""


def adopt() -> None:
    """Give Wagtail's windows our forms; called once when the app is ready."""
    views.ExternalLinkView.form_class = OwnAddressForm
    views.AnchorLinkView.form_class = OwnPlaceForm
    views.EmailLinkView.form_class = OwnEmailForm
    views.PhoneLinkView.form_class = OwnPhoneForm

"""The form of a picture that is taken of a work."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portals.staff.shared.forms.picture_fields import TakenPictureForm


class WorkPictureForm(TakenPictureForm):
    """One picture, and who is on it. Without a word about that it is kept, and shown to nobody."""

    def clean(self) -> dict[str, Any]:
        """Ask for a picture."""
        values = super().clean()
        if not values.get("file") and not {"camera", "file"} & self.errors.keys():
            self.add_error("camera", _("Ta et bilde, eller velg ett."))
        return values

    def kept(self) -> dict[str, Any]:
        """Return what `take_picture` asks for."""
        values = dict(self.cleaned_data)
        return {"people": values.pop("on_picture"), **values}

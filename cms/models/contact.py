"""Whom the public can call. A name and a number stand on every page (rules.md#somebody-to-call)."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms import page_cache
from cms.editing.page_forms import CleanAdminForm


@register_setting(icon="mobile-alt")
class SiteContact(BaseSiteSetting):
    """The person who answers the public (staff, never a participant), and what the law asks for.

    The pages about privacy and accessibility are linked at the foot of every public page.
    """

    base_form_class = CleanAdminForm

    name = models.CharField(_("navn"), max_length=80)
    phone = PhoneNumberField(_("telefon"))
    email = models.EmailField(_("e-post"), blank=True)

    privacy_page = models.ForeignKey(
        "cms.StandardPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("siden om personvern"),
    )
    accessibility_page = models.ForeignKey(
        "cms.StandardPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("siden om tilgjengelighet"),
    )

    panels = ["name", "phone", "email", "privacy_page", "accessibility_page"]

    class Meta:
        verbose_name = _("den man kan ringe til")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every page show the new person at once."""
        super().save(*args, **kwargs)
        transaction.on_commit(page_cache.forget_all)

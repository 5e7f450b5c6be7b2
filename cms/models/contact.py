"""Whom the public can call. A name and a number stand on every page (DESIGN §6)."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms import page_cache


@register_setting(icon="mobile-alt")
class SiteContact(BaseSiteSetting):
    """The person who answers the public: a member of staff, never a participant."""

    name = models.CharField(_("navn"), max_length=80)
    phone = PhoneNumberField(_("telefon"))
    email = models.EmailField(_("e-post"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("phone"), FieldPanel("email")]

    class Meta:
        verbose_name = _("den man kan ringe til")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every page show the new person at once."""
        super().save(*args, **kwargs)
        transaction.on_commit(page_cache.forget_all)

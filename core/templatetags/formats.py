"""How sums and times look on every page."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext as _

from core.money import kroner

register = template.Library()


@register.filter
def money(ore: int) -> str:
    """Return øre as «150 kr»."""
    return kroner(ore)


@register.filter
def weekday_date(value: date | datetime) -> str:
    """Return «tirsdag 3. mars», with the year when it is another year than this."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    shape = "l j. F" if local.year == timezone.localdate().year else "l j. F Y"
    return format_date(local, shape)


@register.filter
def clock(value: datetime) -> str:
    """Return the local time as «13.00»."""
    return timezone.localtime(value).strftime("%H.%M")


@register.filter
def day_word(value: date | datetime) -> str:
    """Return «i dag», «i morgen», or the weekday and date."""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    days = (local - timezone.localdate()).days
    if days == 0:
        return _("i dag")
    if days == 1:
        return _("i morgen")
    return weekday_date(value)

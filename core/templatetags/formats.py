"""How sums and times look on every page."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.money import kroner
from core.text import phone_in_words

register = template.Library()


register.filter("phone_words", phone_in_words)
register.filter("money", kroner)


def _day_of(value: date | datetime) -> date:
    """Return the day in Oslo: called from Python a moment is in UTC, an hour or two behind."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def weekday_date(value: date | datetime) -> str:
    """Return «tirsdag 3. mars», with the year when it is another year than this."""
    local = _day_of(value)
    if local.year == timezone.localdate().year:
        return format_date(local, pgettext("date format", "l j. F"))
    return format_date(local, pgettext("date format", "l j. F Y"))


@register.filter
def long_date(value: date | datetime) -> str:
    """Return «3. mars 2026»."""
    return format_date(_day_of(value), pgettext("date format", "j. F Y"))


@register.filter
def short_date(value: date | datetime) -> str:
    """Return «3. mar 2026»."""
    return format_date(_day_of(value), pgettext("date format", "j. b Y"))


@register.filter
def short_day(value: date | datetime) -> str:
    """Return «3. mar»."""
    return format_date(_day_of(value), pgettext("date format", "j. b"))


@register.filter
def clock(value: datetime) -> str:
    """Return the local time as «13.00»."""
    return timezone.localtime(value).strftime("%H.%M")


@register.filter
def day_word(value: date | datetime) -> str:
    """Return «i dag», «i morgen», or the weekday and date."""
    days = (_day_of(value) - timezone.localdate()).days
    if days == 0:
        return _("i dag")
    if days == 1:
        return _("i morgen")
    return weekday_date(value)

"""The once-key of a form."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portals.idempotency import ONCE, key_for

register = template.Library()


@register.simple_tag(takes_context=True)
def once_key(context: Context, form: Any = None) -> SafeString | str:
    """Return the hidden field that lets Back and send again make one."""
    request = getattr(context, "request", None)
    if request is None:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE, key_for(request, form))

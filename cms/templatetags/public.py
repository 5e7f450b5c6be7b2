"""What the public pages' templates need."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.text import for_machines

register = template.Library()

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """Write `data` as JSON-LD. It is data, not script; nothing in it can end the element."""
    text = json.dumps(for_machines(data), cls=DjangoJSONEncoder, ensure_ascii=False).translate(
        _ESCAPES
    )
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above

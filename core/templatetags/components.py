"""The parts that pages are put together of: `templates/components/<name>.html`.

    {% component "page_head" title=_("Honoraret ditt") back_url=home_url %}
    {% component "portals/mine/parts/facts" facts %}    a part of a page, by its path

A bare name stands for itself: `facts` for `facts=facts`.

A component says at its head what it takes, and of which type; `?` marks what may be left out:

    {% takes title:str lead:str? back_url:str? %}

A component that is unknown, a parameter that it does not take and one that it lacks are errors when
the page's template is read. It sees its parameters, the request and the CSRF token, nothing else of
the page. What it returns has no white space around it: the page decides where it stands.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import (
    Context,
    Engine,
    Node,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
from django.template.base import FilterExpression, Parser, Template, Token, token_kwargs
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

TYPES: dict[str, tuple[type, ...]] = {
    "str": (str, Promise),
    "int": (int,),
    "bool": (bool,),
    "list": (Iterable,),
    "form": (BaseForm,),
    "field": (BoundField,),
    "page": (Page,),
    "object": (object,),
}
"""What a parameter may be, by the word that stands for it in `takes`."""

_PARAMETER = re.compile(r"(?P<name>[a-z]\w*):(?P<type>\w+)(?P<optional>\??)")


class TakesNode(Node):
    """What a component takes: type and whether it may be left out, by name. Renders nothing."""

    def __init__(self, parameters: dict[str, tuple[str, bool]]) -> None:
        self.parameters = parameters

    def render(self, context: Context) -> SafeString:
        """Return nothing."""
        return SafeString()


class ComponentNode(Node):
    """A component with its parameters."""

    child_nodelists = ()

    def __init__(
        self,
        name: str,
        component: Template,
        takes: dict[str, tuple[str, bool]],
        values: dict[str, FilterExpression],
    ) -> None:
        self.name, self.component, self.takes, self.values = name, component, takes, values

    def render(self, context: Context) -> SafeString:
        """Return the component in a context of its own."""
        values = {name: said.resolve(context) for name, said in self.values.items()}
        if settings.COMPONENTS_CHECK_TYPES:
            self.check(values, context)
        # As an inclusion tag does: the token is not read here, so a page without a form stays the
        # same for everybody.
        if "csrf_token" in context:
            values.setdefault("csrf_token", context["csrf_token"])
        return mark_safe(self.component.render(context.new(values)).strip())  # noqa: S308 - a template's

    def check(self, values: dict[str, Any], context: Context) -> None:
        """Raise TypeError for a value of another type, or a name that the page does not know."""
        for name, value in values.items():
            type_name, is_optional = self.takes[name]
            if value is None or value == "":
                said = self.values[name]
                if not is_optional and said.resolve(context, ignore_failures=True) is None:
                    raise TypeError(f"{self.name}: {name}={said} is nothing here")
            elif not isinstance(value, TYPES[type_name]):
                raise TypeError(f"{self.name}: {name}={value!r} is no {type_name}")


@register.tag
def takes(parser: Parser, token: Token) -> TakesNode:
    """Read what a component takes; several of these add up."""
    parameters = {}
    for said in token.split_contents()[1:]:
        found = _PARAMETER.fullmatch(said)
        if not found or found["type"] not in TYPES:
            raise TemplateSyntaxError(f"«{said}» is no name:type of {', '.join(TYPES)}")
        parameters[found["name"]] = (found["type"], bool(found["optional"]))
    return TakesNode(parameters)


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """Read a component and its parameters, and see that they fit each other."""
    _tag, quoted, *said = token.split_contents()
    name = quoted.strip("\"'")
    said = [f"{word}={word}" if word.isidentifier() else word for word in said]
    values = token_kwargs(said, parser)
    if said:
        raise TemplateSyntaxError(f"{name}: «{said[0]}» is no name and no name=value")
    loader = parser.origin and parser.origin.loader
    engine = loader.engine if loader else Engine.get_default()
    try:
        found = engine.get_template(f"{name if '/' in name else f'components/{name}'}.html")
    except TemplateDoesNotExist as error:
        raise TemplateSyntaxError(f"There is no component «{name}»") from error
    takes_nodes: list[Any] = found.nodelist.get_nodes_by_type(TakesNode)
    if not takes_nodes:
        raise TemplateSyntaxError(f"{name} does not say what it takes")
    known = {word: kind for node in takes_nodes for word, kind in node.parameters.items()}
    if unknown := values.keys() - known.keys():
        raise TemplateSyntaxError(f"{name} takes no {', '.join(sorted(unknown))}")
    needed = {word for word, (_type, is_optional) in known.items() if not is_optional}
    if lacking := needed - values.keys():
        raise TemplateSyntaxError(f"{name} lacks {', '.join(sorted(lacking))}")
    return ComponentNode(name, found, known, values)

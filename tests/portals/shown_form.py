"""A form as a browser sends it back: read out of the page, never out of the form's own mind."""

from html.parser import HTMLParser
from typing import Any

UNSENT = ("submit", "button", "reset", "image", "file")


class _Forms(HTMLParser):
    """Collects [(attributes, {name: [values]})] of a page, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, Any], dict[str, list[str]]]] = []
        self._open = False
        self._select: dict[str, Any] | None = None
        self._area: dict[str, Any] | None = None

    def _add(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.forms.append((found, {}))
            self._open = True
        elif not self._open or "disabled" in found:
            return
        elif tag == "input" and found.get("name") and found.get("type") not in UNSENT:
            if found.get("type") not in ("checkbox", "radio") or "checked" in found:
                self._add(found["name"], found.get("value") or ("on" if "checked" in found else ""))
        elif tag == "select" and found.get("name"):
            self._select = found | {"chosen": [], "first": None}
        elif tag == "option" and self._select is not None:
            value = found.get("value", "")
            if self._select["first"] is None:
                self._select["first"] = value
            if "selected" in found:
                self._select["chosen"].append(value)
        elif tag == "textarea" and found.get("name"):
            self._area = found | {"text": ""}

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area["text"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select" and self._select is not None:
            chosen = self._select["chosen"]
            if not chosen and "multiple" not in self._select:
                chosen = [self._select["first"] or ""]
            for value in chosen:
                self._add(self._select["name"], value)
            self._select = None
        elif tag == "textarea" and self._area is not None:
            text = self._area["text"].removeprefix("\n")
            self._add(self._area["name"], text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self._area = None


def forms_of(html: str) -> list[tuple[dict[str, Any], dict[str, list[str]]]]:
    """Return (attributes, {name: values}) of every form in a page, as a browser would send it."""
    reader = _Forms()
    reader.feed(html)
    return reader.forms


def shown(page: Any) -> dict[str, list[str]]:
    """Return what the page's main form would send; the one with most fields is the main one."""
    found = [form for form in forms_of(page.content.decode()) if form[0].get("role") != "search"]
    posts = [values for form, values in found if form.get("method", "").lower() == "post"]
    values = max(posts, key=len)
    values.pop("csrfmiddlewaretoken", None)
    return values


def press(
    client: Any,
    url: str,
    sent: dict[str, Any] | None = None,
    *,
    on: str = "",
    follow: bool = False,
) -> Any:
    """Look at the page `on` (else `url` itself), and press the button there that leads to `url`.

    What the page hides in the button's form goes along, as from a browser; `sent` is written in.
    """
    page = client.get(on or url)
    if page.status_code != 200:
        return page
    reader = _Forms()
    reader.feed(page.content.decode())
    to = {url} if on else {url, ""}
    found = [
        values
        for form, values in reader.forms
        if form.get("method", "").lower() == "post" and (form.get("action") or "") in to
    ]
    assert found, f"{on or url} has no button for {url}"
    values = max(found, key=len)
    values.pop("csrfmiddlewaretoken", None)
    return client.post(url, {**values, **(sent or {})}, follow=follow)

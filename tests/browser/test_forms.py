"""The script of our forms reads a form's own attributes, whatever its fields are called."""

from playwright.sync_api import Browser

from tests.conftest import ROOT

CALLED = ("action", "method", "submit", "target", "id", "name", "elements")


def test_a_field_may_be_called_what_a_form_has(browser: Browser) -> None:
    fields = "".join(f'<input name="{name}" value="x">' for name in CALLED)
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.set_content(
        f'<form method="post" action="/x/logout/" data-submit-once>{fields}'
        "<button>Send</button></form>"
    )
    page.evaluate("document.addEventListener('submit', (sending) => sending.preventDefault())")
    page.add_script_tag(path=str(ROOT / "static/js/forms.js"))
    page.click("button")
    assert (faults, page.get_attribute("button", "aria-busy")) == ([], "true")
    page.close()

"""The script of our forms reads a form's own attributes, whatever its fields are called."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser

from tests.conftest import ROOT

SHOWN = (
    '<form method="post" action="/var-med/" hx-post="/var-med/" data-submit-once>'
    '<input name="next" value="/staff/"><button>Var med</button></form>'
)
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


def test_a_tap_with_an_old_token_goes_the_way_without_a_script(browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=SHOWN))
    page.goto("http://reir.example/staff/")
    page.add_script_tag(path=str(ROOT / "static/js/forms.js"))
    said = "document.querySelector('form').dispatchEvent(new CustomEvent('htmx:responseError', {"
    said += (
        " bubbles: true, detail: {elt: document.querySelector('form'), xhr: {status: STATUS}}}))"
    )
    page.evaluate(said.replace("STATUS", "500"))
    with page.expect_request("**/var-med/") as sent:
        page.evaluate(said.replace("STATUS", "403"))
    assert (sent.value.method, sent.value.post_data) == ("POST", "next=%2Fstaff%2F")
    page.close()


def test_what_was_just_placed_takes_no_tap_but_an_old_box_beside_it_does(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<div id="new"><input type="checkbox" id="placed"></div>'
        '<label><input type="checkbox" id="old">Ada <span id="words">ledig</span></label>'
        '<ul><li class="tick-row"><input type="checkbox" id="tick"></li></ul>'
    )
    page.clock.set_fixed_time(datetime.now(UTC))
    page.add_script_tag(path=str(ROOT / "static/js/forms.js"))
    for placed in ("#new", "#words", ".tick-row"):
        page.locator(placed).dispatch_event("htmx:afterSwap", {"bubbles": True})
    for pressed in ("#placed", "#words", "#tick"):
        page.locator(pressed).click()
    ticked = page.eval_on_selector_all("input:checked", "boxes => boxes.map((box) => box.id)")
    assert ticked == ["old", "tick"]
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(seconds=1))
    page.locator("#placed").click()
    assert page.is_checked("#placed")
    page.close()

"""Somebody at a browser: what they do on the way in, and what they read."""

import re

from playwright.sync_api import Locator, Page, TimeoutError

from tests.browser.site import Site

RESTED = """() => !document.querySelector(".htmx-request, .htmx-settling, .htmx-added")
  && [...document.querySelectorAll("[data-placed-at]")].every(
    (one) => Date.now() - one.dataset.placedAt > 700)"""


class Visitor:
    """One browser window. `page` is Playwright's; here is only what many tests do."""

    def __init__(self, page: Page, *, site: Site, password: str) -> None:
        self.page = page
        self.site = site
        self._password = password

    def sign_in(self, email: str) -> "Visitor":
        """Sign in on the one page with a password."""
        self.page.goto("/konto/login/?next=/konto/videre/")
        self.page.get_by_label("E-post").fill(email)
        self.page.get_by_label("Passord").fill(self._password)
        self.page.get_by_role("main").get_by_role("button", name="Logg inn", exact=True).click()
        self.page.wait_for_url(lambda address: "/konto/" not in address)
        return self

    def confirm_password(self) -> None:
        """Write the password once more, where it is asked for."""
        self.page.get_by_label("Passord").fill(self._password)
        self.page.get_by_role("main").get_by_role("button").first.click()
        self.page.wait_for_url(lambda address: "/reauthenticate/" not in address)

    def with_card(self, token: str) -> "Visitor":
        """Come in with the link of a paper card."""
        self.page.goto(f"/k/{token}")
        assert self.page.url == f"{self.site.url}/min/"
        return self

    def go(self, address: str) -> "Visitor":
        """Open a page that must be there."""
        response = self.page.goto(address)
        assert response is not None and response.status == 200, (address, response)
        return self

    def status(self, address: str) -> int:
        """Return what an address answers, without opening it."""
        return self.page.request.get(address, max_redirects=0).status

    def press(self, name: str, *, within: Locator | None = None) -> "Visitor":
        """Press the first button or link whose words begin so, and wait for the answer."""
        where = within or self.page.get_by_role("main")
        words = re.compile(rf"^\s*{re.escape(name)}")
        found = where.get_by_role("button", name=words).or_(where.get_by_role("link", name=words))
        found.first.click()
        self.page.wait_for_load_state()
        return self

    def rests(self) -> "Visitor":
        """Wait until nothing is asked for, and what was just put in place takes taps (forms.js)."""
        for _try in range(450):
            if self.page.evaluate(RESTED):
                return self
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.page.url} never comes to rest")

    def words(self) -> str:
        """Return the words that can be seen on the page, with single spaces."""
        return words_of(self.page.get_by_role("main"))

    def reads(self, *sentences: str) -> "Visitor":
        """Assert that each of the sentences can be seen."""
        for sentence in sentences:
            try:
                self.page.get_by_text(sentence).locator("visible=true").first.wait_for()
            except TimeoutError as error:
                words = f"{sentence!r} is not on {self.page.url}: {self.words()}"
                raise AssertionError(words) from error
        return self

    def sums(self) -> dict[str, int]:
        """Return whole kroner by the words beside them («Lovet», «På vei», «Betalt»)."""
        terms = self.page.get_by_role("term").all_inner_texts()
        values = self.page.get_by_role("definition").all_inner_texts()
        return {
            term.strip(): int(re.sub(r"\D", "", value.split("kr")[0]))
            for term, value in zip(terms, values, strict=True)
        }

    def pictures(self) -> set[str]:
        """Return the addresses of the page's uploaded pictures, in every size."""
        found = set()
        for image in self.page.locator("img").all():
            written = f"{image.get_attribute('src')},{image.get_attribute('srcset') or ''}"
            found |= set(re.findall(r"/bilder/[^\s,]+", written))
        return found


def words_of(part: Locator) -> str:
    """Return the words of a part of a page, with single spaces."""
    return " ".join(part.inner_text().split())

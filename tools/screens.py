"""`make screens`: take the pictures of the four portals and the board for the README."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1280, "height": 800}
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Build, serve, look, and keep the pictures."""
    from playwright.sync_api import sync_playwright

    from tests.browser.site import served

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium mangler. Installer den: sudo apt install chromium")
    with tempfile.TemporaryDirectory(prefix="reir-screens-") as folder:
        var = Path(folder)
        database = f"sqlite:///{var / 'reir.sqlite3'}"
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "REIR_VAR": folder,
            "REIR_READ_ENV_FILE": "no",
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        }
        for command in (["migrate", "-v0"], ["createcachetable"], ["demo"], ["run_due"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True
            )
        with served(database, var) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            take(browser, site.url, var)


def take(browser, url: str, var: Path) -> None:
    """Take each portal's picture, and the board's."""
    from demo.data.people import STAFF
    from demo.data.programme import PARTNERS

    password = (var / "demo-password").read_text().strip()
    card = (var / "demo-card").read_text().strip()
    staff = next(one for one in STAFF if one.key == "nina-solberg").email
    partner = next(one for one in PARTNERS if one.key == "mosegronn").contact_email

    def sign_in(email: str, portal: str):
        page = browser.new_context(viewport=DESK, locale="nb-NO").new_page()
        page.goto(f"{url}/konto/login/?next={portal}")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{url}{portal}")
        return page

    page = browser.new_context(viewport=DESK, locale="nb-NO").new_page()
    page.goto(url)
    keep(page, "public")
    page = browser.new_context(viewport=PHONE, locale="nb-NO").new_page()
    page.goto(f"{url}/k/{card}")
    keep(page, "mine")
    page = sign_in(staff, "/staff/")
    page.set_viewport_size(PHONE)
    keep(page, "staff")
    page.set_viewport_size(DESK)
    page.goto(f"{url}/staff/uke/folk/")
    page.get_by_role("link", name="Neste").click()  # it is all ahead, on a Sunday too
    keep(page, "board")
    keep(sign_in(partner, "/partner/"), "partner")


def keep(page, name: str) -> None:
    """Write what the page shows as a small WebP."""
    from PIL import Image

    page.wait_for_load_state("networkidle")
    SCREENS.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(page.screenshot())).save(SCREENS / f"{name}.webp", quality=80, method=6)
    print(f"docs/screens/{name}.webp")


if __name__ == "__main__":
    main()

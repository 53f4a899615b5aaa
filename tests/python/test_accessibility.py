"""The HTML report meets WCAG 2.2 AA, as far as a machine (axe-core) can tell."""

import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = pathlib.Path(__file__).parents[2]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium(playwright: Playwright) -> str | None:
    """The system's browser, else the one that Playwright has installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    bundled = playwright.chromium.executable_path
    return bundled if pathlib.Path(bundled).exists() else None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            reason = "no Chromium found; install it or run `playwright install`"
            if "CI" in os.environ:
                pytest.fail(reason)
            pytest.skip(reason)
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    program = pathlib.Path(sys.executable).with_name("actionplan")
    plan = ROOT / "examples" / "walsall-2018" / "plan.json"
    days = ["--as-of", "2018-03-27", "--previous", "2018-01-31"]
    subprocess.run([program, "report", plan, *days, "-o", file], check=True)
    return file


@pytest.fixture(params=[1280, 320], ids=["desktop", "phone"])
def page(
    request: pytest.FixtureRequest, browser: Browser, report: pathlib.Path
) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": request.param, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        yield page


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_report_has_no_violations(page: Page, colours: str) -> None:
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()


def test_the_page_itself_does_not_scroll_sideways(page: Page) -> None:
    # WCAG 1.4.10, reflow at 320 pixels; tables may scroll inside.
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(wide) <= 0


def test_the_report_loads_nothing(browser: Browser, report: pathlib.Path) -> None:
    requests: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(report.as_uri())
    assert requests == [report.as_uri()]

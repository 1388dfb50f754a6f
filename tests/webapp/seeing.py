"""What a real browser must find right on each page: no axe violation, no sideways scroll."""

from importlib.resources import files
from typing import Any

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],  # to list what is right too takes four times as long
}
RUN = "options => axe.run(options).then(found => found.violations)"


def violations(page: Any) -> list[str]:
    """Every axe violation as one readable line."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in page.evaluate(RUN, OPTIONS) for node in rule["nodes"]]


def overflow(page: Any) -> int:
    """By how many CSS pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def assert_seemly(page: Any) -> None:
    """No sideways scroll as it stands nor with every detail opened, and no violation then."""
    assert overflow(page) <= 0, f"{page.url} scrolls sideways"
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert overflow(page) <= 0, f"{page.url} scrolls sideways with its details open"
    assert violations(page) == [], page.url

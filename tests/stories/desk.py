"""One computer of the office, at which people sign in one after the other; every page it shows is looked at."""

import re
from typing import Any
from urllib.parse import urlsplit

from tests.webapp.seeing import overflow, violations
from workflow.rulebook.process import Process
from workflow.wording import say

TAGS = {"zh": "zh-Hans", "en": "en"}
PHONE = 360
NARROWEST = 320  # CSS pixels: 400 % zoom of 1280 (WCAG 1.4.10)
HEIGHT = 900
KINDS = """() => {
    const kind = part => part ? part.tagName + "." + part.className : "";
    return [...new Set([...document.querySelectorAll("*")].map(part => kind(part.parentElement) + ">" + kind(part)))];
}"""


class Desk:
    """A browser with one window. ``script``: whether pages may run theirs; without it axe cannot look either."""

    def __init__(self, browser: Any, address: str, language: str, width: int, password: str, *, script: bool = True):
        self.language, self.width, self.script, self.password = language, width, script, password
        self.context = browser.new_context(base_url=address, java_script_enabled=script, locale="zh-CN",
                                           viewport={"width": width, "height": HEIGHT})  # fmt: skip
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self._kinds: dict[str, set[str]] = {}
        self._troubles: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._troubles.append(str(error)))
        self.page.on("response", self._answered)
        self.page.on("requestfailed", self._failed)

    def words(self, key: str, **values: Any) -> str:
        """A text of the catalogue, as this desk's pages say it."""
        return say(key, self.language, **values)

    def sign_in(self, username: str) -> None:
        """Say who one is on the page that the last person left, or at the service's address."""
        if "/sign-in" not in self.page.url:
            self.open("/")
        if self.page.locator("html").get_attribute("lang") != TAGS[self.language]:
            self.press("English" if self.language == "en" else "中文")
        self.page.get_by_label(self.words("account.username"), exact=True).fill(username)
        self.page.get_by_label(self.words("account.password"), exact=True).fill(self.password)
        self.press(self.words("account.sign_in"))

    def sign_out(self) -> None:
        self.press(self.words("shell.sign_out"))

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def turn_to(self, words: str) -> None:
        """A place of the menu, which a narrow window folds away; nothing to do when one stands there."""
        if self.page.locator("nav.menu a[aria-current=page]").filter(has_text=words).count():
            return
        button = self.page.get_by_role("button", name=self.words("shell.menu"), exact=True)
        if button.is_visible():
            button.click()
        self.press(words, within="nav.menu", partly=True)

    def find(self, text: str) -> None:
        """Type into the search box, which a narrow window folds away with the menu, and press Enter."""
        box = self.page.get_by_label(self.words("shell.find_label"))
        if not box.is_visible():
            self.page.get_by_role("button", name=self.words("shell.menu"), exact=True).click()
        box.fill(text)
        with self.page.expect_navigation():
            box.press("Enter")
        self.look()

    def press(self, words: str, *, within: str = "body", partly: bool = False, answer: int = 200) -> None:
        """Click the link or button with these words and look at the page it leads to; ``answer`` = how it comes."""
        place = self.page.locator(within)
        buttons = place.get_by_role("button", name=words, exact=not partly)
        found = buttons.or_(place.get_by_role("link", name=words, exact=not partly)).first
        with self.page.expect_navigation():
            found.click()
        self.look(answer)

    def choose(self, action: str) -> None:
        """Mark one of the decisions that a page offers, by the box around it."""
        self.page.locator(f'.choice:has(input[value="{action}"])').click()

    def look(self, answer: int = 200) -> None:
        """The page that stands there is whole: nothing failed; and if it shows anything that was not seen before,
        axe finds nothing, and nothing is wider than a phone.
        """
        found = [trouble for trouble in self._troubles if answer == 200 or not re.search(rf"\b{answer}\b", trouble)]
        assert found == [], f"{self.page.url}: {found}"
        self._troubles.clear()
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has not one main heading"
        if not self._shows_something_new():
            return
        for width in dict.fromkeys((self.width, PHONE, NARROWEST)):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            assert overflow(self.page) <= 0, f"{self.page.url} scrolls sideways at {width} px"
            if self.script and width != NARROWEST:
                assert violations(self.page) == [], f"{self.page.url} at {width} px"
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})

    def label(self, process: Process, action: str) -> str:
        """What an action is called here."""
        return process.actions[action].label[self.language]

    def close(self) -> None:
        self.context.close()

    def _shows_something_new(self) -> bool:
        """Whether this page is the first of its address here, or has a part that those before it did not have."""
        known = self._kinds.setdefault(re.sub(r"\d+", "", urlsplit(self.page.url).path), set())
        found = set(self.page.evaluate(KINDS))
        new = not known >= found
        known |= found
        return new

    def _heard(self, told: Any) -> None:
        if told.type in ("error", "warning"):
            self._troubles.append(told.text)

    def _answered(self, answer: Any) -> None:
        if answer.status >= 400:
            self._troubles.append(f"{answer.status} {answer.url}")

    def _failed(self, asked: Any) -> None:
        if asked.failure != "net::ERR_ABORTED":  # the script gives up a question when the next one is asked
            self._troubles.append(f"{asked.failure} {asked.url}")

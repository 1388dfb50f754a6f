"""The road of D01 through the pages, gate by gate: who comes to the desk on which day, and what they press.

Days, people and their words are those of the demo's files, but that another officer of the
section accepts than who judges the authority.
"""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from tests.district import signed_in
from tests.stories.conftest import House
from tests.stories.desk import Desk
from tests.stories.form_filling import fill_step
from webapp.cli.demo_accounts import accounts_of
from webapp.cli.demo_cadres import made_up_cadres
from webapp.cli.demo_files import Script, read_district
from webapp.cli.demo_papers import paper
from webapp.cli.demo_roster import Calls
from workflow.domain.completion import half_days_between
from workflow.domain.declaration_form import STEPS
from workflow.domain.people import system_actor
from workflow.office.gather import gather
from workflow.queries.closing_people import expected, marks_of
from workflow.store.people import cadre, person
from workflow.wording import sentence, speak

CLERK, TITLE = "maxiaoyan", "科级领导干部履职能力提升培训班"
DECIDED = (  # day and time, who, action, where the declaration is afterwards
    ("2026-03-06 16:27", "hanxue", "unit_finance_sign", "unit_review"),
    ("2026-03-09 10:27", "zhangjianguo", "unit_submit", "submitted"),
    ("2026-03-10 09:32", "hejie", "accept", "authority_review"),
    ("2026-03-11 16:27", "zhoumin", "authority_pass", "duplicate_review"),
    ("2026-03-12 09:14", "hejie", "dup_clear", "funding_review"),
    ("2026-03-13 10:30", "chengang", "funding_pass", "leader_approval"),
    ("2026-03-16 10:09", "wangjianhua", "approve", "leader_approval"),
    ("2026-03-16 14:40", "chenguodong", "approve", "leader_approval"),
    ("2026-03-17 09:08", "xuzhiming", "approve", "approved"),
)
CLOSING_PAPERS = ("agenda", "sign_in", "final_timetable", "summary", "evaluation")


@dataclass
class Road:
    """The desk in the office, the house it is in, and the declaration that goes its way."""

    house: House
    desk: Desk
    script: Script
    case_id: int = 0

    def at(self, moment: str, username: str) -> None:
        """Another day; somebody else sits down and signs in."""
        self.house.clock.set(moment)
        self.desk.sign_in(username)

    def declare(self) -> None:
        """From the plan's item over the six steps to the unit: the first page of it is a list of one's own."""
        desk = self.desk
        self.at("2026-03-05 11:56", CLERK)
        desk.press(desk.words("my.new"))
        desk.press(TITLE, within=f"tr:has-text('{TITLE}')", partly=True)
        self.case_id = int(desk.page.url.split("/")[-3])
        for step in STEPS:
            self._step(step)
        assert desk.page.url.endswith("/check")
        assert desk.page.locator(".error-summary").count() == 0
        desk.press(desk.words("draft.submit"))
        self.says("draft.sent_title")
        self.stands("unit_review")
        desk.press(desk.words("my.title"), within="main")
        assert TITLE in desk.page.inner_text("main")
        desk.sign_out()

    def decide(self, moment: str, username: str, action: str, becomes: str, **given: str) -> None:
        """From the inbox to the decision page and its result, with the words of the demo's diary."""
        desk = self.desk
        self.at(moment, username)
        desk.turn_to(desk.words("inbox.title"))
        desk.press(TITLE, within="main")
        desk.choose(action)
        for name, typed in given.items():
            desk.page.locator(f"#f-{name}").fill(typed)
        desk.page.locator("#f-opinion").fill(self.words_for(username, action))
        desk.press(desk.words("inbox.submit"))
        self.says("case.done", act=desk.label(self.process, action))
        self.stands(becomes)
        desk.sign_out()

    def act(self, action: str, becomes: str, **given: str) -> None:
        """One action of the clerk from the page of the declaration, which offers it as the thing to do."""
        desk = self.desk
        self.turn_to_mine()
        desk.press(desk.label(self.process, action), within=".can")
        for name, typed in given.items():
            desk.page.locator(f"#f-{name}").fill(typed)
        desk.press(desk.label(self.process, action), within="main form")
        self.stands(becomes)

    def bring(self, *kinds: str) -> None:
        """Attach the papers that the page of the declaration says are missing; it leads to where they are chosen."""
        desk = self.desk
        self.turn_to_mine()
        desk.press(desk.words("case.attach_wanted", count=len(kinds)))
        assert desk.page.locator(".field:has(.wanted)").count() == len(kinds)
        for kind in kinds:
            desk.page.locator(f'[id="f-paper-{kind}"]').set_input_files([pdf(kind)])
        desk.press(desk.words("case.paper_attach"))
        self.says("case.papers_added", count=len(kinds))

    def call_people(self, moment: str) -> None:
        """As many people as declared, of its audience, put on the roster."""
        office = self.house.office
        self.house.clock.set(moment)
        with office.database.read() as connection:
            clerk = connection.execute(select(person.c.id).where(person.c.username == CLERK)).scalar_one()
        step = next(step for step in self.script.steps if step.do == "enrol")
        calls = Calls(made_up_cadres(read_district(with_classes=False).cadres))
        calls.take(office, signed_in(office, clerk), self.case_id, self.script, replace(step, given={}))

    def keep_sheet(self, day: str, half: str) -> None:
        """One press marks everybody present but the first, who is on leave."""
        desk = self.desk
        desk.open(f"/closing/{self.case_id}/sign-in/{day}/{half}")
        desk.page.locator("input[value=leave]").first.check()
        desk.press(desk.words("closing.rest_present"))
        self.says("closing.sheet_kept")

    def import_sheets(self) -> None:
        """The half-days that are left, from a file like a machine's export."""
        desk, there = self.desk, expected(self.house.office, self.case_id)
        with self.house.office.database.read() as connection:
            numbers = {row.id: row.staff_no for row in connection.execute(select(cadre.c.id, cadre.c.staff_no))}
            kept = marks_of(connection, self.case_id)
        mark = {one: mark for (_, _, one), mark in kept.items()}  # whoever was away on the first day stays away
        lines = ["工号,日期,时段,签到"]
        for half in half_days_between(there.start, there.end)[2:]:
            lines += [f"{numbers[one]},{half.day},{half.half},{mark[one]}" for one in there.people]
        desk.open(f"/closing/{self.case_id}/sign-in")
        desk.page.locator("#f-file").set_input_files(
            [{"name": "签到.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}])
        desk.press(desk.words("closing.import_do"))
        self.says("closing.sheet_kept")

    def file_accounts(self, fen: int) -> None:
        """Item by item with a voucher each, on the page to which the declaration leads who must settle."""
        desk = self.desk
        self.turn_to_mine()
        desk.press(desk.words("accounts.form"), within="main")
        with self.house.office.database.read() as connection:
            form = gather(connection, self.house.office, system_actor(), self.case_id).situation.form
        filed = accounts_of("D01", form, fen, self.house.clock().date(), held=True)
        for place, one in enumerate(filed.vouchers):
            desk.page.locator(f'[id="f-item.{one.item}"]').fill(yuan(one.fen))
            for name, typed in (("number", one.number), ("day", one.day.isoformat()), ("fen", yuan(one.fen))):
                desk.page.locator(f'[id="f-voucher.{place}.{name}"]').fill(typed)
            desk.page.locator(f'[id="f-voucher.{place}.item"]').select_option(one.item)
        desk.press(desk.words("accounts.file"))
        self.says("accounts.filed")

    def turn_to_mine(self) -> None:
        """The page of the declaration, from the list of one's own unit."""
        if f"/declarations/{self.case_id}" not in self.desk.page.url:
            self.desk.turn_to(self.desk.words("shell.menu.my"))
            self.desk.press(TITLE, within="main")

    def says(self, key: str, **values: Any) -> None:
        """The page says this sentence of the catalogue, whatever stands in the places that are not given."""
        parts = re.split(r"\{(\w+)\}", sentence(key, self.desk.language, values.get("count")))
        told = [speak(values[part], self.desk.language) if part in values else None for part in parts[1::2]]
        holes = ["(.*)" if value is None else re.escape(value) for value in told]
        wanted = "".join(re.escape(text) + hole for text, hole in zip_longest(parts[::2], holes, fillvalue=""))
        assert re.search(wanted, self.desk.page.inner_text("main")), f"{wanted} on {self.desk.page.url}"

    def stands(self, state: str) -> None:
        """The page says that the declaration is in this state."""
        label = self.process.states[state].label[self.desk.language]
        assert label in self.desk.page.inner_text("main .status >> nth=0"), f"{state} on {self.desk.page.url}"

    def words_for(self, username: str, action: str) -> str:
        """What this person wrote with the action in the demo's diary, else what the one wrote who did it there."""
        said = {step.who: step.opinion for step in self.script.steps if step.do == action}
        return said.get(username) or next(iter(said.values()))

    @property
    def process(self) -> Any:
        return self.house.office.rulebook.process("class_declaration")

    def _step(self, step: int) -> None:
        desk = self.desk
        self.says("form.step." + str(step))
        fill_step(desk, step, {**self.script.answers, "plan_item": desk.page.locator("#f-plan_item").input_value()}
                  if step == 1 else self.script.answers)  # fmt: skip
        if step == STEPS[-1]:
            for kind in ("programme", "timetable", "call_proof"):
                desk.page.locator(f'[id="f-paper-{kind}"]').set_input_files([pdf(kind)])
        desk.press(desk.words("draft.save_on"), within=".doing")


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def pdf(kind: str) -> Any:
    """A paper as a file to choose."""
    return {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": paper(kind)}

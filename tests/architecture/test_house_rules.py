"""What the import contracts cannot see: who commits, who sets a state, how long a file is, what is called what."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import ALL, CODE, ROOT, calls, first_text, name_of, sources, strings, tree
from workflow.bootstrap import written_rules

LONGEST = {"workflow/trail/verify.py": 600}  # one file on purpose: it is handed out alone
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc", "stuff", "tools", "lib"}
RECKONING = ("domain", "engine")
COMMITS = {
    "workflow/acts/transaction.py": {"commit"},
    "workflow/store/database.py": {"commit"},  # a setting of a new connection
    "workflow/store/migrating.py": {"begin"},  # a migration is a transaction of its own
    "workflow/store/prepared.py": {"begin"},  # the driver's own cursor does not begin by itself
    "workflow/bench/world.py": {"commit"},  # fills a house that is thrown away
    "workflow/bench/year.py": {"commit"},  # the same
}
# Words of a definition that mean something else where they stand; each with what it means there.
OTHER_MEANINGS = {
    ("workflow/acts/books.py", "open"): "the only state of a book, which has no process",
    ("workflow/acts/enrol_places.py", "answer"): "a column: what a unit said to its places",
    ("workflow/acts/taking_in.py", "answer"): "a column: what a unit said to its places",
    ("workflow/acts/reconcile.py", "file"): "a field of the form that brings it",
    ("workflow/acts/keep_units.py", "institution"): "a kind of unit",
    ("workflow/engine/guards_of_money.py", "open"): "the status of a fund line",
    ("workflow/engine/rules/authority.py", "institution"): "a kind of unit, and the sentence about it",
    ("workflow/engine/rules/authority.py", "leader"): "a sentence of the rule",
    ("workflow/engine/situation.py", "open"): "the status of a seat",
    ("workflow/engine/vocabulary.py", "return"): "Python's own name of what a function gives back",
}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
WRITES = {"insert", "update", "delete", "inserting", "updating"}


def words_of_definitions() -> dict[str, str]:
    """Every name of a state, a role or an action of any definition, with what it is."""
    rulebook = written_rules()
    words = dict.fromkeys(rulebook.roles, "role")
    for process in rulebook.processes.values():
        words |= dict.fromkeys(process.states, "state") | dict.fromkeys(process.actions, "action")
    return words


@pytest.mark.parametrize("path", sources(*ALL), ids=name_of)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST.get(name_of(path), 300)


def test_no_vague_names() -> None:
    vague = [name_of(path) for path in sources(*ALL) if VAGUE & {path.stem, path.parent.name}]
    assert not vague


def test_only_the_transaction_commits() -> None:
    """Migrations have a transaction of their own; everything else that writes is an act."""
    for path in sources("workflow"):
        found = {name for name, _ in calls(path) if name in {"commit", "rollback", "begin_nested"}}
        found |= {name for name, call in calls(path) if name == "begin" and not call.args and not call.keywords}
        assert found <= COMMITS.get(name_of(path), set()), name_of(path)


def writes_on(table: str, *folders: str) -> Iterator[tuple[str, str, ast.Call]]:
    """Every statement on a table that is not a SELECT: file, kind and call."""
    for path in sources(*folders):
        for name, call in calls(path):
            if name in WRITES and call.args and ast.unparse(call.args[0]) in (table, f"{table}.{table}"):
                yield name_of(path), name, call


def test_the_state_of_a_case_is_written_by_one_statement() -> None:
    updates = [(file, name) for file, name, _ in writes_on("case", *CODE) if name in {"update", "updating", "delete"}]
    assert updates == [("workflow/store/act_writing.py", "updating")]
    raw = [name_of(path) for path in sources(*CODE) for _, text in strings(path)
           if re.search(r'UPDATE\s+"?case"?\s+SET\b.*\bstate\b', text, re.IGNORECASE | re.DOTALL)]  # fmt: skip
    assert set(raw) <= {"workflow/bench/raw.py"}  # the yardstick of the bench is the same statement by hand


@pytest.mark.parametrize(("table", "statement"), [("trail", "NEW_RECORD"), ("refused_attempt", "NEW_REFUSED")])
def test_the_trail_is_written_by_the_transaction_only(table: str, statement: str) -> None:
    assert [(file, name) for file, name, _ in writes_on(table, *CODE)] == [
        ("workflow/store/act_writing.py", "inserting")
    ]
    users = {name_of(path) for path in sources(*CODE) for node in ast.walk(tree(path))
             if isinstance(node, ast.ImportFrom) and any(alias.name == statement for alias in node.names)}  # fmt: skip
    assert users == {"workflow/acts/transaction.py"}


def test_nobody_below_the_office_asks_for_the_time_or_the_user() -> None:
    for path in sources("workflow"):
        if "workflow/office/" in name_of(path):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in CLOCKS, f"{name_of(path)}:{node.lineno}"
            assert not (isinstance(node, ast.Name) and node.id == "current_user"), f"{name_of(path)}"


@pytest.mark.parametrize("path", sources(*(f"workflow/{floor}" for floor in RECKONING)), ids=name_of)
def test_deciding_floors_reckon_in_whole_numbers(path: Path) -> None:
    """Fen, half-days and per-mille (ruling 3): no float comes near them."""
    for node in ast.walk(tree(path)):
        place = f"{name_of(path)}:{getattr(node, 'lineno', 0)}"
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), place
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), place
        assert not (isinstance(node, ast.Call) and ast.unparse(node.func) == "float"), place


@pytest.mark.parametrize("path", sources("workflow/engine", "workflow/acts"), ids=name_of)
def test_engine_and_acts_name_nothing_of_a_definition(path: Path) -> None:
    """The engine runs any process: no state, role or action of ours stands in it (ruling 13)."""
    words = words_of_definitions()
    named = {(name_of(path), text): f"{words[text]}, line {line}" for line, text in strings(path) if text in words}
    assert not named.keys() - OTHER_MEANINGS.keys()


def test_no_excuse_outlives_its_word() -> None:
    spoken = {
        (name_of(path), text) for path in sources("workflow/engine", "workflow/acts") for _, text in strings(path)
    }
    assert set(OTHER_MEANINGS) <= spoken
    assert set(LONGEST) | set(COMMITS) <= {name_of(path) for path in sources(*ALL)}


def test_machinery_of_other_makes_stands_only_where_it_belongs() -> None:
    """No engine, session or file of the database is opened outside the store."""
    for path in sources(*CODE):
        if "workflow/store/" not in name_of(path):
            assert not {name for name, _ in calls(path)} & {"create_engine", "sessionmaker"}, name_of(path)


def test_no_unfinished_work_is_marked() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    found = [name_of(path) for path in sources(*ALL) if path.name != "test_house_rules.py"
             and marks.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert not found


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(path) for path in sources(*CODE) if ast.get_docstring(tree(path)) is None]
    silent = [name for name in silent if (ROOT / name).stat().st_size]  # an empty file needs no words
    assert not silent


def test_the_walkers_see_what_they_look_for(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text('"""Told."""\nx.commit()\ninsert(trail)\nRefusal("wrong_state")\n')
    found = dict(calls(path))
    assert {"commit", "insert", "Refusal"} <= set(found)
    assert first_text(found["Refusal"]) == "wrong_state"
    assert [text for _, text in strings(path)] == ["wrong_state"]

"""``shenbao process``: check process files, show a process, write the JSON Schemas."""

from argparse import Namespace
from pathlib import Path

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, language, tell
from webapp.cli.definition_files import read_files
from workflow.bootstrap import written_rules
from workflow.queries.definitions import ActionLine, StateBlock, check_process, process_page, schemas
from workflow.refusals import Refusal, Refused


def add(commands: Commands) -> None:
    """Adds the group to ``shenbao``."""
    group = add_group(commands, "process", example="process check my_process.v1.yaml")
    check = add_command(group, "process check", _check, example="process check my_process.v1.yaml")
    check.add_argument("files", nargs="+", metavar=tell("cli.file"), help=tell("cli.process.check.files"))
    show = add_command(group, "process show", _show, example="process show class_declaration")
    show.add_argument("code", nargs="?", metavar=tell("cli.process.code"), help=tell("cli.process.show.code"))
    write = add_command(group, "process schemas", _schemas, example="process schemas definitions/schemas")
    write.add_argument("folder", metavar=tell("cli.folder"), help=tell("cli.process.schemas.folder"))


def _check(chosen: Namespace) -> Answer:
    checked = [check_process(written_rules(), file) for file in read_files(chosen.files)]
    lines = []
    for one in checked:
        lines += [fault.say(language()) for fault in one.faults]
        if not one.faults:
            values = {"code": one.code, "version": str(one.version), "states": one.states, "actions": one.actions}
            lines.append(f"{one.file}: {tell('cli.process.sound', **values)}")
    count = sum(len(one.faults) for one in checked)
    if count:
        lines.append(tell("cli.faults", count=count))
    data = [
        {
            "file": one.file,
            "ok": not one.faults,
            "process": one.code or None,
            "version": one.version or None,
            "hash": one.hash or None,
            "faults": [fault.to_json(language()) for fault in one.faults],
        }
        for one in checked
    ]
    return Answer({"files": data}, lines, FINDING if count else SUCCESS)


def _show(chosen: Namespace) -> Answer:
    rulebook, tongue = written_rules(), language()
    codes = [chosen.code] if chosen.code else sorted({process.code for process in rulebook.processes.values()})
    lines, data = [], []
    for code in codes:
        page = process_page(rulebook, code)
        lines.append(f"{page.code} v{page.version}  {page.label[tongue]}  {page.hash[:12]}")
        for stage in page.stages:
            lines.append(f"\n{stage.label[tongue]}")
            for state in stage.states:
                lines += _state_lines(state, tongue)
        lines.append("")
        states = [state for stage in page.stages for state in stage.states]
        data.append(
            {
                "process": page.code,
                "version": page.version,
                "hash": page.hash,
                "states": {state.code: _state_data(state) for state in states},
            }
        )
    return Answer({"processes": data}, lines)


def _state_lines(state: StateBlock, tongue: str) -> list[str]:
    marks = [tell("cli.process.end")] if state.is_end else []
    if isinstance(state.due, int):
        marks.append(tell("cli.process.due_days", count=state.due))
    elif state.due:
        marks.append(tell("cli.process.due_policy", path=state.due))
    head = f"  {state.code}  {state.label[tongue]}"
    return ["  ".join((head, *marks)), *(f"    {_action_line(action, tongue)}" for action in state.actions)]


def _action_line(action: ActionLine, tongue: str) -> str:
    where = " | ".join(action.targets) or tell("cli.process.stays")
    roles = tuple(role[tongue] for role in action.roles)
    who = tell(f"cli.process.verb.{action.verb}", roles=roles)
    star = "*" if action.decides else "-"
    return f"{star} {action.code}  {action.label[tongue]}  -> {where}  ({who})"


def _state_data(state: StateBlock) -> dict[str, object]:
    return {
        "zh": state.label.zh,
        "en": state.label.en,
        "end": state.is_end,
        "gate": state.gate or None,
        "due": state.due,
        "actions": {
            action.code: {"to": list(action.targets), "signers": action.verb, "decides": action.decides}
            for action in state.actions
        },
    }


def _schemas(chosen: Namespace) -> Answer:
    folder = Path(chosen.folder)
    if not folder.is_dir():
        raise Refused(Refusal("no_folder", {"folder": chosen.folder}))
    written = schemas()
    try:
        for name, text in written.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError:
        raise Refused(Refusal("no_folder", {"folder": chosen.folder})) from None
    return Answer({"written": sorted(written)}, [tell("cli.process.written", count=len(written), folder=str(folder))])

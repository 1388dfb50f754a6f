"""Units from the command line: the first ones of a new house, their names, their place and their end."""

import argparse
from datetime import date, timedelta

from webapp.cli.command import Answer, Commands, Run, add_command, add_group, open_house, tell
from workflow.acts.change_units import move_unit, rename_unit
from workflow.acts.end_unit import end_unit
from workflow.acts.keep_units import KINDS, LEVELS, add_unit
from workflow.domain.people import Unit, system_actor
from workflow.queries.unit_tree import Branch, unit_tree
from workflow.wording import Label

EXAMPLE = "unit add OD 区委组织部 'District Organisation Department' --parent CX"


def add(commands: Commands) -> None:
    group = add_group(commands, "unit", example=EXAMPLE)
    adding = add_command(group, "unit add", add_one, example=EXAMPLE)
    adding.add_argument("code", help=tell("cli.unit.code"))
    adding.add_argument("name_zh", help=tell("cli.unit.name_zh"))
    adding.add_argument("name_en", help=tell("cli.unit.name_en"))
    adding.add_argument("--kind", choices=KINDS, default="department", help=tell("cli.unit.kind"))
    adding.add_argument("--level", choices=LEVELS, default="district", help=tell("cli.unit.level"))
    adding.add_argument("--parent", metavar="CODE", help=tell("cli.unit.parent"))
    adding.add_argument("--system", default="", help=tell("cli.unit.system"))
    adding.add_argument("--from", dest="first", type=day, metavar="DAY", help=tell("cli.unit.from"))
    add_command(group, "unit list", list_all, example="unit list")
    naming = _changing(group, "rename", rename,
                       "unit rename CIVIL 区民政事务局 'Civil Matters' --grounds '城发〔2026〕3号'")
    naming.add_argument("name_zh", help=tell("cli.unit.name_zh"))
    naming.add_argument("name_en", help=tell("cli.unit.name_en"))
    naming.add_argument("--from", dest="first", type=day, metavar="DAY", help=tell("cli.unit.from"))
    moving = _changing(group, "move", move, "unit move CIVIL --parent CX --grounds '城发〔2026〕3号'")
    moving.add_argument("--parent", metavar="CODE", help=tell("cli.unit.parent"))
    ending = _changing(group, "end", end, "unit end CIVIL --successor HRSS --grounds '城发〔2026〕3号'")
    ending.add_argument("--last", type=day, metavar="DAY", help=tell("cli.unit.last"))
    ending.add_argument("--successor", action="append", default=[], metavar="CODE", help=tell("cli.unit.successor"))


def add_one(arguments: argparse.Namespace) -> Answer:
    """Add one unit below its parent, which must be there."""
    label = Label(arguments.name_zh, arguments.name_en)
    one = Unit(arguments.code, label, arguments.kind, arguments.level, arguments.parent, arguments.system)
    with open_house() as office:
        add_unit(office, system_actor(), one, from_day=arguments.first)
    return Answer({"code": one.code}, [tell("cli.unit.added", unit=label, code=one.code)])


def list_all(_arguments: argparse.Namespace) -> Answer:
    """The tree of units."""
    with open_house() as office:
        found = unit_tree(office)
    return Answer([_told(one) for one in found], [_line(one) for one in found])


def rename(arguments: argparse.Namespace) -> Answer:
    """Call a unit otherwise from a day on."""
    name = Label(arguments.name_zh, arguments.name_en)
    with open_house() as office:
        rename_unit(office, system_actor(), arguments.code, name, arguments.first or office.today(), arguments.grounds)
    return Answer({"code": arguments.code}, [tell("cli.unit.renamed", code=arguments.code, unit=name)])


def move(arguments: argparse.Namespace) -> Answer:
    """Set a unit below another, or at the top."""
    with open_house() as office:
        move_unit(office, system_actor(), arguments.code, arguments.parent, arguments.grounds)
    return Answer({"code": arguments.code, "parent": arguments.parent}, [tell("cli.unit.moved", code=arguments.code)])


def end(arguments: argparse.Namespace) -> Answer:
    """End a unit; the first successor takes its open cases."""
    with open_house() as office:
        last = arguments.last or office.today() - timedelta(days=1)
        count = end_unit(office, system_actor(), arguments.code, last, arguments.successor, arguments.grounds)
    data = {"code": arguments.code, "last_day": last.isoformat(), "cases": count}
    return Answer(data, [tell("cli.unit.ended", code=arguments.code, count=count)])


def day(text: str) -> date:
    """A calendar day as 2026-10-14."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tell("cli.unit.day_wrong", text=text[:20])) from None


def _changing(group: Commands, word: str, run: Run, example: str) -> argparse.ArgumentParser:
    command = add_command(group, f"unit {word}", run, example=example)
    command.add_argument("code", help=tell("cli.unit.code"))
    command.add_argument("--grounds", required=True, metavar="TEXT", help=tell("cli.unit.grounds"))
    return command


def _told(one: Branch) -> dict[str, object]:
    return {"code": one.code, "name_zh": one.name.zh, "name_en": one.name.en, "parent": one.parent,
            "active": one.active, "to_day": one.to_day and one.to_day.isoformat(),
            "successors": [next.code for next in one.followers], "cadres": one.cadres, "cases": one.cases}


def _line(one: Branch) -> str:
    values = {"indent": "  " * one.depth, "code": one.code, "unit": one.name}
    return tell("cli.unit.line", **values) if one.active else tell("cli.unit.line_ended", day=one.to_day, **values)

"""Units from the command line: a new house needs its first ones before anybody can hold a post."""

import argparse

from webapp.cli.command import Answer, Commands, add_command, add_group, open_house, tell
from workflow.acts.keep_units import KINDS, LEVELS, add_unit
from workflow.domain.people import Unit, system_actor
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


def add_one(arguments: argparse.Namespace) -> Answer:
    """Add one unit below its parent, which must be there."""
    label = Label(arguments.name_zh, arguments.name_en)
    one = Unit(arguments.code, label, arguments.kind, arguments.level, arguments.parent, arguments.system)
    with open_house() as office:
        add_unit(office, system_actor(), one)
    return Answer({"code": one.code}, [tell("cli.unit.added", unit=label, code=one.code)])

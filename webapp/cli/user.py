"""Accounts from the command line: the first ones of a new house, and help when nobody can sign in."""

import argparse
import getpass
import os
import sys

from webapp.cli.command import Answer, Commands, add_command, add_group, open_house, tell
from webapp.cli.unit import day
from workflow.acts.keep_people import NewPerson, add_people, disable_person, enable_person, set_password
from workflow.acts.keep_posts import end_post, give_post
from workflow.domain.people import system_actor
from workflow.queries.account import person_named
from workflow.queries.account_list import every_account
from workflow.wording import LANGUAGES, Label


def add(commands: Commands) -> None:
    group = add_group(commands, "user", example="user add wangli 王丽 'Wang Li' --post declarant CIVIL")
    adding = add_command(group, "user add", add_user, example="user add wangli 王丽 'Wang Li' --post declarant CIVIL")
    adding.add_argument("username", help=tell("cli.user.username"))
    adding.add_argument("name_zh", help=tell("cli.user.name_zh"))
    adding.add_argument("name_en", help=tell("cli.user.name_en"))
    adding.add_argument("--post", nargs=2, action="append", default=[], metavar=("ROLE", "UNIT"),
                        help=tell("cli.user.post"))  # fmt: skip
    adding.add_argument("--language", choices=LANGUAGES, default="zh", help=tell("cli.user.language"))
    seating = add_command(group, "user role", give_role, example="user role wangli declarant CIVIL")
    seating.add_argument("username", help=tell("cli.user.username"))
    seating.add_argument("role", help=tell("cli.user.role_code"))
    seating.add_argument("unit", help=tell("cli.user.unit_code"))
    closing = add_command(group, "user disable", disable, example="user disable wangli")
    closing.add_argument("username", help=tell("cli.user.username"))
    for word, run in (("password", password), ("enable", enable)):
        one = add_command(group, f"user {word}", run, example=f"user {word} wangli")
        one.add_argument("username", help=tell("cli.user.username"))
    add_command(group, "user list", list_all, example="user list")
    ending = add_command(group, "user end", end, example="user end 7 --last 2026-10-31")
    ending.add_argument("post", type=int, help=tell("cli.user.post_number"))
    ending.add_argument("--last", type=day, metavar="DAY", help=tell("cli.user.last"))


def add_user(arguments: argparse.Namespace) -> Answer:
    """Open an account; the first password is asked for, or comes from SHENBAO_PASSWORD or a pipe."""
    with open_house() as office:
        posts = tuple((role, unit) for role, unit in arguments.post)
        new = NewPerson(arguments.username, Label(arguments.name_zh, arguments.name_en), posts, arguments.language)
        ids = add_people(office, system_actor(), (new,), first_password())
    data = {"id": ids[new.username], "username": new.username}
    return Answer(data, [tell("cli.user.added", username=new.username)])


def give_role(arguments: argparse.Namespace) -> Answer:
    """Put a person into a post from today on."""
    with open_house() as office:
        person = person_named(office, arguments.username)
        given = give_post(office, system_actor(), person, arguments.role, arguments.unit)
        label = office.rulebook.roles[arguments.role].label
    data = {"post": given, "username": arguments.username, "role": arguments.role, "unit": arguments.unit}
    return Answer(data, [tell("cli.user.seated", username=arguments.username, role=label, unit=arguments.unit)])


def disable(arguments: argparse.Namespace) -> Answer:
    """Close an account; its sessions end at once."""
    with open_house() as office:
        disable_person(office, system_actor(), person_named(office, arguments.username))
    return Answer({"username": arguments.username}, [tell("cli.user.disabled", username=arguments.username)])


def enable(arguments: argparse.Namespace) -> Answer:
    """Open a closed account again."""
    with open_house() as office:
        enable_person(office, system_actor(), person_named(office, arguments.username))
    return Answer({"username": arguments.username}, [tell("cli.user.enabled", username=arguments.username)])


def password(arguments: argparse.Namespace) -> Answer:
    """Set a new first password, asked for as for a new account."""
    with open_house() as office:
        set_password(office, system_actor(), person_named(office, arguments.username), first_password())
    return Answer({"username": arguments.username}, [tell("cli.user.password_set", username=arguments.username)])


def list_all(_arguments: argparse.Namespace) -> Answer:
    """Every account with the posts it holds today."""
    with open_house() as office:
        found = every_account(office)
    data = [{"id": one.id, "username": one.username, "standing": one.standing,
             "posts": [{"post": held.id, "label": held.label.en} for held in one.present]} for one in found]
    lines = [tell("cli.user.line", username=one.username, name=one.name, posts=tuple(p.label for p in one.present))
             for one in found]
    return Answer(data, lines)


def end(arguments: argparse.Namespace) -> Answer:
    """Let a post end with a day."""
    with open_house() as office:
        last = arguments.last or office.today()
        end_post(office, system_actor(), arguments.post, last)
    data = {"post": arguments.post, "last_day": last.isoformat()}
    return Answer(data, [tell("cli.user.ended", number=str(arguments.post), day=last)])


def first_password() -> str:
    """The first password: never an argument, which every process list would show."""
    given = os.environ.get("SHENBAO_PASSWORD")
    if given is not None:
        return given
    if sys.stdin.isatty():
        return getpass.getpass(tell("cli.user.password"))
    return sys.stdin.readline().rstrip("\r\n")

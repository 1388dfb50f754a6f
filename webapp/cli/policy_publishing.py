"""``shenbao policy publish``: see what a policy would change, propose it, and, as another person, put it in force."""

from argparse import Namespace

from webapp.cli.command import FINDING, Answer, Commands, add_command, language, open_house, tell
from webapp.cli.definition_files import read_files
from webapp.cli.policy_texts import preview_data, preview_lines
from webapp.cli.user import first_password
from workflow.acts.publish_policy import propose_policy, publish_policy, withdraw_policy
from workflow.acts.sign_in import sign_in
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.account import account_of
from workflow.queries.policies_page import preview_file, proposal_page
from workflow.refusals import NotFound, Refusal, Refused


def add_publish(group: Commands) -> None:
    """Adds the command to its group."""
    command = add_command(group, "policy publish", _publish,
                          example="policy publish my-policy.yaml --by wangli --reason '…'")
    command.add_argument("file", nargs="?", metavar=tell("cli.file"), help=tell("cli.policy.publish.file"))
    command.add_argument("--confirm", type=int, metavar="N", help=tell("cli.policy.publish.confirm"))
    command.add_argument("--withdraw", type=int, metavar="N", help=tell("cli.policy.publish.withdraw"))
    command.add_argument("--by", metavar=tell("cli.policy.publish.name"), help=tell("cli.policy.publish.by"))
    command.add_argument("--reason", default="", help=tell("cli.policy.publish.reason"))


def _publish(chosen: Namespace) -> Answer:
    """One of: see what a file would change; propose it; confirm or withdraw a proposal (each as a signed-in person)."""
    asked = [one for one in (chosen.file, chosen.confirm, chosen.withdraw) if one is not None]
    if len(asked) != 1:
        raise Refused(Refusal("publish_one_thing"))
    with open_house() as office:
        if chosen.file is not None:
            return _propose(office, chosen)
        return _decide(office, chosen)


def _propose(office: Office, chosen: Namespace) -> Answer:
    (name, data), = read_files([chosen.file])
    preview, faults = preview_file(office, name, data)
    if preview is None:
        return Answer({"faults": [one.to_json(language()) for one in faults]},
                      [one.say(language()) for one in faults], FINDING)
    told, lines = preview_data(preview), preview_lines(preview)
    if not chosen.by:
        return Answer(told, [*lines, tell("cli.policy.publish.only_shown")])
    number = propose_policy(office, signed_in(office, chosen.by), name, data, chosen.reason)
    return Answer({**told, "proposal": number}, [*lines, tell("cli.policy.publish.proposed", n=str(number))])


def _decide(office: Office, chosen: Namespace) -> Answer:
    """Confirm or withdraw; without a person the proposal is only shown."""
    number = chosen.confirm if chosen.confirm is not None else chosen.withdraw
    actor = signed_in(office, chosen.by) if chosen.by else Actor(0)
    page = proposal_page(office, actor, number)
    told, lines = (preview_data(page.preview), preview_lines(page.preview)) if page.preview else ({}, [])
    if not chosen.by:
        return Answer(told, [*lines, tell("cli.policy.publish.only_shown")])
    if chosen.confirm is None:
        withdraw_policy(office, actor, number, chosen.reason)
        return Answer({"proposal": number, "status": "withdrawn"}, [tell("cli.policy.publish.withdrawn")])
    publish_policy(office, actor, number, chosen.reason)
    day = page.line.effective_from
    return Answer({**told, "proposal": number, "status": "published"},
                  [*lines, tell("cli.policy.publish.done", code=page.line.name, day=day)])


def signed_in(office: Office, username: str) -> Actor:
    """The person of this name, by their own password: who keeps the machine is nobody's signature."""
    account = account_of(office, sign_in(office, username, first_password()))
    if account is None:
        raise NotFound("person", username)
    return account.actor

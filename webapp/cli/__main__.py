"""The command ``shenbao``: one thin file per group of commands, over the acts and queries.

Exits 0 on success, 1 on a finding, 2 on wrong use.  Whatever goes wrong is one sentence
per fault, in the language of the terminal; ``--json`` prints the same as JSON.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence

from webapp.cli import archive, bench, demo, duplicates, funding, house, imports, policy, process, trail, unit, user
from webapp.cli.command import FINDING, WRONG_USE, Answer, language, tell
from workflow.bootstrap import DefinitionFaults
from workflow.refusals import NotFound, Refusal, Refused

GROUPS = (house, demo, unit, user, process, policy, trail, duplicates, bench, funding, imports, archive)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    chosen = parser().parse_args(arguments)
    try:
        answer = _answer(chosen)
        _print(answer, as_json=chosen.json)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has gone: no fault of anybody's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return answer.code


def parser() -> argparse.ArgumentParser:
    """The whole tree of commands."""
    top = argparse.ArgumentParser(prog="shenbao", description=tell("cli.help"))
    commands = top.add_subparsers(metavar=tell("cli.command"), required=True, dest="command")
    for group in GROUPS:
        group.add(commands)
    return top


def _answer(chosen: argparse.Namespace) -> Answer:
    """What the command answers, or what kept it from answering."""
    try:
        answer: Answer = chosen.run(chosen)
        return answer
    except Refused as refused:
        return _refused(refused.refusals)
    except DefinitionFaults as found:
        lines = [fault.say(language()) for fault in found.faults]
        return Answer({"faults": [fault.to_json(language()) for fault in found.faults]}, lines, FINDING)
    except NotFound as missing:
        text = tell("cli.not_found", what=tell(f"cli.thing.{missing.what}"), key=str(missing.key))
        return Answer({"refused": [{"code": "not_found", "text": text}]}, [text], WRONG_USE)
    except Exception as fault:
        if os.environ.get("SHENBAO_DEBUG"):
            raise
        text = tell("cli.fault", fault=f"{type(fault).__name__}: {str(fault).strip().partition(chr(10))[0]}")
        return Answer({"fault": text}, [text], WRONG_USE)


def _refused(refusals: Sequence[Refusal]) -> Answer:
    texts = [tell(f"refusal.{refusal.code}", **refusal.values) for refusal in refusals]
    told = [
        {"code": refusal.code, "text": text, "field": refusal.field}
        for refusal, text in zip(refusals, texts, strict=True)
    ]
    return Answer({"refused": told}, texts, WRONG_USE)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, indent=2))
        return
    stream = sys.stderr if answer.code == WRONG_USE else sys.stdout
    for line in answer.lines:
        print(line, file=stream)


if __name__ == "__main__":
    sys.exit(main())

"""How the command line tells differences between policies and the classes that a policy would change."""

from webapp.cli.command import language, tell
from workflow.queries.policies_page import ChangedLine, Difference, Preview
from workflow.wording.catalogue import speak


def difference_lines(found: tuple[Difference, ...]) -> list[str]:
    """Each difference in a line: what, of it, from what to what."""
    lines = []
    for one in found:
        where = f" ({one.path or one.rule})" if one.path or one.rule else ""
        what, part, old, new = (speak(value, language()) for value in (one.what, one.part, one.old, one.new))
        lines.append(tell("cli.policy.diff.line", what=what + where, part=part, old=old, new=new))
    return lines


def difference_data(found: tuple[Difference, ...]) -> list[dict[str, str]]:
    """The same for programs."""
    return [{"kind": one.kind, "path": one.path, "rule": one.rule, "what": one.part.key.rpartition(".")[2],
             "old": speak(one.old, "en"), "new": speak(one.new, "en")} for one in found]


def preview_lines(preview: Preview) -> list[str]:
    """The differences, and then each open class of which something else would be said."""
    lines = difference_lines(preview.differences) or [tell("cli.policy.diff.same")]
    lines.append(tell("rule.would_change_of", count=len(preview.changed), open=preview.open_classes))
    if preview.drafts:
        lines.append(tell("rule.would_change_drafts", count=preview.drafts))
    return lines + [line for one in preview.changed for line in _class(one)]


def preview_data(preview: Preview) -> dict[str, object]:
    """The same for programs."""
    changed = [{"case": one.case_id, "number": one.number,
                "findings": [{"rule": rule, "now": now.key.rpartition(".")[2], "then": then.key.rpartition(".")[2]}
                             for rule, _, now, then in one.shifts]} for one in preview.changed]  # fmt: skip
    return {"differences": difference_data(preview.differences), "open": preview.open_classes, "changed": changed,
            "drafts_changed": preview.drafts}


def _class(one: ChangedLine) -> list[str]:
    head = f"  {one.number} {one.name} · {one.state[language()]}"
    return [head, *("    " + tell("cli.policy.preview.line", rule=rule, name=name, now=now, then=then)
                    for rule, name, now, then in one.shifts)]

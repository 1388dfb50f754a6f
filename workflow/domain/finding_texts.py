"""What a finding says in a language: its name, the fact and the line, the sum, and what would clear it.

One place for pages, messages and the API. The keys: ``finding.<rule>.<kind>``; a variant
(``Finding.wording``) stands before them as ``finding.<rule>.<wording>.<kind>``. Kinds: ``name``, ``gist``
(not satisfied), ``clear`` (satisfied), ``sum`` and ``clears``.
"""

from collections.abc import Iterator
from string import Formatter

from workflow.domain.findings import BLOCK, CLEAR, WARN, Finding
from workflow.wording.catalogue import keys, say, sentence


def finding_name(finding: Finding, language: str) -> str:
    """What the rule looks at: "Lead time"."""
    return say(f"finding.{finding.rule}.name", language)


def finding_gist(finding: Finding, language: str) -> str:
    """The fact against the line, in one sentence."""
    kind = "clear" if finding.severity == CLEAR else "gist"
    for key in _keys(finding, kind):
        if key in keys(language):
            return say(key, language, **finding.values)
    raise KeyError(f"finding.{finding.rule}.{finding.wording}.{kind}")


def finding_sum(finding: Finding, language: str) -> str:
    """The arithmetic, or what was compared; empty where there is nothing to say."""
    candidates = list(_keys(finding, "sum"))
    if finding.severity == CLEAR:
        candidates[-1:-1] = [f"finding.{finding.rule}.clear.sum"]
    return _first(finding, candidates, language)


def finding_clears(finding: Finding, language: str) -> str:
    """The nearest change that would clear it; a note or a clear line needs none."""
    return _first(finding, _keys(finding, "clears"), language) if finding.severity in (BLOCK, WARN) else ""


def _keys(finding: Finding, kind: str) -> Iterator[str]:
    if finding.wording:
        yield f"finding.{finding.rule}.{finding.wording}.{kind}"
    yield f"finding.{finding.rule}.{kind}"


def _first(finding: Finding, candidates: Iterator[str] | list[str], language: str) -> str:
    """The first of these texts that exists and that the finding has the values for."""
    for key in candidates:
        if key in keys(language):
            names = {name for _, name, _, _ in Formatter().parse(sentence(key, language)) if name}
            if names <= finding.values.keys():
                return say(key, language, **finding.values)
    return ""

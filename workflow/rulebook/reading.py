"""Reads the written rules of a house: the whole folder of definitions, with every fault of every file at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from workflow.rulebook.audiences import Audiences
from workflow.rulebook.faults import DefinitionFaults, Fault, fault
from workflow.rulebook.file_reading import (
    faults_of_policy,
    faults_of_process,
    read_audiences,
    read_calendar,
    read_lexicon_file,
    read_roles,
    read_scorecard,
    read_sources,
)
from workflow.rulebook.house_reading import Claim, claimed_twice
from workflow.rulebook.in_force import laid_policies
from workflow.rulebook.lexicon import Lexicon, Topic
from workflow.rulebook.overlays import overlay_faults
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.policy_numbers import PATHS
from workflow.rulebook.process import Process
from workflow.rulebook.roles import Roles
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.scorecard import Scorecard
from workflow.rulebook.vocabulary import Vocabulary
from workflow.rulebook.workdays import Calendar, Workdays
from workflow.rulebook.yaml_text import Lines

VocabularyOf = Callable[[Roles, frozenset[str]], Vocabulary]
T = TypeVar("T")


def read_rulebook(folder: Path, vocabulary_of: VocabularyOf) -> Rulebook:
    """All rules under ``folder``; raises :class:`DefinitionFaults` with the faults of all files.

    ``vocabulary_of`` answers the engine's vocabulary for the roles and policy paths read.
    """
    return _Folder(folder).read(vocabulary_of)


class _Folder:
    """One reading of a folder; gathers faults on the way."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.faults: list[Fault] = []

    def read(self, vocabulary_of: VocabularyOf) -> Rulebook:
        roles = self._one("roles.yaml", read_roles) or Roles({})
        audiences = self._one("audiences.yaml", read_audiences) or Audiences({})
        sources = self._one("sources.yaml", read_sources) or {}
        lexicon, workdays, scorecards = self._lexicon(), self._workdays(), self._scorecards()
        policies, overlays = self._policies(roles, frozenset(sources))
        processes = self._processes(vocabulary_of(roles, PATHS))
        if self.faults:
            raise DefinitionFaults(self.faults)
        return Rulebook(
            processes={process.hash: process for process in processes},
            policies={policy.hash: policy for policy in (*policies, *laid_policies(policies, overlays))},
            roles=roles,
            audiences=audiences,
            lexicon=lexicon,
            workdays=workdays,
            overlays=tuple(overlays),
            sources=sources,
            scorecards=scorecards,
        )

    def _one(self, name: str, read: Callable[[bytes, str], T]) -> T | None:
        path = self.folder / name
        if not path.is_file():
            self.faults.append(fault(self._called(path), 1, "file_missing"))
            return None
        return self._try(path, read)

    def _try(self, path: Path, read: Callable[[bytes, str], T]) -> T | None:
        try:
            return read(path.read_bytes(), self._called(path))
        except DefinitionFaults as found:
            self.faults.extend(found.faults)
            return None

    def _all(self, name: str) -> Iterator[Path]:
        """The files of a sub-folder in the order of their names; none is a fault."""
        paths = sorted((self.folder / name).glob("*.yaml"))
        if not paths:
            self.faults.append(fault(f"{self.folder.name}/{name}", 1, "folder_empty"))
        return iter(paths)

    def _called(self, path: Path) -> str:
        return f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"

    def _lexicon(self) -> Lexicon:
        topics: dict[str, Topic] = {}
        focuses: dict[str, Topic] = {}
        cut: list[str] = []
        claimed: list[Claim] = []
        for path in self._all("lexicon"):
            part, claims = self._try(path, read_lexicon_file) or (Lexicon({}), ())
            for listed, more in ((topics, part.topics), (focuses, part.focuses)):
                for code, topic in more.items():
                    if code in listed:
                        self.faults.append(fault(self._called(path), 1, "topic_twice", code=code))
                    listed.setdefault(code, topic)
            cut.extend(part.cut)
            claimed.extend(claims)
        self.faults.extend(claimed_twice(claimed))
        places = {(claim.kind, claim.wording): f"{claim.file}:{claim.line}" for claim in claimed}
        return Lexicon(topics, focuses, tuple(cut), places)

    def _scorecards(self) -> dict[str, Scorecard]:
        """By hash; a house without one compares no classes by bits."""
        found: dict[str, Scorecard] = {}
        for path in sorted((self.folder / "scorecards").glob("*.yaml")):
            card = self._try(path, read_scorecard)
            if card is not None:
                name = f"{card.code}.v{card.version}.yaml"
                if path.name != name:
                    self.faults.append(fault(self._called(path), 1, "file_name", name=name))
                found[card.hash] = card
        return found

    def _workdays(self) -> Workdays:
        years: dict[int, Calendar] = {}
        for path in sorted((self.folder / "calendars").glob("*.yaml")):
            calendar = self._try(path, read_calendar)
            if calendar is not None:
                if path.stem != f"CN-{calendar.year}":
                    name = f"CN-{calendar.year}.yaml"
                    self.faults.append(fault(self._called(path), 1, "file_name", name=name))
                years[calendar.year] = calendar
        return Workdays(years)

    def _policies(self, roles: Roles, sources: frozenset[str]) -> tuple[list[Policy], list[Overlay]]:
        policies: list[tuple[str, Policy]] = []
        overlays: list[tuple[Overlay, Lines]] = []
        for path in self._all("policies"):
            found, faults, lines = faults_of_policy(path.read_bytes(), self._called(path), roles, sources)
            self.faults.extend(faults)
            if found is not None and found.code != path.stem:
                line = lines.of(("policy",))
                self.faults.append(fault(self._called(path), line, "file_name", name=f"{found.code}.yaml"))
            if isinstance(found, Overlay):
                overlays.append((found, lines))
            elif found is not None:
                policies.append((self._called(path), found))
        self.faults.extend(_overlapping(policies))
        bases = [policy for _, policy in policies]
        for overlay, lines in overlays:
            self.faults.extend(overlay_faults(overlay, bases, lines))
        return bases, [overlay for overlay, _ in overlays]

    def _processes(self, vocabulary: Vocabulary) -> list[Process]:
        found: list[Process] = []
        for path in self._all("processes"):
            process, faults = faults_of_process(path.read_bytes(), self._called(path), vocabulary)
            self.faults.extend(faults)
            if process is None:
                continue
            name = f"{process.code}.v{process.version}.yaml"
            if path.name != name:
                self.faults.append(fault(self._called(path), 1, "file_name", name=name))
            found.append(process)
        return found


def _overlapping(policies: list[tuple[str, Policy]]) -> Iterator[Fault]:
    """Two policies that claim the same day: nobody could say which judges a class."""
    ordered = sorted(policies, key=lambda item: item[1].effective_from)
    for (_, earlier), (file, later) in zip(ordered, ordered[1:], strict=False):
        if earlier.in_force(later.effective_from):
            yield fault(file, 1, "overlapping", code=later.code, other=earlier.code, day=later.effective_from)

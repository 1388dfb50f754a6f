"""The fund in plain Python, written from the rules and not from the program: what each act must leave behind.

Every method answers ``""`` and changes the model, or answers the code of the refusal and changes nothing.
Money in fen.  A line is an index; a class draws on shares ``[(line, fen)]`` in their order.
"""

from dataclasses import dataclass, field

NOTHING, HELD, ALL = "nothing", "held", "all"


@dataclass
class Line:
    """``following`` is the next year's line of the same owner and source, once it is open."""

    given: int
    past: bool  # its closing day is over
    state: str = "open"
    following: int | None = None
    reserved: int = 0
    committed: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        return self.given - self.reserved - self.committed - self.spent


@dataclass
class Entry:
    """Money given or spent, as it amounts to after its corrections; ``name`` is the program's own name of it."""

    name: tuple[int, int, int]
    kind: str
    line: int
    fen: int
    of: int = -1  # the class that spent it


@dataclass
class Model:
    lines: list[Line]
    shares: dict[int, list[tuple[int, int]]]
    held: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # (class, line): reserved, committed, spent
    cut: dict[int, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def total(self, one: int) -> int:
        return self.cut.get(one, sum(fen for _, fen in self.shares[one]))

    def holds(self, one: int, line: int) -> list[int]:
        return self.held.get((one, line), [0, 0, 0])

    def spent_of(self, one: int) -> int:
        return sum(now[2] for (who, _), now in self.held.items() if who == one)

    def kept_of(self, one: int) -> int:
        return sum(now[0] + now[1] for (who, _), now in self.held.items() if who == one)

    # --- classes ----------------------------------------------------------------------------------------------------

    def reserve(self, one: int) -> str:
        for line, fen in self._parts(one, self.total(one)):
            if self.lines[line].state == "closed":
                return "fund_line_missing"
            if fen > self.lines[line].left + sum(self.holds(one, line)):
                return "fund_short"
        return self._hold(one, self.total(one), 0)

    def commit(self, one: int) -> str:
        return self._hold(one, self.total(one), 1)

    def settle(self, one: int, actual: int) -> str:
        for line, fen in self._parts(one, actual):
            if self.lines[line].past and self.holds(one, line) != [0, 0, fen]:
                return "line_past_closing"
        return self._hold(one, actual, 2)

    def release(self, one: int) -> str:
        for (who, line), (_, _, spent) in list(self.held.items()):
            if who == one:
                self._set(one, line, [0, 0, spent])
        return ""

    # --- what two persons decide ------------------------------------------------------------------------------------

    def add(self, line: int, fen: int) -> str:
        if self.lines[line].state != "open":
            return "line_not_open"
        self.lines[line].given += fen
        return ""

    def open_next(self, line: int, fen: int) -> str:
        if self.lines[line].following is not None:
            return "line_known"
        self.lines.append(Line(fen, past=False))
        self.lines[line].following = len(self.lines) - 1
        return ""

    def transfer(self, line: int, to: int, fen: int) -> str:
        if line == to:
            return "transfer_to_itself"
        if "closed" in (self.lines[line].state, self.lines[to].state):
            return "line_not_open"
        if fen > self.lines[line].left:
            return "fund_short"
        self.lines[line].given -= fen
        self.lines[to].given += fen
        return ""

    def correct(self, place: int, fen: int) -> str:
        entry = self.entries[place]
        more = fen - entry.fen
        if not more:
            return "correct_same"
        line, late = entry.line, False
        if self.lines[line].state == "closed" and self.lines[line].past:
            following = self.lines[line].following
            if following is None or self.lines[following].state != "open":
                return "no_next_line"
            line, late = following, True
        given = entry.kind == "appropriate"
        if (-more if given else more) > self.lines[line].left:
            return "fund_short"
        if given or (late and more < 0):
            self.lines[line].given += more if given else -more
        else:
            held = self.holds(entry.of, line)
            if held[2] + more < 0:
                return "correct_below_nothing"
            self._set(entry.of, line, [held[0], held[1], held[2] + more])
        entry.fen = fen
        return ""

    def close(self, line: int, carry: str) -> str:
        old = self.lines[line]
        if old.state == "closed":
            return "line_not_open"
        if carry == NOTHING:
            if old.reserved + old.committed:
                return "line_still_held"
        else:
            if old.following is None or self.lines[old.following].state != "open":
                return "no_next_line"
            self._carry(line, old.following, carry)
        old.state = "closed"
        return ""

    def _carry(self, line: int, to: int, carry: str) -> None:
        old, new = self.lines[line], self.lines[to]
        for (who, where), (reserved, committed, spent) in list(self.held.items()):
            if where == line and reserved + committed:
                there = self.holds(who, to)
                self._set(who, line, [0, 0, spent])
                self._set(who, to, [there[0] + reserved, there[1] + committed, there[2]])
                old.given -= reserved + committed
                new.given += reserved + committed
        if carry == ALL:
            rest = old.left
            old.given -= rest
            new.given += rest

    def _hold(self, one: int, total: int, account: int) -> str:
        """From now on the class holds these parts in this account and, beside what it spent, nothing else."""
        wanted: dict[int, list[int]] = {}
        for line, fen in self._parts(one, total):
            wanted[line] = [fen if place == account else 0 for place in range(3)]
        for (who, line), (_, _, spent) in self.held.items():
            if who == one and line not in wanted:
                wanted[line] = [0, 0, spent]
        for line, now in wanted.items():
            if sum(now) - sum(self.holds(one, line)) > self.lines[line].left:
                return "fund_short"
        for line, now in wanted.items():
            self._set(one, line, now)
        return ""

    def _parts(self, one: int, total: int) -> list[tuple[int, int]]:
        """A total over the shares in their order, each up to its amount; what is over goes to the first."""
        left, parts = total, []
        for line, fen in self.shares[one]:
            parts.append([line, min(fen, left)])
            left -= parts[-1][1]
        parts[0][1] += left
        return [(self._where(one, line), fen) for line, fen in parts]

    def _where(self, one: int, line: int) -> int:
        """A closed line on which the class holds nothing has sent what it held to the next year."""
        following = self.lines[line].following
        if self.lines[line].state != "closed" or any(self.holds(one, line)) or following is None:
            return line
        return following if any(self.holds(one, following)) else line

    def _set(self, one: int, line: int, now: list[int]) -> None:
        was, on = self.holds(one, line), self.lines[line]
        on.reserved += now[0] - was[0]
        on.committed += now[1] - was[1]
        on.spent += now[2] - was[2]
        self.held[one, line] = now

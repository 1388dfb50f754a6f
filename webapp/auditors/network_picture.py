"""The network of calls drawn: hosts on the left, called units on the right, a line for who called whom.

A line is the thicker the more calls; it is whole where people were called by another host too, else broken, so that
colour says nothing alone.  The page has the same as a table.
"""

from collections.abc import Iterable
from html import escape

from webapp.charts import DARK, DARK_INK, EDGE, FONT, INK, LIGHT, NARROW, SIGN, WIDE, cut
from workflow.queries.scan_network import Line, Network

LINES, ENDS = 60, 20  # lines and names of each side that are drawn; the tables have them all
LEADING = 15  # between the two lines of a name
STEP = 36  # from one name to the next; a name takes two lines at most
THINNEST, THICKEST = 1.5, 9.0  # of a line
GAP = 8  # between a name and its lines


def network_size(found: Network, *, narrow: bool = False) -> tuple[int, int]:
    """Width and height in CSS pixels."""
    hosts, units, _ = _drawn(found)
    return NARROW if narrow else WIDE, max(len(hosts), len(units), 1) * STEP + 2 * EDGE


def network_picture(found: Network, tongue: str, *, narrow: bool = False) -> str:
    """The SVG."""
    width, height = network_size(found, narrow=narrow)
    hosts, units, lines = _drawn(found)
    left, right = (width * 2 // 5, width * 3 // 5) if narrow else (width // 3, width * 2 // 3)
    most = (left - EDGE - GAP) * 2 // SIGN
    heights = _heights(hosts, height), _heights(units, height)
    greatest = max((line.calls for line in lines), default=1)
    drawn = [_line(line, (left, heights[0][line.host]), (right, heights[1][line.unit]), greatest) for line in lines]
    told = [_name(found.names[code][tongue], most, (left - GAP, heights[0][code]), "end") for code in hosts]
    told += [_name(found.names[code][tongue], most, (right + GAP, heights[1][code]), "start") for code in units]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}"><style>{_rules()}</style>{"".join(drawn)}{"".join(told)}</svg>')


def _drawn(found: Network) -> tuple[list[str], list[str], list[Line]]:
    """The lines with the most people called by several, as far as their ends have room, and the names at their ends."""
    hosts: dict[str, None] = {}
    units: dict[str, None] = {}
    lines = []
    for line in sorted(found.lines, key=lambda line: (-line.shared, -line.calls, line.host, line.unit))[:LINES]:
        if (line.host in hosts or len(hosts) < ENDS) and (line.unit in units or len(units) < ENDS):
            hosts[line.host] = units[line.unit] = None
            lines.append(line)
    return list(hosts), list(units), lines


def _heights(codes: Iterable[str], height: int) -> dict[str, float]:
    """Where each name stands: evenly over the height."""
    listed = list(codes)
    step = (height - 2 * EDGE) / max(len(listed), 1)
    return {code: EDGE + step * (place + 0.5) for place, code in enumerate(listed)}


def _line(line: Line, start: tuple[int, float], end: tuple[int, float], greatest: int) -> str:
    thick = THINNEST + (THICKEST - THINNEST) * line.calls / greatest
    bent = (start[0] + end[0]) // 2
    kind = "several" if line.shared else "single"
    return (f'<path class="{kind}" stroke-width="{thick:.1f}" d="M{start[0]} {start[1]:.1f} '
            f'C{bent} {start[1]:.1f} {bent} {end[1]:.1f} {end[0]} {end[1]:.1f}"/>')


def _name(text: str, most: int, at: tuple[int, float], anchor: str) -> str:
    """A name beside the end of its lines, in two lines where one is too short for its words."""
    first, rest = text, ""
    while cut(first, most) != first and " " in first:
        first, _, word = first.rpartition(" ")
        rest = f"{word} {rest}".strip()
    lines = [cut(line, most) for line in (first, rest) if line]
    top = at[1] + SIGN / 3 - (len(lines) - 1) * LEADING / 2
    return "".join(f'<text x="{at[0]}" y="{top + place * LEADING:.1f}" text-anchor="{anchor}">{escape(line)}</text>'
                   for place, line in enumerate(lines))


def _rules() -> str:
    """The colours, on light ground and on dark."""
    return (f"text{{font:{SIGN}px {FONT};fill:{INK}}}path{{fill:none}}"
            f".several{{stroke:{LIGHT[0]};stroke-opacity:.75}}"
            f".single{{stroke:{LIGHT[2]};stroke-opacity:.6;stroke-dasharray:5 4}}"
            f"@media (prefers-color-scheme: dark){{text{{fill:{DARK_INK}}}.several{{stroke:{DARK[0]}}}"
            f".single{{stroke:{DARK[2]}}}}}")

"""Pictures of figures: horizontal bars as an SVG of its own address, shown by ``<img>`` beside a table of the same.

Two widths are drawn, one for a page and one for a phone, so that text keeps its size.  The SVG carries no script; its
style stands inside it, and is allowed for it alone.
"""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response

WIDE, NARROW = 1060, 300  # CSS pixels
BAR, BETWEEN, LEGEND, EDGE = 21, 10, 24, 12  # heights: a bar, the room between rows, a line of the legend, the edges
SIGN = 13  # the size of letters
FONT = "system-ui, 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
LIGHT, DARK = ("#17507a", "#b9d3e6", "#7d8590"), ("#8cc0ea", "#2d4f68", "#9aa3ad")  # the second is framed by the first
INK, DARK_INK, LINE, DARK_LINE = "#1c232d", "#e9e7e2", "#d8d5cd", "#3a4047"
MOST_ROWS = 30  # more make a picture that nobody reads; the table has them all
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
DROPPED = re.compile(r"<!--.*?-->|<script.*?</script>", re.DOTALL)  # the library writes one even without scripts


@dataclass(frozen=True, slots=True)
class Bars:
    """One row of bars for each head; ``series``: (name, a value for each row); ``printed`` writes a value."""

    heads: Sequence[str]
    series: Sequence[tuple[str, Sequence[int | None]]]
    printed: Callable[[int], str] = str


def drawn(bars: Bars, *, narrow: bool = False) -> Response:
    """The answer with the picture."""
    return svg(picture(bars, narrow=narrow))


def svg(text: str) -> Response:
    """The answer with an SVG that brings its own style and nothing else."""
    answer = Response(text, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def size(bars: Bars, *, narrow: bool = False) -> tuple[int, int]:
    """Width and height of the picture in CSS pixels."""
    rows, lines = min(len(bars.heads), MOST_ROWS), _legend_lines(bars, narrow)
    return NARROW if narrow else WIDE, rows * (len(bars.series) * BAR + BETWEEN) + lines * LEGEND + 2 * EDGE


def picture(bars: Bars, *, narrow: bool) -> str:
    """The SVG of the first rows, in the order of the table."""
    import pygal  # slow to load

    _drop_old_finders()
    width, high = size(bars, narrow=narrow)
    most = width * 2 // 5 // SIGN * 2 if narrow else 48  # half-width signs of the longest head
    heads = [cut(head, most) for head in bars.heads[:MOST_ROWS]]
    room = max((_width(head) for head in heads), default=0) * SIGN // 2 + 2 * EDGE
    numbers = max((len(bars.printed(value)) for _, values in bars.series for value in values if value is not None),
                  default=1)

    class Rows(pygal.HorizontalBar):  # type: ignore[misc]
        """Bars whose heads have the room that Chinese signs take; the library counts them as half as wide."""

        def _compute_margin(self) -> None:
            super()._compute_margin()
            self.margin_box.left, self.margin_box.right = room, numbers * SIGN * 2 // 3 + EDGE

    chart = Rows(
        style=_style(), css=["file://style.css", "file://graph.css", f"inline:{_rules()}"], width=width, height=high,
        js=[], explicit_size=True, no_prefix=True, show_legend=_legend_lines(bars, narrow) > 0, legend_at_bottom=True,
        legend_at_bottom_columns=1 if narrow else max(len(bars.series), 1), legend_box_size=12, print_values=True,
        print_values_position="top", value_formatter=lambda value: bars.printed(round(value)), margin=EDGE,
        spacing=6, truncate_label=-1, truncate_legend=-1, show_x_labels=False, show_y_guides=False,
        show_x_guides=False, rounded_bars=2, disable_xml_declaration=True,
    )
    chart.x_labels = heads[::-1]
    for name, values in bars.series:
        chart.add(name, list(values[:MOST_ROWS])[::-1])
    return DROPPED.sub("", chart.render())


def _legend_lines(bars: Bars, narrow: bool) -> int:
    """A single series needs no legend: the heading of the picture names it."""
    return 0 if len(bars.series) < 2 else len(bars.series) if narrow else 1


def _drop_old_finders() -> None:
    """The library hangs a finder for its maps into the import system, of a kind that Python warns of at every later
    import that fails; we draw no maps."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]


def _style() -> Any:
    from pygal.style import Style

    sizes = {f"{part}_font_size": SIGN for part in ("label", "major_label", "legend", "value", "no_data")}
    return Style(background="transparent", plot_background="transparent", font_family=FONT, colors=LIGHT,
                 foreground=INK, foreground_strong=INK, foreground_subtle=INK, opacity="1", opacity_hover="1",
                 transition="0s", guide_stroke_color=LINE, major_guide_stroke_color=LINE, **sizes)


def _rules() -> str:
    """Values begin behind their bars; and the same picture on a dark ground, where the system is dark."""
    colours = "".join(f".color-{place}{{fill:{colour}!important;stroke:{DARK[0]}!important}}"
                      for place, colour in enumerate(DARK))
    return (f".text-overlay text.value{{text-anchor:start!important}}.color-1{{stroke:{LIGHT[0]}!important}}"
            f"@media (prefers-color-scheme: dark){{text{{fill:{DARK_INK}!important}}{colours}"
            f".axis .line{{stroke:{DARK_LINE}!important}}}}")


def cut(text: str, most: int) -> str:
    """No wider than so many half-width signs; what is cut off is shown by an ellipsis."""
    if _width(text) <= most:
        return text
    while _width(text) > most - 1:
        text = text[:-1]
    return text + "…"


def _width(text: str) -> int:
    """The room of a text in half-width signs: a Chinese one takes two, a Latin one a little more than one."""
    wide = sum(ord(sign) > 0x2E7F for sign in text)
    return 2 * wide + (len(text) - wide) * 11 // 10

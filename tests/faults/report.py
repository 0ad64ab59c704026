"""What each fault did: one row a scenario, one table at the end of the run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tests.faults.invariants import Violation

HEADINGS = ("fault", "injected", "lost", "doubled", "broken", "drain s")


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario. ``injected``: how often the fault was; ``drain``: seconds until nothing was owed, None where
    nothing has to drain.
    """

    fault: str
    injected: int
    lost: int
    doubled: int
    broken: int
    drain: float | None = None

    def cells(self) -> tuple[str, ...]:
        drained = "–" if self.drain is None else f"{self.drain:.1f}"
        return (self.fault, *(f"{n:,}" for n in (self.injected, self.lost, self.doubled, self.broken)), drained)


@dataclass(slots=True)
class Report:
    """The rows of this run, in the order in which scenarios ended."""

    rows: list[Row] = field(default_factory=list)

    def add(self, fault: str, *, injected: int, found: Collection[Violation], drain: float | None = None) -> None:
        """Note a scenario before it is judged, so that one that fails stands in the table as well."""
        kinds = [violation.kind for violation in found]
        counts = {kind: kinds.count(kind) for kind in ("lost", "doubled", "broken")}
        self.rows.append(Row(fault, injected, drain=drain, **counts))


def table(rows: Iterable[Row]) -> str:
    """``rows`` in Markdown, with columns as wide as what stands in them."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    told = [_line(line, widths) for line in lines]
    rule = "|".join(["", "-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:]), ""])
    return "\n".join([told[0], rule, *told[1:]])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = cells
    padded = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
    return f"| {' | '.join(padded)} |"

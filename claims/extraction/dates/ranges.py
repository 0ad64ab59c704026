"""From one day, month or year to another, and from one on or up to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from claims.extraction.dates.days import Named, WeekdayOf
from claims.extraction.dates.moments import OnDay
from claims.extraction.dates.spans import Quarter
from claims.extraction.dates.values import Context, Node, Value


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends included; an end that names less takes the year, the month or the side from the other one."""

    first: Node
    last: Node

    def read(self, context: Context) -> Value:
        first_node, last_node = self._completed()
        first, last = first_node.read(context), last_node.read(context)
        if first.first and last.first and last.first < first.first:
            first, last = self._in_order(first_node, last_node, first, last, context)
        if first.first and last.last and last.last < first.first:
            raise ValueError("it ends before it begins")
        return Value(first.first, last.last, first.opens, last.closes)

    def _completed(self) -> tuple[Node, Node]:
        first, last = self.first, self.last
        if isinstance(first, Quarter) and isinstance(last, Quarter) and first.of is None:
            return replace(first, of=last.of), last
        if isinstance(first, Named) and first.weekday is not None and isinstance(last, WeekdayOf) and first.day is None:
            return WeekdayOf(first.weekday, last.which), last
        if isinstance(first, Named) and isinstance(last, Named):
            if last.month is None and last.day is not None:
                last = last.completed(first)
            first = first.completed(last)
        return first, last

    def _in_order(
        self, first_node: Node, last_node: Node, first: Value, last: Value, context: Context
    ) -> tuple[Value, Value]:
        """ "May to March" ends in the next year, "Nov to Feb 2017" began in the year before, "Friday to Monday" too."""
        weekday = last_node.day if isinstance(last_node, OnDay) else last_node
        if isinstance(weekday, Named) and weekday.weekday is not None and weekday.day is None and last.last:
            return first, Value(last.last + timedelta(7), last.last + timedelta(7), last.opens, last.closes)
        if (
            isinstance(self.first, Named)
            and self.first.year is None
            and isinstance(first_node, Named)
            and first_node.year
        ):
            return replace(first_node, year=first_node.year - 1).read(context), last
        if isinstance(last_node, Named) and last_node.year is None and last_node.month and first.first:
            ends = [replace(last_node, year=first.first.year + step).read(context) for step in (0, 1)]
            return first, next(end for end in ends if end.first and end.first >= first.first)
        return first, last


@dataclass(frozen=True, slots=True)
class Bounded:
    """Open on one side: "after" and "before" leave the day itself out, "since", "by" and "until" keep it."""

    word: str
    node: Node

    def read(self, context: Context) -> Value:
        if self.word == "since":
            context = replace(context, lean=-1, is_firm=True)
        value = self.node.read(context)
        if self.word in ("since", "from", "after"):
            is_after_days = self.word == "after" and value.closes is None
            first = value.last + timedelta(1) if is_after_days and value.last else value.first
            return Value(first, None, value.closes if self.word == "after" else value.opens, None)
        is_before_days = self.word == "before" and value.opens is None
        last = value.first - timedelta(1) if is_before_days and value.first else value.last
        return Value(None, last, None, value.opens if self.word == "before" else value.closes)

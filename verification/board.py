"""The desk board as it is read: every figure with its words, its rows behind it, and the charts drawn from the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from statistics import median
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.cache import cache
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from verification import charts, queries
from verification.agreement import FEW_VERDICTS, share_interval
from verification.charts import Chart, Column, Part
from verification.hours import is_open
from verification.models import Desk
from verification.queries import Day, Load, Standing, TopicAgreement
from verification.states import UNSETTLED, CheckStatus
from verification.wording import hours_in_words, state_in_words, topic_in_words

PERIOD_DAYS = 30
# More bars than these nobody compares.
DRAWN = 20
KEPT_SECONDS = 60
# The states in the order of the way, as the board shows them.
SHOWN = tuple(CheckStatus)
# Where time matters: how old the oldest one is tells something.
UNDER_WAY = UNSETTLED | {CheckStatus.TRIAGE, CheckStatus.AGREED}
DRAWN_STATES = tuple(status for status in SHOWN if status in UNDER_WAY)
CHECKS, ASSIGNMENTS = "verification_check", "verification_assignment"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and the rows behind it; ``tone``: "bad" or "warn" where somebody should look."""

    label: str
    count: int
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many checks stand in one state, and when the oldest of those under way came in."""

    status: str
    count: int
    oldest_at: datetime | None
    href: str


@dataclass(frozen=True, slots=True)
class DeskRow:
    desk: Desk
    cells: Sequence[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A reviewer's load; ``available`` in words ("now", "away until 3 May 09:00", "works Mon 09:00–17:00")."""

    load: Load
    available: str
    is_available: bool
    href: str
    late_href: str
    judged_href: str


@dataclass(frozen=True, slots=True)
class DayRow:
    day: Day
    hours: float | None
    href: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page. Links are empty for a reader who cannot open the rows."""

    figures: Sequence[Figure]
    statuses: Sequence[str]
    desks: Sequence[DeskRow]
    states_chart: Chart
    loads: Sequence[LoadRow]
    loads_chart: Chart
    days: Sequence[DayRow]
    days_chart: Chart
    median_hours: float | None
    topics: Sequence[TopicAgreement]
    topics_chart: Chart


@dataclass(frozen=True, slots=True)
class Moments:
    """Now by the database's clock, and the ends of the day and of the period on the clock of who reads."""

    now: datetime
    midnight: datetime
    since: datetime


def moments() -> Moments:
    now = timezone.localtime(queries.now())
    today = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    return Moments(now, today + timedelta(days=1), today - timedelta(days=PERIOD_DAYS - 1))


def main_figures() -> list[Figure]:
    """What wants somebody's eye in the whole house."""
    at = moments()
    return _figures(queries.standings(None, now=at.now, midnight=at.midnight), desks=(), links=True)


def board_of(desks: Sequence[Desk], *, whole: bool, links: bool) -> Board:
    """The board of ``desks``; ``whole``: these are all there are."""
    at = moments()
    only = None if whole else desks
    standings = queries.standings(only, now=at.now, midnight=at.midnight)
    desk_rows = [_desk_row(desk, standings, links) for desk in desks]
    loads = [_load_row(load, at.now, at.since, links) for load in queries.loads(only, now=at.now, since=at.since)]
    days = [_day_row(day, at, links) for day in queries.days(only, since=at.since, until=at.now.date())]
    topics = _agreement_by_topic(only, at.since)
    return Board(
        figures=_figures(standings, desks, links),
        statuses=[status for status in SHOWN if any(one.status == status for one in standings)],
        desks=desk_rows,
        states_chart=_states_chart(desk_rows),
        loads=loads,
        loads_chart=_loads_chart(loads),
        days=days,
        days_chart=_days_chart(days),
        median_hours=_median_hours([seconds for row in days for seconds in row.day.took]),
        topics=topics,
        topics_chart=_topics_chart(topics),
    )


def _agreement_by_topic(only: Sequence[Desk] | None, since: datetime) -> list[TopicAgreement]:
    """As it was at most a minute ago: it joins every verdict of a month to its claim, and one more changes little."""
    of_desks = "all" if only is None else "-".join(str(desk.pk) for desk in only)
    kept_as = f"topics-{of_desks}-{since.timestamp():.0f}"
    found = cache.get_or_set(kept_as, partial(queries.agreement_by_topic, only, since=since), KEPT_SECONDS)
    return cast(list[TopicAgreement], found)


# --- What wants somebody's eye --------------------------------------------------------------------------------
def _figures(standings: Sequence[Standing], desks: Collection[Desk], links: bool) -> list[Figure]:
    of = {name: sum(getattr(one, name) for one in standings) for name in ("late", "today", "put_aside", "waiting")}
    by_status = {status: sum(one.count for one in standings if one.status == status) for status in SHOWN}
    found = (
        (_("Overdue"), of["late"], {"due": "late"}, "bad"),
        (_("Due today"), of["today"], {"due": "today"}, "warn"),
        (_("Disputed"), by_status[CheckStatus.DISPUTED], {"status__exact": "disputed"}, "bad"),
        (_("Ready to sign off"), by_status[CheckStatus.AGREED], {"status__exact": "agreed"}, ""),
        (_("In triage"), by_status[CheckStatus.TRIAGE], {"status__exact": "triage"}, ""),
        (_("Waiting for reviewers"), of["waiting"], {"waiting": "yes"}, "warn"),
        (_("Put aside"), of["put_aside"], {"quarantined": "yes"}, "bad"),
    )
    only = {"desk__id__exact": next(iter(desks)).pk} if len(desks) == 1 else {}
    figures = [
        Figure(label, count, _rows(CHECKS, only | chosen, links), tone if count else "")
        for label, count, chosen, tone in found
    ]
    return [*figures, _stuck()] if links else figures


def _stuck() -> Figure:
    """What machines failed at too often, of every kind: no desk's, so for editors alone."""
    count = sum(queries.count_stuck().values())
    return Figure(_("Stuck, of every kind"), count, reverse("stuck"), "bad" if count else "")


# --- Desks and states -----------------------------------------------------------------------------------------
def _desk_row(desk: Desk, standings: Sequence[Standing], links: bool) -> DeskRow:
    mine = {one.status: one for one in standings if one.desk_id == desk.pk}
    every = {one.status for one in standings}
    cells = [_cell(desk, status, mine.get(status), links) for status in SHOWN if status in every]
    return DeskRow(desk, cells, sum(one.count for one in mine.values()))


def _cell(desk: Desk, status: str, found: Standing | None, links: bool) -> Cell:
    if found is None:
        return Cell(status, 0, None, "")
    href = _rows(CHECKS, {"status__exact": status, "desk__id__exact": desk.pk}, links)
    return Cell(status, found.count, found.oldest_at if status in UNDER_WAY else None, href)


def _states_chart(rows: Sequence[DeskRow]) -> Chart:
    """Only what is under way: next to what was published over the years it could not be seen."""
    return charts.bars([charts.Row(row.desk.name, _state_parts(row), intcomma(_under_way(row))) for row in rows])


def _state_parts(row: DeskRow) -> list[Part]:
    return [
        Part(
            cell.count,
            f"fill-{cell.status}",
            f"{row.desk.name}, {state_in_words(cell.status)}: {intcomma(cell.count)}",
            cell.href,
        )
        for cell in row.cells
        if cell.status in UNDER_WAY
    ]


def _under_way(row: DeskRow) -> int:
    return sum(cell.count for cell in row.cells if cell.status in UNDER_WAY)


# --- Reviewers ------------------------------------------------------------------------------------------------
def _load_row(load: Load, now: datetime, since: datetime, links: bool) -> LoadRow:
    available, told = _availability(load, now)
    mine = {"reviewer__id__exact": load.reviewer.pk}
    judged = {"status__exact": "submitted", "kind__exact": "review", "ended_at__gte": since.isoformat()}
    return LoadRow(
        load,
        told,
        available,
        _rows(ASSIGNMENTS, mine | {"status__exact": "open"}, links and load.open > 0),
        _rows(ASSIGNMENTS, mine | {"late": "yes"}, links and load.late > 0),
        _rows(ASSIGNMENTS, mine | judged, links and load.judged > 0),
    )


def _availability(load: Load, now: datetime) -> tuple[bool, str]:
    reviewer = load.reviewer
    if reviewer.away_until and reviewer.away_until > now:
        at = date_format(timezone.localtime(reviewer.away_until), "DATETIME_FORMAT")
        return False, _("away until %(at)s") % {"at": at}
    if not is_open(reviewer.hours, now):
        return False, _("works %(hours)s") % {"hours": hours_in_words(str(reviewer.hours))}
    if load.open >= reviewer.capacity:
        return False, _("has all that fits")
    more = reviewer.capacity - load.open
    return True, ngettext("takes %(more)s more", "takes %(more)s more", more) % {"more": more}


def _loads_chart(rows: Sequence[LoadRow]) -> Chart:
    """Those who carry most; the table has everybody."""
    carrying = sorted(rows, key=lambda row: (-row.load.late, -row.load.open))[:DRAWN]
    longest = max((max(row.load.reviewer.capacity, row.load.open) for row in carrying), default=0)
    return charts.bars([_load_bar(row) for row in carrying], longest=longest)


def _load_bar(row: LoadRow) -> charts.Row:
    name, capacity = str(row.load.reviewer), row.load.reviewer.capacity
    in_time, free = row.load.open - row.load.late, max(capacity - row.load.open, 0)
    parts = [
        Part(
            row.load.late,
            "fill-late",
            _("%(name)s: %(count)s overdue") % {"name": name, "count": row.load.late},
            row.late_href,
        ),
        Part(in_time, "fill-open", _("%(name)s: %(count)s open") % {"name": name, "count": in_time}, row.href),
        Part(free, "fill-free", _("%(name)s: room for %(count)s more") % {"name": name, "count": free}),
    ]
    return charts.Row(name, parts, _("%(number)s of %(of)s") % {"number": row.load.open, "of": capacity})


# --- Days -----------------------------------------------------------------------------------------------------
def _day_row(day: Day, at: Moments, links: bool) -> DayRow:
    begins = datetime.combine(day.day, time(), tzinfo=at.now.tzinfo)
    ends = datetime.combine(day.day + timedelta(days=1), time(), tzinfo=at.now.tzinfo)
    chosen = {
        "status__exact": "submitted",
        "kind__exact": "review",
        "round": 1,
        "ended_at__gte": begins.isoformat(),
        "ended_at__lt": ends.isoformat(),
    }
    return DayRow(day, _median_hours(day.took), _rows(ASSIGNMENTS, chosen, links and day.verdicts > 0))


def _days_chart(rows: Sequence[DayRow]) -> Chart:
    return charts.columns([_day_column(number, row) for number, row in enumerate(reversed(rows))][::-1], write=intcomma)


def _day_column(days_ago: int, row: DayRow) -> Column:
    count = row.day.verdicts
    told = ngettext("%(day)s: %(count)s verdict", "%(day)s: %(count)s verdicts", count)
    told %= {"day": date_format(row.day.day, "MONTH_DAY_FORMAT"), "count": intcomma(count)}
    label = date_format(row.day.day, pgettext("format of a day under a chart", "j M")) if days_ago % 5 == 0 else ""
    return Column(label, [Part(row.day.verdicts, "fill-open", told, row.href)])


def _median_hours(seconds: Sequence[float]) -> float | None:
    return median(seconds) / 3600 if seconds else None


# --- Topics ---------------------------------------------------------------------------------------------------
def _topics_chart(topics: Sequence[TopicAgreement]) -> Chart:
    return charts.bars([_topic_bar(one) for one in topics], longest=100)


def _topic_bar(found: TopicAgreement) -> charts.Row:
    """Of all verdicts that are in: what is disputed still is not upheld. A part of the bar is a part of those."""
    name = topic_in_words(found.topic)
    parts = [
        (found.upheld, "fill-agreed", _("%(topic)s: %(count)s upheld")),
        (found.not_upheld, "fill-late", _("%(topic)s: %(count)s not upheld")),
        (found.undecided, "fill-undecided", _("%(topic)s: %(count)s still disputed")),
    ]
    return charts.Row(
        name,
        [
            Part(100 * count / found.total, kind, told % {"topic": name, "count": intcomma(count)})
            for count, kind, told in parts
        ],
        _("%(number)s of %(of)s") % {"number": intcomma(found.upheld), "of": intcomma(found.total)},
    )


def share_in_words(count: int, of: int) -> str:
    """A share with where it may lie, given how few it was counted of; of very few none."""
    if of < FEW_VERDICTS:
        return _("too few")
    interval = share_interval(count, of)
    percents = {"share": count / of, "low": interval.low, "high": interval.high}
    told = {name: floatformat(100 * part, 0) for name, part in percents.items()}
    return _("%(share)s %% (%(low)s to %(high)s %%)") % told


# --- Rows behind a figure -------------------------------------------------------------------------------------
def _rows(model: str, chosen: Mapping[str, Any], links: bool) -> str:
    """The list in the admin that shows just these rows, with what can be done to them."""
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(chosen)}" if links else ""

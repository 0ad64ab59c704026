"""How often each fault is injected: in the test line of the README, in CI, and in the long run (`--faults=LEVEL`)."""

from __future__ import annotations

from dataclasses import dataclass

# Enough to see that each fault does what it should; as often as CI has time for; as often as is asked for.
LEVELS = BRIEF, SHORT, FULL = "brief", "short", "full"


@dataclass(frozen=True, slots=True)
class Count:
    """``short_defaults``: in CI with Celery's own settings; ``pause``: seconds between two of them, or at most."""

    brief: int
    short: int
    short_defaults: int
    full: int
    pause: float = 0.0
    full_pause: float = 0.0


COUNTS = {
    "worker killed": Count(2, 6, 2, 50, pause=1.5, full_pause=1.5),
    "pool process killed": Count(10, 60, 20, 200, pause=0.2, full_pause=0.4),
    "beat killed": Count(2, 6, 3, 30, pause=1.0, full_pause=3.0),
    "web killed between commit and enqueue": Count(5, 100, 20, 200),
    "FLUSHALL": Count(3, 12, 4, 12, pause=0.7, full_pause=5.0),
    "broker killed without persistence": Count(2, 10, 3, 10, pause=1.0, full_pause=1.5),
    "seconds without a broker": Count(3, 10, 5, 60),
    "PostgreSQL stopped at once": Count(2, 10, 3, 10, pause=1.0, full_pause=2.0),
    "articles around the poison": Count(6, 60, 0, 1000),
    "poisons": Count(1, 4, 0, 4),
    "claims to begin with": Count(0, 0, 0, 2000),
    "claims handed in a second": Count(2, 2, 2, 2),
    "two editors at one check": Count(25, 150, 150, 1000),
    "slots taken at once": Count(30, 300, 300, 1000),
    "submits at the end of a lease": Count(40, 300, 300, 1000),
    # Of so many forms one is clicked on.
    "forms": Count(6, 1, 1, 1),
    "walks": Count(3, 3, 3, 15),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What this run does; ``level`` is one of LEVELS."""

    level: str

    def times(self, fault: str, *, defaults: bool = False) -> int:
        count = COUNTS[fault]
        if self.level == FULL:
            return count.full
        if self.level == BRIEF:
            return count.brief
        return count.short_defaults if defaults else count.short

    def pause(self, fault: str) -> float:
        return COUNTS[fault].full_pause if self.level == FULL else COUNTS[fault].pause

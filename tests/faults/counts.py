"""How often each fault is injected: in CI, in CI with Celery's own settings, and in the long run (`--faults=full`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """``pause``: how many seconds there are between two of them, or at most, in CI and in the long run."""

    ci: int
    ci_defaults: int
    full: int
    pause: float = 0.0
    full_pause: float = 0.0


COUNTS = {
    "worker killed": Count(6, 2, 50, pause=1.5, full_pause=1.5),
    "pool process killed": Count(60, 20, 200, pause=0.2, full_pause=0.4),
    "beat killed": Count(6, 3, 30, pause=1.0, full_pause=3.0),
    "web killed between commit and enqueue": Count(100, 20, 200),
    "FLUSHALL": Count(12, 4, 12, pause=0.7, full_pause=5.0),
    "broker killed without persistence": Count(10, 3, 10, pause=1.0, full_pause=1.5),
    "seconds without a broker": Count(10, 5, 60),
    "PostgreSQL stopped at once": Count(10, 3, 10, pause=1.0, full_pause=2.0),
    "articles around the poison": Count(60, 0, 1000),
    "claims to begin with": Count(0, 0, 2000),
    "claims handed in a second": Count(2, 2, 2),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What this run does."""

    full: bool

    def times(self, fault: str, *, defaults: bool = False) -> int:
        count = COUNTS[fault]
        if self.full:
            return count.full
        return count.ci_defaults if defaults else count.ci

    def pause(self, fault: str) -> float:
        return COUNTS[fault].full_pause if self.full else COUNTS[fault].pause

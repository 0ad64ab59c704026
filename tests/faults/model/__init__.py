"""A newsroom in memory: what checks, slots and verdicts should be after each step.

Written from the rules, not from the services: `test_walk` holds the two against each other. Time is a whole number of
minutes that only `Newsroom.pass_time` moves.
"""

from tests.faults.model.newsroom import Newsroom, Refusal
from tests.faults.model.rows import Person, Slot, Team, Walker

__all__ = ["Newsroom", "Person", "Refusal", "Slot", "Team", "Walker"]

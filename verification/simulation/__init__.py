"""A newsroom's days in a few seconds: seeded people and claims, and what a way of routing makes of them. Pure."""

from verification.simulation.days import Outcome, simulate
from verification.simulation.figures import Figures, figures
from verification.simulation.newsroom import Newsroom, make_newsroom
from verification.simulation.policies import POLICIES

__all__ = ["POLICIES", "Figures", "Newsroom", "Outcome", "figures", "make_newsroom", "simulate"]

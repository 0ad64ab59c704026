"""Whether two claims are the same: candidates ranked, and rivals (same thing, other figure) told from repeats. Pure."""

from claims.matching.ranking import SUGGEST_FROM, rank
from claims.matching.subjects import Ranked, Relation, Subject

__all__ = ["SUGGEST_FROM", "Ranked", "Relation", "Subject", "rank"]

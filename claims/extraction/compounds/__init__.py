"""Sentences that hold several claims, cut into parts that can be checked one by one."""

from claims.extraction.compounds.cutting import parts
from claims.extraction.compounds.told import Part

__all__ = ["Part", "parts"]

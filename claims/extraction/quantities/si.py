"""Amounts in SI units, by pint. Its registry takes 27 MB and a third of a second, once, when first wanted."""

from __future__ import annotations

from functools import cache
from typing import Final

import pint

from claims.extraction.quantities.units import Unit

# A decade is a ratio of frequencies to pint.
_BEYOND_PINT: Final = ("ten_years = 10 * year", "quintal = 100 * kilogram", "cord = 128 * foot ** 3")


def in_si(value: float, unit: Unit, *, is_difference: bool = False) -> float | None:
    """``value`` in ``unit.si``; None where the unit has none. ``is_difference``: of two temperatures."""
    if not unit.si:
        return None
    zero, one = _scale(unit.pint, unit.si)
    # Twelve digits are more than any text gives; the rest is noise of the conversion.
    return float(f"{(0.0 if is_difference else zero) + one * value:.12g}")


@cache
def symbol(expression: str) -> str:
    """How the unit is written: "m/s", "m²"."""
    return expression.replace("**2", "²").replace("**3", "³")


@cache
def _scale(expression: str, si: str) -> tuple[float, float]:
    """What 0 and each further 1 of a unit are in ``si``; 0 is not 0 for temperatures."""
    registry = _registry()
    zero, one = (registry.Quantity(value, registry.parse_units(expression)).to(si).magnitude for value in (0.0, 1.0))
    return float(zero), float(one - zero)


@cache
def _registry() -> pint.UnitRegistry[float]:
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    for definition in _BEYOND_PINT:
        registry.define(definition)
    return registry

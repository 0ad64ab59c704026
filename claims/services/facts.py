"""Figures and days as rows keep them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from claims.extraction.statements import DateRange, Quantity


def quantity_row(quantity: Quantity) -> dict[str, Any]:
    kept = asdict(quantity)
    return {name: kept[name] for name in kept if name not in ("start", "end")}


def date_row(found: DateRange) -> dict[str, Any]:
    return {"text": found.text, **found.stored()}

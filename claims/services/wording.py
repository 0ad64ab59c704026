"""How the wording of a claim is stored: what the machine changed in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from claims.extraction.standalone.rendering import rendered
from claims.extraction.statements import Statement


def substitution_rows(statement: Statement) -> list[dict[str, Any]]:
    """The substitutions of a claim with their places in its own text, as ``Claim.substitutions`` keeps them."""
    if not statement.substitutions:
        return []
    line = rendered(statement.quote, start=statement.start, substitutions=statement.substitutions)
    return [asdict(change) for change in line.changes if change.original or change.replacement]

"""What routing knows about how often somebody's verdicts were upheld, counted now and then."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, F, Q

from verification import queries
from verification.models import Reviewer


@transaction.atomic
def refresh_agreement() -> int:
    """Count anew how many verdicts of late were upheld, for each reviewer; returns for how many that changed."""
    upheld = Count("pk", filter=Q(rating=F("assignment__check_row__rating")))
    rows = queries.settled_verdicts().values("assignment__reviewer").annotate(judged=Count("pk"), upheld=upheld)
    counted = {row["assignment__reviewer"]: (row["upheld"], row["judged"]) for row in rows}
    changed = []
    # In the order of their keys, so that two who count at once wait for each other and not in a circle.
    for reviewer in Reviewer.objects.select_for_update().order_by("pk"):
        found = counted.get(reviewer.pk, (0, 0))
        if (reviewer.upheld, reviewer.judged) != found:
            reviewer.upheld, reviewer.judged = found
            changed.append(reviewer)
    return Reviewer.objects.bulk_update(changed, ["upheld", "judged"])

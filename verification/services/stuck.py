"""What machines failed at too often is handed to them once more, by a person."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import transaction

from claims import services as claim_services
from claims.errors import Conflict, Forbidden
from claims.models import Article, Embedding, Import, Page, User
from verification import queries
from verification.models import Check, Delivery
from verification.services.assignments import retry_check
from verification.services.outbox import retry_delivery


class Stuck(StrEnum):
    """What can be put aside."""

    ARTICLE = "article"
    CHECK = "check"
    COMPARISON = "comparison"
    DELIVERY = "delivery"
    IMPORT = "import"
    PAGE = "page"


@transaction.atomic
def retry_stuck(*, kind: Stuck, pk: int, actor: User) -> None:
    """Give a row that was put aside a fresh set of attempts, as an editor, or for a check as a lead of its desk.

    Raises Forbidden, and Conflict where somebody has done so already: two clicks are one try.
    """
    row = queries.put_aside()[kind].select_for_update(of=("self",)).filter(pk=pk).first()
    _require_may(actor, kind, row)
    if row is None:
        raise Conflict("This is not put aside any more.")
    match row:
        case Article():
            claim_services.retry_article(article=row, actor=actor)
        case Check():
            retry_check(check=row, actor=actor)
        case Embedding():
            claim_services.retry_embedding(row=row, actor=actor)
        case Delivery():
            retry_delivery(delivery=row, actor=actor)
        case Import():
            claim_services.retry_import(file=row, actor=actor)
        case Page():
            claim_services.retry_page(page=row, actor=actor)


def _require_may(actor: User, kind: Stuck, row: Any) -> None:
    if actor.is_editor or (isinstance(row, Check) and queries.leads_desk(actor, row.desk)):
        return
    raise Forbidden("Only an editor, or for a check a lead of its desk, has this tried again.")

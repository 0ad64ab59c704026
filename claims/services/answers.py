"""Requests that say which one they are: done once, and answered the same again."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from claims.errors import Invalid
from claims.models import KeptAnswer, User

KEPT_FOR = timedelta(days=1)
MAX_KEY_CHARS = 255
BATCH = 5_000


@transaction.atomic
def begin_answer(*, user: User, key: str, asked: bytes) -> KeptAnswer:
    """The answer kept for ``key`` (its ``status`` is set), or a new one to be filled before the transaction ends.

    Called in the transaction of what is to be done: whoever comes with the same key meanwhile waits until that has
    ended, and begins anew where it was rolled back. Raises Invalid for a key that cannot be one, and for one under
    which something else was asked.
    """
    if not (0 < len(key) <= MAX_KEY_CHARS and key.isascii() and key.isprintable()):
        raise Invalid({"Idempotency-Key": f"A key has 1 to {MAX_KEY_CHARS} printable ASCII characters."})
    names = {"user": user, "key": hashlib.sha256(key.encode()).hexdigest()}
    told = hashlib.sha256(asked).hexdigest()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(request_sha256=told, **names)
    except IntegrityError:
        kept = KeptAnswer.objects.get(**names)
    if kept.request_sha256 != told:
        raise Invalid({"Idempotency-Key": "Something else was asked with this key."})
    return kept


@transaction.atomic
def keep_answer(
    *, answer: KeptAnswer, status: int, content: str = "", content_type: str = "", location: str, etag: str = ""
) -> None:
    """Fill in what was answered, in the transaction in which `begin_answer` was called."""
    told = {"status": status, "content": content, "content_type": content_type, "location": location, "etag": etag}
    for name, value in told.items():
        setattr(answer, name, value)
    answer.save(update_fields=list(told))


@transaction.atomic
def drop_answer(*, answer: KeptAnswer) -> None:
    """Nothing was done that could be done twice: the key is free again."""
    answer.delete()


@transaction.atomic
def forget_answers(*, limit: int = BATCH) -> int:
    """Delete answers that were kept long enough, at most ``limit``; returns how many."""
    old = KeptAnswer.objects.filter(created_at__lt=Now() - KEPT_FOR).order_by("created_at")
    deleted, _ = KeptAnswer.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()
    return deleted

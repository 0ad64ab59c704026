"""Everything that writes articles, claims and people. Used as `services.receive_article(...)`."""

from claims.services.answers import begin_answer, drop_answer, forget_answers, keep_answer
from claims.services.articles import (
    Attempt,
    Receipt,
    begin_extraction,
    fail_extraction,
    quarantine_exhausted_articles,
    receive_article,
    retry_article,
    store_statements,
)
from claims.services.attempts import attempting, take_back_abandoned
from claims.services.claims import create_claim, update_speaker
from claims.services.comparing import (
    Comparison,
    Reading,
    begin_comparing,
    quarantine_exhausted_comparisons,
    retry_comparison,
    retry_embedding,
    store_matches,
    store_readings,
)
from claims.services.events import move, record
from claims.services.importing import import_fact_check
from claims.services.imports import (
    RowDraft,
    begin_import,
    bring_in,
    discard_import,
    quarantine_exhausted_imports,
    retry_import,
    start_import,
    upload_import,
)
from claims.services.matches import decide_match
from claims.services.people import create_api_key, create_user, revoke_api_key, set_password, update_user
from claims.services.sweeps import note_sweep

__all__ = [
    "Attempt",
    "Comparison",
    "Reading",
    "Receipt",
    "RowDraft",
    "attempting",
    "begin_answer",
    "begin_comparing",
    "begin_extraction",
    "begin_import",
    "bring_in",
    "create_api_key",
    "create_claim",
    "create_user",
    "decide_match",
    "discard_import",
    "drop_answer",
    "fail_extraction",
    "forget_answers",
    "import_fact_check",
    "keep_answer",
    "move",
    "note_sweep",
    "quarantine_exhausted_articles",
    "quarantine_exhausted_comparisons",
    "quarantine_exhausted_imports",
    "receive_article",
    "record",
    "retry_article",
    "retry_comparison",
    "retry_embedding",
    "retry_import",
    "revoke_api_key",
    "set_password",
    "start_import",
    "store_matches",
    "store_readings",
    "store_statements",
    "take_back_abandoned",
    "update_speaker",
    "update_user",
    "upload_import",
]

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
from claims.services.batches import ClaimReceipt, create_claims
from claims.services.claims import create_claim, update_speaker
from claims.services.comparing import (
    Comparison,
    Reading,
    begin_comparing,
    fail_comparison,
    quarantine_exhausted_comparisons,
    retry_comparison,
    retry_embedding,
    store_matches,
    store_readings,
)
from claims.services.correcting import ClaimEdit, add_claim, correct_claim, mark_not_a_claim, merge_claim, split_claim
from claims.services.events import event_of, move, record, record_all
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
from claims.services.pages import ask_for_page, begin_reading, fail_page, retry_page, store_page
from claims.services.people import (
    choose_time_zone,
    create_api_key,
    create_user,
    revoke_api_key,
    set_password,
    update_user,
)
from claims.services.release import end_passed_embargoes, set_release
from claims.services.sweeps import note_sweep
from claims.services.trying import count_attempt, exhausted
from claims.services.versions import require_version, stale

__all__ = [
    "Attempt",
    "ClaimEdit",
    "ClaimReceipt",
    "Comparison",
    "Reading",
    "Receipt",
    "RowDraft",
    "add_claim",
    "ask_for_page",
    "attempting",
    "begin_answer",
    "begin_comparing",
    "begin_extraction",
    "begin_import",
    "begin_reading",
    "bring_in",
    "choose_time_zone",
    "correct_claim",
    "count_attempt",
    "create_api_key",
    "create_claim",
    "create_claims",
    "create_user",
    "decide_match",
    "discard_import",
    "drop_answer",
    "end_passed_embargoes",
    "event_of",
    "exhausted",
    "fail_comparison",
    "fail_extraction",
    "fail_page",
    "forget_answers",
    "import_fact_check",
    "keep_answer",
    "mark_not_a_claim",
    "merge_claim",
    "move",
    "note_sweep",
    "quarantine_exhausted_articles",
    "quarantine_exhausted_comparisons",
    "quarantine_exhausted_imports",
    "receive_article",
    "record",
    "record_all",
    "require_version",
    "retry_article",
    "retry_comparison",
    "retry_embedding",
    "retry_import",
    "retry_page",
    "revoke_api_key",
    "set_password",
    "set_release",
    "split_claim",
    "stale",
    "start_import",
    "store_matches",
    "store_page",
    "store_readings",
    "store_statements",
    "take_back_abandoned",
    "update_speaker",
    "update_user",
    "upload_import",
]

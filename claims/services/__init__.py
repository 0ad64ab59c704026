"""Everything that writes articles, claims and people. Used as `services.receive_article(...)`."""

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
from claims.services.claims import create_claim, update_speaker
from claims.services.comparing import (
    Comparison,
    Reading,
    begin_comparing,
    quarantine_exhausted_comparisons,
    retry_comparison,
    store_matches,
    store_readings,
)
from claims.services.events import move, record
from claims.services.importing import import_fact_check
from claims.services.matches import decide_match
from claims.services.people import (
    choose_time_zone,
    create_api_key,
    create_user,
    revoke_api_key,
    set_password,
    update_user,
)

__all__ = [
    "Attempt",
    "Comparison",
    "Reading",
    "Receipt",
    "begin_comparing",
    "begin_extraction",
    "choose_time_zone",
    "create_api_key",
    "create_claim",
    "create_user",
    "decide_match",
    "fail_extraction",
    "import_fact_check",
    "move",
    "quarantine_exhausted_articles",
    "quarantine_exhausted_comparisons",
    "receive_article",
    "record",
    "retry_article",
    "retry_comparison",
    "revoke_api_key",
    "set_password",
    "store_matches",
    "store_readings",
    "store_statements",
    "update_speaker",
    "update_user",
]

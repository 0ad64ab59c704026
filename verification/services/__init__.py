"""Everything that writes checks, verdicts and fact-checks. Used as `services.publish(...)`."""

from verification.services.agreement import refresh_agreement
from verification.services.assignments import (
    begin_routing,
    expire_leases,
    extend_lease,
    quarantine_exhausted_checks,
    recall,
    release,
    retry_check,
    route_check,
    take_next,
)
from verification.services.blinding import open_verdicts
from verification.services.checks import drop, open_checks, queue, set_priority
from verification.services.correcting import add_claim, correct_claim, mark_not_a_claim, merge_claim, split_claim
from verification.services.deadlines import escalate_overdue, remind_due
from verification.services.desks import (
    RatingDraft,
    create_desk,
    create_rating_scale,
    create_reviewer,
    join_desk,
    set_memberships,
    update_desk,
    update_reviewer,
)
from verification.services.drafts import (
    LoadedDraft,
    SavedDraft,
    drop_draft,
    forget_drafts,
    note_presence,
    save_draft,
)
from verification.services.judging import SourceDraft, VerdictDraft
from verification.services.matches import accept_match, follow_earlier, reject_match, review_again
from verification.services.outbox import (
    DeliveryAttempt,
    begin_delivery,
    close_delivery,
    fail_delivery,
    quarantine_exhausted_deliveries,
    retry_delivery,
)
from verification.services.publishing import FactCheckDraft, correct, publish, reopen, withdraw
from verification.services.slots import ask_for_help, defer, reassign, take
from verification.services.stuck import Stuck, retry_stuck
from verification.services.undoing import settle_final, undo_verdict
from verification.services.verdicts import adjudicate, send_back, submit_verdict
from verification.services.webhooks import (
    create_webhook,
    pause_webhook,
    renew_secret,
    resume_webhook,
    update_webhook,
)

__all__ = [
    "DeliveryAttempt",
    "FactCheckDraft",
    "LoadedDraft",
    "RatingDraft",
    "SavedDraft",
    "SourceDraft",
    "Stuck",
    "VerdictDraft",
    "accept_match",
    "add_claim",
    "adjudicate",
    "ask_for_help",
    "begin_delivery",
    "begin_routing",
    "close_delivery",
    "correct",
    "correct_claim",
    "create_desk",
    "create_rating_scale",
    "create_reviewer",
    "create_webhook",
    "defer",
    "drop",
    "drop_draft",
    "escalate_overdue",
    "expire_leases",
    "extend_lease",
    "fail_delivery",
    "follow_earlier",
    "forget_drafts",
    "join_desk",
    "mark_not_a_claim",
    "merge_claim",
    "note_presence",
    "open_checks",
    "open_verdicts",
    "pause_webhook",
    "publish",
    "quarantine_exhausted_checks",
    "quarantine_exhausted_deliveries",
    "queue",
    "reassign",
    "recall",
    "refresh_agreement",
    "reject_match",
    "release",
    "remind_due",
    "renew_secret",
    "reopen",
    "resume_webhook",
    "retry_check",
    "retry_delivery",
    "retry_stuck",
    "review_again",
    "route_check",
    "save_draft",
    "send_back",
    "set_memberships",
    "set_priority",
    "settle_final",
    "split_claim",
    "submit_verdict",
    "take",
    "take_next",
    "undo_verdict",
    "update_desk",
    "update_reviewer",
    "update_webhook",
    "withdraw",
]

from verification.models.checks import Assignment, Check, Source, Unblinding, Verdict
from verification.models.desks import Desk, Membership, Rating, RatingScale, Reviewer
from verification.models.drafts import Draft, Presence
from verification.models.publishing import FactCheck, FactCheckRevision
from verification.models.webhooks import Delivery, Webhook

__all__ = [
    "Assignment",
    "Check",
    "Delivery",
    "Desk",
    "Draft",
    "FactCheck",
    "FactCheckRevision",
    "Membership",
    "Presence",
    "Rating",
    "RatingScale",
    "Reviewer",
    "Source",
    "Unblinding",
    "Verdict",
    "Webhook",
]

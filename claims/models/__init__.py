from claims.models.answers import KeptAnswer
from claims.models.articles import Article, Revision
from claims.models.claims import Claim, Mention, Speaker
from claims.models.corrections import Correction
from claims.models.events import Event
from claims.models.matching import Embedding, ImportedFactCheck, Match
from claims.models.pages import Page
from claims.models.people import ApiKey, User
from claims.models.sweeps import Sweep

__all__ = [
    "ApiKey",
    "Article",
    "Claim",
    "Correction",
    "Embedding",
    "Event",
    "ImportedFactCheck",
    "KeptAnswer",
    "Match",
    "Mention",
    "Page",
    "Revision",
    "Speaker",
    "Sweep",
    "User",
]

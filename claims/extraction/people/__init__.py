"""Who somebody is: the one full name of each speaker in an article, found from a surname, a role or a pronoun."""

from claims.extraction.people.circle import BODY_NOUNS, People
from claims.extraction.people.speaking import speaker_of

__all__ = ["BODY_NOUNS", "People", "speaker_of"]

"""Who said it: sources, cues and contents, found by a small network that is trained on annotated news."""

from claims.extraction.attribution.finding import attributions, attributions_of
from claims.extraction.attribution.network import network
from claims.extraction.attribution.sayings import Attribution, announcement, attribute
from claims.extraction.attribution.spans import Attributed

__all__ = ["Attributed", "Attribution", "announcement", "attribute", "attributions", "attributions_of", "network"]

"""The network that finds attributions, in torch: for training only. ``claims.extraction.attribution.network`` runs it.

Two stacks of residual convolutions whose reach doubles (after Yu and Koltun 2016, "Multi-scale context aggregation by
dilated convolutions", and Strubell et al. 2017 for tagging). The first reads a window and marks its cues; the second
reads the window again for each cue, told where the cue is and how each word hangs on it in the parse, and gives each
word its part: none, source, content or cue.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from claims.extraction.attribution.features import DISTANCES, FLAGS, LEMMAS, OTHER_SENTENCE

CUE_LABELS = 3
PARTS = 4
READING = (1, 2, 4)
PARTING = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Sizes:
    """``dense``: length of a word's vector from the language models; the number of tags, dependencies, names."""

    dense: int
    tags: int
    deps: int
    ents: int
    width: int = 128
    dropout: float = 0.3


class Block(nn.Module):
    """Each word sees itself and the words ``reach`` before and after it."""

    def __init__(self, width: int, reach: int, dropout: float) -> None:
        super().__init__()
        self.reach = reach
        self.norm = nn.LayerNorm(width)
        self.near = nn.Linear(3 * width, width)
        self.out = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        seen = self.norm(words) * mask
        margin = seen.new_zeros(len(seen), self.reach, seen.shape[2])
        wide = torch.cat([margin, seen, margin], dim=1)
        count = seen.shape[1]
        near = torch.cat([wide[:, :count], seen, wide[:, 2 * self.reach :]], dim=2)
        found: Tensor = words + self.out(self.dropout(torch.relu(self.near(near))))
        return found


class Attributor(nn.Module):
    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.tag = nn.Embedding(sizes.tags + 1, 16)
        self.dep = nn.Embedding(sizes.deps + 1, 16)
        self.ent = nn.Embedding(sizes.ents + 1, 8)
        self.lemma = nn.Embedding(LEMMAS, 24)
        self.dense = nn.Linear(sizes.dense, width)
        self.mixed = nn.Linear(width + 2 * 16 + 16 + 8 + 2 * 24 + FLAGS, width)
        self.reading = nn.ModuleList(Block(width, reach, sizes.dropout) for reach in READING)
        self.word = nn.Linear(2 * width, width)
        self.cue = nn.Linear(width, CUE_LABELS)
        self.about_cue = nn.Linear(width, width)
        self.distance = nn.Embedding(len(DISTANCES) + 1, width)
        self.up = nn.Embedding(OTHER_SENTENCE + 1, width)
        self.turn = nn.Embedding(sizes.deps + 1, width)
        self.is_cue = nn.Embedding(2, width)
        self.parting = nn.ModuleList(Block(width, reach, sizes.dropout) for reach in PARTING)
        self.part = nn.Linear(width, PARTS)
        self.dropout = nn.Dropout(sizes.dropout)

    def read(self, ids: Tensor, heads: Tensor, flags: Tensor, dense: Tensor, mask: Tensor) -> Tensor:
        """(windows, words, width): each word in its surroundings and with its head."""
        tag, dep, ent, lemma, head_tag, head_lemma = ids.unbind(-1)
        known = [self.tag(tag), self.dep(dep), self.ent(ent), self.lemma(lemma), self.tag(head_tag)]
        states = torch.relu(self.dense(self.dropout(dense)))
        seen = torch.cat([states, *known, self.lemma(head_lemma), flags], dim=-1)
        hidden = self.mixed(self.dropout(seen))
        for block in self.reading:
            hidden = block(hidden, mask)
        of_head = hidden.gather(1, heads.unsqueeze(-1).expand_as(hidden))
        return torch.relu(self.word(self.dropout(torch.cat([hidden, of_head], dim=-1))))

    def cues(self, words: Tensor) -> Tensor:
        """(windows, words, CUE_LABELS): none, first word, further word."""
        found: Tensor = self.cue(self.dropout(words))
        return found

    def parts(self, words: Tensor, relations: Tensor, mask: Tensor) -> Tensor:
        """(cues, words, PARTS), ``words`` and ``relations`` one row a cue."""
        distance, up, turn, is_cue = relations.unbind(-1)
        inside = is_cue.unsqueeze(-1).to(words.dtype)
        cue = (words * inside).sum(1) / inside.sum(1).clamp(min=1)
        related = self.distance(distance) + self.up(up) + self.turn(turn) + self.is_cue(is_cue)
        hidden = self.dropout(words + self.about_cue(cue).unsqueeze(1) + related)
        for block in self.parting:
            hidden = block(hidden, mask)
        found: Tensor = self.part(torch.relu(hidden))
        return found

"""An article's text to its statements: paragraphs, sentences, who said them, figures, days, worthiness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from claims.extraction import dates, quantities, topics, worthiness
from claims.extraction.attribution import Attributed, Attribution, announcement, attribute, attributions, network
from claims.extraction.language_model import english
from claims.extraction.people import People
from claims.extraction.sentences import Paragraph, paragraphs, quotations, within
from claims.extraction.standalone.day_words import all_day_words
from claims.extraction.standalone.referents import Scene
from claims.extraction.standalone.rendering import rendered
from claims.extraction.standalone.telling import Telling
from claims.extraction.statements import DateRange, Figures, Kind, Quantity, Statement

# Under this a statement is not offered as a claim at all; a desk sets its own, higher one.
CLAIM_THRESHOLD = 0.35
# How far before a sentence its neighbour's last mark is looked for.
MAX_GAP = 20
PARSED_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence in its paragraph: ``share`` of it is quoted, and ``own`` is the attribution that it makes itself."""

    sentence: Sentence
    start: int
    end: int
    share: float
    own: Attribution | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement whose worthiness is not known yet, and its words as they were parsed."""

    statement: Statement
    part: Sentence
    is_prose: bool


def extract(text: str, *, published: datetime, title: str = "") -> tuple[Statement, ...]:
    """Every statement of ``text`` in order, claims and others.

    ``published``: aware; its day and time zone resolve "Sunday" and "in July". Offsets are code points, and
    ``text[start:end] == quote`` for each.
    """
    about = topics.article_topics(f"{title}\n{text}")
    people = People()
    scene = Scene(people)
    found: list[_Draft] = []
    before: Attribution | None = None
    pieces = list(paragraphs(text))
    docs = english().pipe((piece.text for piece in pieces), batch_size=PARSED_AT_ONCE)
    for paragraph, (doc, attributed) in zip(pieces, attributions(pieces, docs, network()), strict=True):
        people.meet(doc)
        said = list(_said(paragraph, doc, people, attributed))
        whose = _shared(said, before)
        before = _carried(paragraph, doc, attributed, people) or (whose[-1] if whose else None)
        for one, attribution in zip(said, whose, strict=True):
            found.extend(_drafts(text, paragraph, one, attribution, published, about, scene))
    return tuple(_weighed(found))


def read_figures(told: Sequence[tuple[str, datetime]]) -> list[Figures]:
    """What ``extract`` finds of figures and days in each text, for a tenth of its time: all else is left unread.

    With each text comes the moment (aware) from which its "last year" is reckoned.
    """
    found: list[tuple[list[Quantity], list[DateRange]]] = [([], []) for _ in told]
    pieces = [(place, piece) for place, (text, _) in enumerate(told) for piece in paragraphs(text)]
    docs = english().pipe((piece.text for _, piece in pieces), batch_size=PARSED_AT_ONCE)
    for (place, piece), doc in zip(pieces, docs, strict=True):
        sums, all_days = found[place]
        for first, last in _joined(piece.text, doc):
            sentence = doc[first:last]
            start, end = _trimmed(sentence)
            days = _dates(piece.text[start:end], piece.start + start, told[place][1])
            all_days.extend(days)
            sums.extend(_quantities(sentence, piece.start, days))
    return [Figures(tuple(sums), tuple(all_days)) for sums, all_days in found]


def _weighed(drafts: Sequence[_Draft]) -> Iterator[Statement]:
    """The statements with their places and their worthiness, asked in one pass; what is no prose has none."""
    scores = iter(worthiness.scores([draft.part for draft in drafts if draft.is_prose]))
    for index, draft in enumerate(drafts):
        worth = round(next(scores), 4) if draft.is_prose else 0.0
        is_claim = draft.is_prose and worth >= CLAIM_THRESHOLD
        yield replace(draft.statement, index=index, worthiness=worth, is_claim=is_claim)


def _said(paragraph: Paragraph, doc: Doc, people: People, attributed: list[Attributed]) -> Iterator[_Said]:
    quoted = quotations(paragraph.text)
    for first, last in _joined(paragraph.text, doc):
        sentence = doc[first:last]
        start, end = _trimmed(sentence)
        if start == end:
            continue
        inside = sum(one.end - one.start for one in within(quoted, start, end))
        own = None
        if paragraph.is_prose:
            own = attribute(sentence, base=paragraph.start, quoted=quoted, found=attributed, people=people)
        yield _Said(sentence, paragraph.start + start, paragraph.start + end, inside / (end - start), own)


def _joined(text: str, doc: Doc) -> list[tuple[int, int]]:
    """Sentences as token ranges; a piece that goes on after a closed quotation ("…,” he said.) is joined to it."""
    ranges: list[tuple[int, int]] = []
    for sentence in doc.sents:
        head = sentence.text.lstrip(" ")[:1]
        before = text[max(0, sentence.start_char - MAX_GAP) : sentence.start_char].rstrip()
        goes_on = bool(ranges) and (head in "”,;" or (head.islower() and not before.endswith((".", "?", "!"))))
        dangling = bool(ranges) and before.endswith((",”", ',"', ","))
        if ranges and (goes_on or dangling):
            ranges[-1] = (ranges[-1][0], sentence.end)
        else:
            ranges.append((sentence.start, sentence.end))
    return ranges


def _trimmed(sentence: Sentence) -> tuple[int, int]:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, max(start, sentence.end_char - len(text) + len(text.rstrip()))


def _shared(said: list[_Said], before: Attribution | None) -> list[Attribution | None]:
    """Each sentence's attribution; quoted ones without a cue share that of their neighbours in the paragraph."""
    attributions = [one.own for one in said]
    for place, one in enumerate(said):
        if attributions[place] is None and one.share > 0.5:
            attributions[place] = _neighbour(said, attributions, place)
    if said and not any(attributions) and before and all(one.share > 0.5 for one in said):
        attributions = [before for _ in said]
    return [
        replace(found, kind=Kind.DIRECT) if found and one.own is None else found
        for one, found in zip(said, attributions, strict=True)
    ]


def _neighbour(said: list[_Said], attributions: list[Attribution | None], place: int) -> Attribution | None:
    for earlier in range(place - 1, -1, -1):
        if attributions[earlier] and (said[earlier].share > 0.3 or place - earlier == 1):
            return attributions[earlier]
        if said[earlier].share <= 0.5:
            break
    for later in range(place + 1, len(said)):
        if said[later].own and said[later].share > 0:
            return said[later].own
        if said[later].share <= 0.5:
            break
    return None


def _carried(paragraph: Paragraph, doc: Doc, attributed: list[Attributed], people: People) -> Attribution | None:
    """Who speaks in the next paragraph, when this one ends by saying so ("The mayor went on:")."""
    end = paragraph.start + len(paragraph.text)
    announced = [one for one in attributed if one.content[0].start >= end]
    return announcement(doc, base=paragraph.start, one=announced[-1], people=people) if announced else None


def _drafts(
    text: str,
    paragraph: Paragraph,
    said: _Said,
    attribution: Attribution | None,
    published: datetime,
    about: tuple[str, ...],
    scene: Scene,
) -> Iterator[_Draft]:
    """The statements of one sentence, each with its own words, figures and days."""
    telling = Telling.of(said.sentence, paragraph, scene, attribution)
    for told in telling.parts():
        quote = text[told.start : told.end]
        part = said.sentence.doc[told.first : told.last]
        found_dates = tuple(one for one in _dates(quote, told.start, published) if told.keeps(one))
        found_quantities = tuple(one for one in _quantities(part, paragraph.start, found_dates) if told.keeps(one))
        changes = telling.substitutions(told, all_day_words(quote, found_dates, start=told.start))
        changes = changes if paragraph.is_prose else ()
        by = attribution if told.is_attributed else None
        statement = Statement(
            index=0,
            start=told.start,
            end=told.end,
            quote=quote,
            text=rendered(quote, start=told.start, substitutions=changes, is_prose=paragraph.is_prose).text,
            speaker=by.speaker if by else None,
            cue=by.cue if by else None,
            kind=by.kind if by else Kind.NARRATOR,
            via=by.via if by else (),
            worthiness=0.0,
            quantities=found_quantities,
            dates=found_dates,
            topics=topics.topics(quote, article=about),
            is_claim=False,
            substitutions=changes,
        )
        yield _Draft(statement, part, paragraph.is_prose)
    telling.remember()


def _dates(quote: str, start: int, published: datetime) -> tuple[DateRange, ...]:
    found = dates.find_dates(quote, published=published)
    return tuple(replace(one, start=start + one.start, end=start + one.end) for one in found)


def _quantities(part: Sentence, base: int, taken: tuple[DateRange, ...]) -> tuple[Quantity, ...]:
    found = quantities.find_quantities(part, taken=quantities.taken_by(taken, base=base))
    return tuple(replace(one, start=base + one.start, end=base + one.end) for one in found)

"""An article's text to its statements: paragraphs, sentences, who said them, figures, days, worthiness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from claims.extraction import dates, quantities, topics, worthiness
from claims.extraction.attribution import Attribution, attribute
from claims.extraction.language_model import english
from claims.extraction.people import People
from claims.extraction.sentences import Paragraph, paragraphs, quotations
from claims.extraction.statements import DateRange, Kind, Quantity, Span, Statement

# Under this a statement is not offered as a claim at all; a desk sets its own, higher one.
CLAIM_THRESHOLD = 0.35


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence in its paragraph: ``share`` of it is quoted, and ``own`` is the attribution that it makes itself."""

    sentence: Sentence
    start: int
    end: int
    share: float
    own: Attribution | None


def extract(text: str, *, published: datetime, title: str = "") -> tuple[Statement, ...]:
    """Every statement of ``text`` in order, claims and others.

    ``published``: aware; its day and time zone resolve "Sunday" and "in July". Offsets are code points, and
    ``text[start:end] == quote`` for each.
    """
    about = topics.article_topics(f"{title}\n{text}")
    people = People()
    found: list[tuple[Paragraph, _Said, Attribution | None]] = []
    before: Attribution | None = None
    pieces = list(paragraphs(text))
    for paragraph, doc in zip(pieces, english().pipe((piece.text for piece in pieces), batch_size=16), strict=True):
        people.meet(doc)
        said = list(_said(paragraph, doc, people))
        attributions = _shared(said, doc, before)
        before = _carried(said, attributions)
        found.extend((paragraph, one, attribution) for one, attribution in zip(said, attributions, strict=True))
    worths = _worths(found)
    return tuple(
        replace(_statement(text, *each, worth, published, about), index=index)
        for index, (each, worth) in enumerate(zip(found, worths, strict=True))
    )


def _worths(found: list[tuple[Paragraph, _Said, Attribution | None]]) -> list[float]:
    """The worthiness of each sentence, all of them in one pass; what is no prose has none."""
    prose = [said.sentence for paragraph, said, _ in found if paragraph.is_prose]
    scores = iter(worthiness.scores(prose))
    return [round(next(scores), 4) if paragraph.is_prose else 0.0 for paragraph, _, _ in found]


def _said(paragraph: Paragraph, doc: Doc, people: People) -> Iterator[_Said]:
    quoted = quotations(paragraph.text)
    for first, last in _joined(doc, quoted):
        sentence = doc[first:last]
        start, end = _trimmed(sentence)
        if start == end:
            continue
        inside = sum(max(0, min(q.end, end) - max(q.start, start)) for q in quoted)
        own = attribute(sentence, base=paragraph.start, quoted=quoted, people=people) if paragraph.is_prose else None
        yield _Said(sentence, paragraph.start + start, paragraph.start + end, inside / (end - start), own)


def _joined(doc: Doc, quoted: list[Span]) -> list[tuple[int, int]]:
    """Sentences as token ranges; a piece that goes on after a closed quotation ("…,” he said.) is joined to it."""
    ranges: list[tuple[int, int]] = []
    for sentence in doc.sents:
        head = sentence.text.lstrip(" ")[:1]
        before = doc[: sentence.start].text.rstrip()
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


def _shared(said: list[_Said], doc: Doc, before: Attribution | None) -> list[Attribution | None]:
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


def _carried(said: list[_Said], attributions: list[Attribution | None]) -> Attribution | None:
    """Who is still speaking if the next paragraph is one quotation."""
    return attributions[-1] if said and attributions[-1] else None


def _statement(
    text: str,
    paragraph: Paragraph,
    said: _Said,
    attribution: Attribution | None,
    worth: float,
    published: datetime,
    about: tuple[str, ...],
) -> Statement:
    quote = text[said.start : said.end]
    found_dates = _dates(quote, said.start, published)
    found_quantities = _quantities(said, paragraph.start, found_dates)
    return Statement(
        index=0,
        start=said.start,
        end=said.end,
        quote=quote,
        text=_alone(quote),
        speaker=attribution.speaker if attribution else None,
        cue=attribution.cue if attribution else None,
        kind=attribution.kind if attribution else Kind.NARRATOR,
        worthiness=worth,
        quantities=found_quantities,
        dates=found_dates,
        topics=topics.topics(quote, article=about),
        is_claim=paragraph.is_prose and worth >= CLAIM_THRESHOLD,
    )


def _dates(quote: str, start: int, published: datetime) -> tuple[DateRange, ...]:
    found = dates.find_dates(quote, published=published)
    return tuple(replace(one, start=start + one.start, end=start + one.end) for one in found)


def _quantities(said: _Said, base: int, taken: tuple[DateRange, ...]) -> tuple[Quantity, ...]:
    # "Three weeks" is a quantity as well; what names a day, an hour or a repetition is none.
    spans = [Span(one.start - base, one.end - base) for one in taken if not one.duration]
    found = quantities.find_quantities(said.sentence, taken=spans)
    return tuple(replace(one, start=base + one.start, end=base + one.end) for one in found)


def _alone(quote: str) -> str:
    """The statement on one line, without marks of quotation that are not paired in it."""
    line = " ".join(quote.split())
    if line.count("“") != line.count("”") or line.count('"') % 2:
        line = line.strip('“”" ')
    return line

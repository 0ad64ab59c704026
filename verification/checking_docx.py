"""A checking copy as a document for a word processor: claims highlighted by what was found, which comments tell."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from claims.core.text import xml_text
from verification.checking import CheckingCopy, CitedSource, NumberedClaim
from verification.display_status import ClaimStatus
from verification.passages import Passage
from verification.wording import state_in_words

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLOURS = {
    ClaimStatus.NOT_TRUE: WD_COLOR_INDEX.RED,
    ClaimStatus.UNPROVEN: WD_COLOR_INDEX.RED,
    ClaimStatus.WITHDRAWN: WD_COLOR_INDEX.RED,
    ClaimStatus.DISPUTED: WD_COLOR_INDEX.RED,
    ClaimStatus.UNCHECKED: WD_COLOR_INDEX.YELLOW,
    ClaimStatus.IN_PROGRESS: WD_COLOR_INDEX.YELLOW,
    ClaimStatus.TRUE: WD_COLOR_INDEX.BRIGHT_GREEN,
    ClaimStatus.DROPPED: WD_COLOR_INDEX.GRAY_25,
}
# A comment is for reading beside the text; the whole reasoning stands at the desk.
COMMENT_CHARS = 2_000
# Each one is dearer than the one before it (1,000 took 6 s); what has none stands in the list of claims all the same.
MOST_COMMENTS = 500


def write_docx(copy: CheckingCopy, *, author: str) -> bytes:
    """The copy as the bytes of a .docx file; ``author`` signs the comments."""
    document = Document()
    document.core_properties.title = writable(str(copy.article))[:255]
    document.core_properties.author = writable(author)[:255]
    document.add_heading(writable(str(copy.article)), level=1)
    document.add_paragraph(writable(_about(copy)))
    document.add_paragraph().add_run(" ".join([copy.standing, *copy.summary])).bold = True
    places = _write_text(document, copy.passages)
    for one in copy.claims[:MOST_COMMENTS]:
        _comment(document, one, places.get(one.number, []), author)
    _write_claims(document, copy.claims)
    _write_sources(document, copy.sources)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def writable(text: str) -> str:
    """``text`` with a replacement mark for each character that such a file cannot hold."""
    return xml_text(text, instead="\N{REPLACEMENT CHARACTER}")


def _about(copy: CheckingCopy) -> str:
    article = copy.article
    published = date_format(article.published_on) if article.published_on else ""
    revision = _("revision %(number)s") % {"number": copy.revision.number}
    told = (article.outlet, article.byline, published, revision, article.url)
    return " · ".join(part for part in told if part)


def _stands(one: NumberedClaim) -> str:
    return f"{one.status.sign} {state_in_words(one.status)}"


# --- The text -------------------------------------------------------------------------------------------------
def _write_text(document: Docx, found: Sequence[Passage]) -> dict[int, list[Run]]:
    """Write the passages, a paragraph a line; returns the runs of each number in order."""
    places: dict[int, list[Run]] = {}
    paragraph = document.add_paragraph()
    for passage in found:
        for number, line in enumerate(passage.text.split("\n")):
            paragraph = document.add_paragraph() if number else paragraph
            run = _run(paragraph, line, passage.status)
            for span in passage.spans:
                places.setdefault(span.number, []).append(run)
        for span in passage.ending:
            paragraph.add_run(f"{span.number}{span.status.sign}").font.superscript = True
    return places


def _run(paragraph: Paragraph, text: str, status: ClaimStatus | None) -> Run:
    run = paragraph.add_run(writable(text))
    if status:
        run.font.highlight_color = COLOURS[status]
    return run


def _comment(document: Docx, one: NumberedClaim, runs: Sequence[Run], author: str) -> None:
    if not runs:
        return
    found = _stands(one) + (f": {one.rating}" if one.rating else "")
    lines = [f"{one.number}. {found}", one.claim.text, *one.reasons]
    if one.sources:
        lines.append(": ".join([_("Sources"), ", ".join(map(str, one.sources))]))
    told = writable("\n".join(lines))[:COMMENT_CHARS]
    initials = "".join(word[0] for word in author.split())[:3]
    document.add_comment(runs=[runs[0], runs[-1]], text=told, author=writable(author), initials=writable(initials))


# --- The lists ------------------------------------------------------------------------------------------------
def _write_claims(document: Docx, claims: Sequence[NumberedClaim]) -> None:
    document.add_heading(_("Claims"), level=2)
    for one in claims:
        told = " · ".join(part for part in (_stands(one), one.rating, ", ".join(one.found_by)) if part)
        sources = f" [{', '.join(map(str, one.sources))}]" if one.sources else ""
        document.add_paragraph(writable(f"{one.number}. {one.claim.text} ({told}){sources}"))
    if not claims:
        document.add_paragraph(_("No claim was found in this text."))


def _write_sources(document: Docx, sources: Sequence[CitedSource]) -> None:
    document.add_heading(_("Sources"), level=2)
    for one in sources:
        source = one.source
        told = (source.title, source.publisher, source.url, source.locator, source.archived_url)
        document.add_paragraph(writable(f"{one.number}. " + " · ".join(part for part in told if part)))
    if not sources:
        document.add_paragraph(_("No source has been recorded yet."))

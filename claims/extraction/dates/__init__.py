"""Expressions of time, resolved against the moment of publication.

A grammar of its own: the general parsers (dateparser, parsedatetime) read single expressions and give one moment,
where a claim needs the span of days that the words cover and the place of every expression in a sentence. On the half
of Recognizers-Text's examples that was looked at, ``dateparser.search`` gives 27 of 65 dates and moments, and finds
one in 9 of 15 sentences that have none.
"""

from claims.extraction.dates.finding import find_dates

__all__ = ["find_dates"]

"""What must hold whatever died, asked of the rows themselves in SQL.

A violation is ``lost`` (acknowledged, and not there), ``doubled`` (there more often than once) or ``broken`` (there,
but in a state that its log or its other rows do not bear out).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import psycopg

from claims.errors import IllegalMove
from claims.states import ARTICLE_MOVES, EMBEDDING_MOVES, MATCH_MOVES, EmbeddingStatus, MatchStatus, Moves, replay
from verification.states import ASSIGNMENT_MOVES, CHECK_MOVES, DELIVERY_MOVES, WEBHOOK_MOVES, CheckStatus

Kind = Literal["lost", "doubled", "broken"]


@dataclass(frozen=True, slots=True)
class Violation:
    """``rule`` in a few words, and the row that breaks it."""

    kind: Kind
    rule: str
    row: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.rule} ({self.row})"


@dataclass(frozen=True, slots=True)
class SaidVerdict:
    """A verdict that was answered with 2xx; ``reasoning`` is like no other one's."""

    verdict_id: int
    assignment_id: int
    reasoning: str


@dataclass(slots=True)
class Acknowledged:
    """What clients were told was done, written down by them as each 2xx came; threads may append at once."""

    claims: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    verdicts: list[SaidVerdict] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    published: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Walk:
    """A kind of row with a status. ``born``: the status it has without any line in the log ("" where it has one)."""

    subject: str
    table: str
    moves: Moves
    born: str = ""


WALKS = (
    Walk("article", "claims_article", ARTICLE_MOVES),
    Walk("embedding", "claims_embedding", EMBEDDING_MOVES, born=EmbeddingStatus.WAITING),
    Walk("match", "claims_match", MATCH_MOVES, born=MatchStatus.SUGGESTED),
    Walk("check", "verification_check", CHECK_MOVES),
    Walk("assignment", "verification_assignment", ASSIGNMENT_MOVES),
    Walk("webhook", "verification_webhook", WEBHOOK_MOVES),
    Walk("delivery", "verification_delivery", DELIVERY_MOVES),
)
# Statuses in which every slot has been judged and nobody holds one open.
_JUDGED = [CheckStatus.DISPUTED, CheckStatus.AGREED, CheckStatus.PUBLISHED, CheckStatus.WITHDRAWN]
_RATED = [CheckStatus.AGREED, CheckStatus.PUBLISHED, CheckStatus.WITHDRAWN]


def violations(connection: psycopg.Connection[Any], acknowledged: Acknowledged | None = None) -> list[Violation]:
    """Everything that is wrong, with what clients were told and with the rows among each other."""
    told = acknowledged or Acknowledged()
    return [
        *lost_rows(connection, told),
        *verdicts_stored_otherwise(connection, told),
        *claims_handed_in_twice(connection),
        *checks_in_no_legal_state(connection),
        *slots_held_twice(connection),
        *people_twice_on_a_claim(connection),
        *assignments_and_verdicts_apart(connection),
        *publications_and_revisions_apart(connection),
        *publications_without_their_messages(connection),
        *logs_that_end_elsewhere(connection),
    ]


# --- What clients were told -----------------------------------------------------------------------------------
def lost_rows(connection: psycopg.Connection[Any], told: Acknowledged) -> Iterator[Violation]:
    """Acknowledged articles, claims, hand-outs, releases and publications that left no row; claims without a check."""
    for table, ids in (
        ("claims_article", told.articles),
        ("claims_claim", told.claims),
        ("verification_assignment", [*told.taken, *told.released]),
    ):
        query = (
            f"SELECT id FROM unnest(%s::bigint[]) AS t(id) WHERE NOT EXISTS (SELECT FROM {table} r WHERE r.id = t.id)"
        )
        for (found,) in connection.execute(query, [sorted(set(ids))]):
            yield Violation("lost", "an acknowledged row is there", f"{table} {found}")
    query = """SELECT id FROM unnest(%s::bigint[]) AS t(id)
        WHERE NOT EXISTS (SELECT FROM verification_check c WHERE c.claim_id = t.id)"""
    for (found,) in connection.execute(query, [sorted(set(told.claims))]):
        yield Violation("lost", "an accepted claim has its check", f"claim {found}")
    query = """SELECT id FROM unnest(%s::bigint[]) AS t(id)
        WHERE NOT EXISTS (SELECT FROM verification_factcheck f WHERE f.check_id = t.id)"""
    for (found,) in connection.execute(query, [sorted(set(told.published))]):
        yield Violation("lost", "what was signed off is published", f"check {found}")
    query = "SELECT id, status FROM verification_assignment WHERE id = ANY(%s) AND status <> 'released'"
    for found, status in connection.execute(query, [told.released]):
        yield Violation("lost", "what was given back is not held", f"assignment {found}, {status}")


def verdicts_stored_otherwise(connection: psycopg.Connection[Any], told: Acknowledged) -> Iterator[Violation]:
    """Each acknowledged verdict is stored, under the number that was told, and its words stand once."""
    rows = connection.execute("SELECT id, assignment_id, reasoning FROM verification_verdict")
    stored: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for verdict_id, assignment_id, reasoning in rows:
        stored[reasoning].append((verdict_id, assignment_id))
    for said in told.verdicts:
        found = stored.get(said.reasoning, [])
        if (said.verdict_id, said.assignment_id) not in found:
            yield Violation("lost", "an acknowledged verdict is stored", f"verdict {said.verdict_id}")
        if len(found) > 1:
            yield Violation("doubled", "an acknowledged verdict is stored once", f"verdicts {found}")


def claims_handed_in_twice(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """Two rows for one bare claim, or two checks for one claim."""
    query = """SELECT min(id), count(*) FROM claims_claim WHERE article_id IS NULL
        GROUP BY fingerprint HAVING count(*) > 1"""
    for found, count in connection.execute(query):
        yield Violation("doubled", "a claim handed in is stored once", f"claim {found}, {count} times")
    query = "SELECT claim_id, count(*) FROM verification_check GROUP BY claim_id HAVING count(*) > 1"
    for found, count in connection.execute(query):
        yield Violation("doubled", "a claim has one check", f"claim {found}, {count} checks")


# --- Rows among each other ------------------------------------------------------------------------------------
def checks_in_no_legal_state(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """The status is one of the table, and the slots, rating and page are what a check in that status has."""
    query = """SELECT c.id, c.status, c.slots, c.rating_id IS NOT NULL, f.id IS NOT NULL,
        count(a.id) FILTER (WHERE a.status = 'open'), count(a.id) FILTER (WHERE a.status = 'submitted'),
        count(v.id) FILTER (WHERE v.final_at <= clock_timestamp()), c.held
        FROM verification_check c
        LEFT JOIN verification_factcheck f ON f.check_id = c.id
        LEFT JOIN verification_assignment a ON a.check_id = c.id AND a.round = c.round AND a.kind = 'review'
        LEFT JOIN verification_verdict v ON v.assignment_id = a.id
        GROUP BY c.id, f.id ORDER BY c.id"""
    for check_id, status, slots, rated, has_page, held, judged, final, said in connection.execute(query):
        if status not in set(CheckStatus):
            yield Violation("broken", "a check is in a legal state", f"check {check_id}, {status}")
        wrong = {
            "a queued check has no slot held": status == CheckStatus.QUEUED and held + judged > 0,
            "a check knows how many of its slots are held": said != held + judged,
            "no more slots are held than there are": held + judged > slots,
            "a settled check has all its verdicts": status in _JUDGED and (judged != slots or held > 0),
            "a check in review waits for verdicts": status == CheckStatus.IN_REVIEW and final >= slots,
            "a check has a rating when it is settled": rated != (status in _RATED),
            "a published check has its page": status in (CheckStatus.PUBLISHED, CheckStatus.WITHDRAWN) and not has_page,
        }
        for rule in (rule for rule, is_broken in wrong.items() if is_broken):
            yield Violation("broken", rule, f"check {check_id}, {status}: {held} open and {judged} in of {slots}")


def slots_held_twice(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """From when each hand-out began and ended: one that was judged holds its slot until the round is over."""
    query = """WITH held AS (
            SELECT id, check_id, round, slot, created_at, token,
                CASE WHEN status IN ('open', 'submitted') THEN 'infinity' ELSE ended_at END AS until
            FROM verification_assignment WHERE kind = 'review')
        SELECT one.id, other.id FROM held one JOIN held other USING (check_id, round, slot)
        WHERE one.token < other.token AND other.created_at < one.until
        UNION ALL
        SELECT one.id, other.id FROM held one JOIN held other USING (check_id, token) WHERE one.id < other.id"""
    for one, other in connection.execute(query):
        yield Violation("doubled", "a slot is held once at any time", f"assignments {one} and {other}")


def people_twice_on_a_claim(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """In one round nobody has a claim again that they judged, gave back or were asked to give back, or two slots;
    who judged decides no dispute.
    """
    query = """SELECT one.id, other.id FROM verification_assignment one
        JOIN verification_assignment other USING (check_id, round, reviewer_id)
        WHERE one.token < other.token
        AND (one.status = 'submitted' OR (other.kind = 'review'
            AND (one.status <> 'expired' OR other.created_at < one.ended_at)))"""
    for one, other in connection.execute(query):
        yield Violation("doubled", "nobody is twice on a claim in a round", f"assignments {one} and {other}")


def assignments_and_verdicts_apart(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    query = """SELECT a.id, a.status, count(v.id) FROM verification_assignment a
        LEFT JOIN verification_verdict v ON v.assignment_id = a.id GROUP BY a.id
        HAVING count(v.id) <> CASE WHEN a.status = 'submitted' THEN 1 ELSE 0 END"""
    for found, status, count in connection.execute(query):
        kind: Kind = "doubled" if count > 1 else "lost" if status == "submitted" else "broken"
        yield Violation(kind, "only what is submitted has a verdict, and one", f"assignment {found}, {status}")


def publications_and_revisions_apart(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """A sign-off or correction in the log is one revision of the page, numbered without a gap."""
    query = """SELECT c.id, coalesce(e.published, 0), coalesce(r.revisions, 0), coalesce(r.newest, 0)
        FROM verification_check c
        LEFT JOIN (SELECT subject_id, count(*) AS published FROM claims_event
            WHERE subject_type = 'check' AND to_status = 'published' AND from_status IN ('agreed', 'published')
            GROUP BY subject_id) e ON e.subject_id = c.id
        LEFT JOIN (SELECT f.check_id, count(*) AS revisions, max(r.number) AS newest
            FROM verification_factcheck f JOIN verification_factcheckrevision r ON r.fact_check_id = f.id
            GROUP BY f.check_id) r ON r.check_id = c.id
        WHERE coalesce(e.published, 0) <> coalesce(r.revisions, 0) OR r.revisions <> r.newest"""
    for check_id, published, revisions, newest in connection.execute(query):
        kind: Kind = "lost" if revisions < published else "doubled" if revisions > published else "broken"
        told = f"check {check_id}: {published} in the log, {revisions} revisions, the newest is {newest}"
        yield Violation(kind, "each publication is one revision", told)


def publications_without_their_messages(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """The outbox has one message to each webhook that wants to know all, of each revision and withdrawal since it was
    made; one that was paused meanwhile missed some.
    """
    query = """WITH happened AS (
            SELECT r.id AS revision_id, c.desk_id, r.published_at AS at, false AS is_withdrawal
            FROM verification_factcheckrevision r JOIN verification_factcheck f ON f.id = r.fact_check_id
            JOIN verification_check c ON c.id = f.check_id
            UNION ALL
            SELECT (SELECT id FROM verification_factcheckrevision r WHERE r.fact_check_id = f.id
                ORDER BY number DESC LIMIT 1), c.desk_id, e.at, true
            FROM claims_event e JOIN verification_check c ON c.id = e.subject_id
            JOIN verification_factcheck f ON f.check_id = c.id
            WHERE e.subject_type = 'check' AND e.to_status = 'withdrawn')
        SELECT w.id, h.revision_id, count(d.id) FROM verification_webhook w
        JOIN happened h ON h.at >= w.created_at AND coalesce(w.desk_id, h.desk_id) = h.desk_id
        LEFT JOIN verification_delivery d ON d.webhook_id = w.id AND d.revision_id = h.revision_id
            AND (d.event = 'fact_check.withdrawn') = h.is_withdrawal
        WHERE cardinality(w.events) = 3 AND NOT EXISTS (SELECT FROM claims_event e
            WHERE e.subject_type = 'webhook' AND e.subject_id = w.id AND e.to_status = 'paused')
        GROUP BY w.id, h.revision_id, h.is_withdrawal HAVING count(d.id) <> 1"""
    for webhook_id, revision_id, count in connection.execute(query):
        told = f"webhook {webhook_id}, revision {revision_id}: {count} messages"
        yield Violation("lost" if count == 0 else "doubled", "each publication has its outbox rows", told)


def logs_that_end_elsewhere(connection: psycopg.Connection[Any]) -> Iterator[Violation]:
    """The log of every row is a walk through its table of moves, from its beginning to where the row stands now."""
    steps: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    query = "SELECT subject_type, subject_id, from_status, to_status FROM claims_event ORDER BY id"
    for subject, row_id, before, after in connection.execute(query):
        steps[subject, row_id].append((before, after))
    for walk in WALKS:
        known = set()
        for row_id, status in connection.execute(f"SELECT id, status FROM {walk.table}"):
            known.add(row_id)
            if told := _wrong_walk(walk, steps[walk.subject, row_id], status):
                yield Violation("broken", "the log replays to the present state", f"{walk.subject} {row_id}: {told}")
        for row_id in {row_id for subject, row_id in steps if subject == walk.subject} - known:
            yield Violation("lost", "what the log tells of is there", f"{walk.subject} {row_id}")


def _wrong_walk(walk: Walk, steps: Sequence[tuple[str, str]], status: str) -> str:
    """What is wrong with a log, or nothing."""
    begun = [("", walk.born), *steps] if walk.born else list(steps)
    try:
        end = replay(walk.moves, begun)
    except IllegalMove as error:
        return error.detail
    return "" if end == status else f"it ends in {end or 'nothing'}, the row is {status}"

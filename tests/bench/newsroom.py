"""A newsroom of any size for benches, in a few statements of SQL: rows as the services leave them, ten thousand times
faster. The texts are made up and say nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from config import embedded
from tests import makers
from verification.models import Check

DESKS, REVIEWERS, PER_ARTICLE, DAYS = 6, 150, 20, 120
WORDS = "harbour reservoir council budget ferry school tunnel harvest clinic turbine museum orchard".split()

# Each a statement; %(claims)s is how many claims there are, spread over the last DAYS days.
STATEMENTS = (
    """
    INSERT INTO claims_article (id, title, url, outlet, byline, language, text_sha256, status, problem, attempts,
                                quarantined_at, created_at, published_at, next_attempt_at, release)
    SELECT n, 'Article ' || n, 'https://paper.example/' || n, 'Paper ' || n %% 40, 'Somebody', 'en', md5(n::text),
           CASE WHEN n %% 97 = 0 THEN 'unreadable' ELSE 'extracted' END, '', 1,
           CASE WHEN n %% 211 = 0 THEN now() END, now() - n * interval '1 minute', now() - n * interval '1 minute',
           now(), 'public'
    FROM generate_series(1, %(articles)s) n
    """,
    """
    INSERT INTO claims_revision (id, article_id, number, text, sha256, created_at)
    SELECT n, n, 1, repeat('The ' || (%(words)s::text[])[1 + n %% 12] || ' lost ' || n || ' parts of it in May. ', 60),
           md5(n::text), now()
    FROM generate_series(1, %(articles)s) n
    """,
    """
    INSERT INTO claims_speaker (id, name, role, aliases, same_as)
    SELECT n, 'Speaker ' || n, 'spokesperson', '{}', '' FROM generate_series(1, %(speakers)s) n
    """,
    """
    INSERT INTO claims_claim (id, text, fingerprint, article_id, speaker_id, kind, said_at, language, quantities, dates,
                              substitutions, via, topics, worthiness, created_at)
    SELECT n, 'The ' || (%(words)s::text[])[1 + n %% 12] || ' of district ' || n || ' lost ' || n %% 1000
              || ' parts of its ' || (%(words)s::text[])[1 + (n / 7) %% 12] || ' in 2025.',
           md5('claim' || n), 1 + (n - 1) / %(per_article)s, 1 + n %% %(speakers)s, 'narrator', now(), 'en', '[]', '[]',
           '[]', '[]', ARRAY[(%(words)s::text[])[1 + n %% 12]], (n %% 100) / 100.0,
           now() - (%(claims)s - n) * (make_interval(days => %(days)s) / %(claims)s)
    FROM generate_series(1, %(claims)s) n
    """,
    """
    INSERT INTO claims_mention (claim_id, revision_id, exact, prefix, suffix, start, "end")
    SELECT n, 1 + (n - 1) / %(per_article)s, 'The harbour', '', '', 40 * ((n - 1) %% %(per_article)s),
           40 * ((n - 1) %% %(per_article)s) + 11
    FROM generate_series(1, %(claims)s) n
    """,
    """
    INSERT INTO claims_embedding (claim_id, status, problem, attempts, quarantined_at, next_attempt_at)
    SELECT n, 'waiting', '', 1, CASE WHEN n %% 997 = 0 THEN now() END, now() FROM generate_series(1, %(claims)s) n
    """,
    """
    INSERT INTO verification_check (id, claim_id, desk_id, scale_id, status, priority, worthiness, slots, round,
                                    hand_outs, rating_id, due_at, escalated_at, attempts, next_attempt_at,
                                    quarantined_at, waiting_why, created_at)
    SELECT n, n, desk.id, desk.scale_id, state, n %% 5, (n %% 100) / 100.0, 2, 1, 2,
           CASE WHEN state IN ('agreed', 'published', 'withdrawn') THEN rating.id END,
           now() + (n %% 200 - 20) * interval '1 hour', CASE WHEN n %% 200 < 20 THEN now() END, 0, now(),
           CASE WHEN state = 'queued' AND n %% 50 = 5 THEN now() END,
           CASE WHEN state = 'queued' AND n %% 3 = 0 THEN '1 more to find.' ELSE '' END,
           now() - (%(claims)s - n) * (make_interval(days => %(days)s) / %(claims)s)
    FROM (SELECT n, (ARRAY['published', 'published', 'published', 'published', 'triage', 'queued', 'in_review',
                           'disputed', 'agreed', 'dropped'])[1 + n %% 10] state
          FROM generate_series(1, %(claims)s) n) rows
    JOIN LATERAL (SELECT id, scale_id FROM verification_desk ORDER BY id OFFSET n %% %(desks)s LIMIT 1) desk ON true
    JOIN LATERAL (SELECT id FROM verification_rating WHERE scale_id = desk.scale_id
                  ORDER BY id OFFSET n %% 4 LIMIT 1) rating ON true
    """,
    """
    INSERT INTO verification_assignment (id, check_id, reviewer_id, kind, how, round, slot, token, status, why,
                                         lease_until, created_at, ended_at, ended_why, help_wanted)
    SELECT 2 * c.id + slot, c.id, person.id, 'review', 'push', 1, slot, slot,
           CASE WHEN c.status = 'in_review' AND slot = 2 THEN 'open' ELSE 'submitted' END, ARRAY['topics'],
           now() + interval '1 hour', c.created_at + interval '1 hour',
           CASE WHEN c.status = 'in_review' AND slot = 2 THEN NULL ELSE c.created_at + interval '5 hours' END, '', ''
    FROM verification_check c CROSS JOIN generate_series(1, 2) slot
    JOIN LATERAL (SELECT %(first_reviewer)s + (c.id * 7 + slot) %% %(reviewers)s id) person ON true
    WHERE c.status IN ('in_review', 'disputed', 'agreed', 'published')
    """,
    """
    INSERT INTO verification_verdict (id, assignment_id, rating_id, reasoning, created_at)
    SELECT a.id, a.id, CASE WHEN a.slot = 1 OR c.id %% 4 > 0 THEN coalesce(c.rating_id, low.id) ELSE low.id END,
           'The register says otherwise.', a.ended_at
    FROM verification_assignment a JOIN verification_check c ON c.id = a.check_id
    JOIN LATERAL (SELECT min(id) id FROM verification_rating WHERE scale_id = c.scale_id) low ON true
    WHERE a.status = 'submitted'
    """,
    """
    INSERT INTO verification_source (verdict_id, position, url, title, publisher, kind, stance, quote, locator,
                                     archived_url, accessed_at)
    SELECT id, 1, 'https://register.example/' || id %% 500, 'The register', 'The state', 'primary', 'refutes', '', '',
           '', now()
    FROM verification_verdict
    """,
    """
    INSERT INTO verification_factcheck (id, check_id, slug, created_at)
    SELECT id, id, 'check-' || id, created_at + interval '6 hours' FROM verification_check WHERE status = 'published'
    """,
    """
    INSERT INTO verification_factcheckrevision (fact_check_id, number, headline, claim_text, claimant, claimant_role,
                                                article_title, article_url, outlet, rating_id, summary, sources, note,
                                                published_by_id, published_at)
    SELECT f.id, 1, 'No, district ' || f.id || ' has all its parts', claim.text, speaker.name, speaker.role, '', '', '',
           c.rating_id, 'It was not.', '[]', '', %(editor)s, f.created_at
    FROM verification_factcheck f JOIN verification_check c ON c.id = f.check_id
    JOIN claims_claim claim ON claim.id = c.claim_id JOIN claims_speaker speaker ON speaker.id = claim.speaker_id
    """,
    """
    INSERT INTO claims_event (subject_type, subject_id, from_status, to_status, why, data, at)
    SELECT kind, c.id, '', CASE WHEN kind = 'check' THEN 'triage' ELSE 'open' END, '', '{}', c.created_at
    FROM verification_check c CROSS JOIN unnest(ARRAY['check', 'check', 'assignment', 'assignment']) kind
    """,
    """
    INSERT INTO claims_importedfactcheck (id, url, claim_text, fingerprint, headline, claimant, publisher, rating,
                                          language, quantities, dates, created_at)
    SELECT n, 'https://checks.example/' || n, 'The ' || (%(words)s::text[])[1 + n %% 12] || ' lost ' || n || ' parts.',
           md5(n::text), '', '', 'The Check Desk', 'False', 'en', '[]', '[]', now()
    FROM generate_series(1, %(claims)s / 5) n
    """,
    """
    INSERT INTO claims_match (claim_id, earlier_id, imported_id, score, relation, why, status, created_at)
    SELECT 2 * n, CASE WHEN n %% 2 = 0 THEN n END, CASE WHEN n %% 2 = 1 THEN 1 + n / 4 END, 0.9, 'same', '{}',
           'suggested', now()
    FROM generate_series(1, %(claims)s / 3) n
    """,
)
SEQUENCES = (
    "claims_article claims_revision claims_speaker claims_claim verification_check verification_assignment"
    " verification_verdict verification_factcheck claims_importedfactcheck"
).split()


@contextlib.contextmanager
def running(var: Path, *, claims: int) -> Iterator[None]:
    """Django on a database of its own under ``var`` that holds ``claims`` claims; made once and kept there."""
    with embedded.running(var, valkey=False, durable=False) as addresses:
        settings.DATABASES["default"].update(environ.Env.db_url_config(addresses.database_url))
        connection.settings_dict.update(settings.DATABASES["default"])
        call_command("migrate", verbosity=0)
        if not Check.objects.exists():
            fill(claims)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        yield
        connection.close()


@transaction.atomic
def fill(claims: int) -> None:
    """Make the house through its services, and what there is much of by SQL."""
    desks = [makers.make_desk(name=f"Desk {number}") for number in range(1, DESKS + 1)]
    people = [makers.make_reviewer(desks[n % DESKS], capacity=1000) for n in range(REVIEWERS)]
    given: dict[str, Any] = {
        "claims": claims,
        "articles": -(-claims // PER_ARTICLE),
        "speakers": max(claims // 50, 10),
        "per_article": PER_ARTICLE,
        "words": WORDS,
        "days": DAYS,
        "desks": DESKS,
        "first_reviewer": people[0].pk,
        "reviewers": REVIEWERS,
        "editor": makers.make_editor().pk,
    }
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, given)
        for table in SEQUENCES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")

"""Fact-checks that were there before learn from the log since when they stand as they do, and why they were taken back."""

from django.db import migrations

FORWARD = """
UPDATE verification_factcheck f
SET changed_at = known.at, withdrawal_reason = known.why
FROM (
    SELECT o.id, GREATEST(published.at, moved.at) AS at,
           CASE WHEN c.status = 'withdrawn' THEN COALESCE(btrim(moved.why), '') ELSE '' END AS why
    FROM verification_factcheck o
    JOIN verification_check c ON c.id = o.check_id
    JOIN LATERAL (
        SELECT max(r.published_at) AS at FROM verification_factcheckrevision r WHERE r.fact_check_id = o.id
    ) AS published ON published.at IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT e.at, e.why FROM claims_event e
        WHERE e.subject_type = 'check' AND e.subject_id = c.id AND e.from_status = 'published'
            AND e.to_status IN ('in_review', 'withdrawn') AND c.status <> 'published'
        ORDER BY e.id DESC LIMIT 1
    ) AS moved ON true
) AS known
WHERE known.id = f.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0014_stuck_pages_are_found"),
        ("verification", "0017_fact_checks_say_how_they_stand"),
    ]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

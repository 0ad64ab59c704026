"""Days and times that are out of bounds, among them those that no program can read, become "not known"."""

from django.db import migrations

COLUMNS = [
    ('verification_reviewer', 'away_until'),
    ('verification_source', 'published_at'),
    ('verification_factcheckrevision', 'said_at'),
]
# This column is always filled: a source was looked at when its verdict was written, at the latest.
LOOKED_AT = """
UPDATE verification_source AS source SET accessed_at = verdict.created_at
FROM verification_verdict AS verdict
WHERE verdict.id = source.verdict_id
  AND (source.accessed_at < '0999-12-31' OR source.accessed_at >= '2200-01-02')
"""


def empty(table: str, column: str) -> str:
    # A day of slack, since a moment at the edge is on another day elsewhere.
    return f"UPDATE {table} SET {column} = NULL WHERE {column} < '0999-12-31' OR {column} >= '2200-01-02'"


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0019_days_are_bounded'),
    ]

    operations = [
        *(migrations.RunSQL(empty(table, column), migrations.RunSQL.noop) for table, column in COLUMNS),
        migrations.RunSQL(LOOKED_AT, migrations.RunSQL.noop),
    ]

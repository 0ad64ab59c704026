"""Days and times that are out of bounds, among them those that no program can read, become "not known"."""

from django.db import migrations

COLUMNS = [
    ('claims_article', 'published_at'),
    ('claims_claim', 'said_at'),
    ('claims_importedfactcheck', 'said_at'),
    ('claims_importedfactcheck', 'published_at'),
    ('claims_page', 'published_at'),
]


def empty(table: str, column: str) -> str:
    # A day of slack, since a moment at the edge is on another day elsewhere.
    return f"UPDATE {table} SET {column} = NULL WHERE {column} < '0999-12-31' OR {column} >= '2200-01-02'"


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0018_days_are_bounded'),
    ]

    operations = [
        migrations.RunSQL(empty(table, column), migrations.RunSQL.noop) for table, column in COLUMNS
    ]

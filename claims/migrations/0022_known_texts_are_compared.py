"""Known texts and claims get the digests by which new ones are compared with them.

Of several that are the same by now the oldest is the one that is found; the others stay as they are.
"""

import hashlib

from django.db import migrations

from claims.core.text import comparable

AT_ONCE = 200
# What is folded since; all other wordings have the digest that they had.
NOT_ASCII = '[^\x01-\x7f]'


def key_texts(apps, schema_editor):
    Article, Revision = apps.get_model('claims', 'Article'), apps.get_model('claims', 'Revision')
    revisions = Revision.objects.filter(text_key='').only('id', 'text')
    for some in in_batches(revisions.order_by('pk').iterator(chunk_size=AT_ONCE)):
        for revision in some:
            revision.text_key = digest(comparable(revision.text))
        Revision.objects.bulk_update(some, ['text_key'])
    with schema_editor.connection.cursor() as cursor:
        # The key of the newest revision; of articles that are the same the oldest has it, each other one its own.
        cursor.execute(
            """
            WITH newest AS (
                SELECT DISTINCT ON (article_id) article_id, text_key FROM claims_revision
                ORDER BY article_id, number DESC
            ), ranked AS (
                SELECT article_id, text_key, row_number() OVER (PARTITION BY text_key ORDER BY article_id) AS place
                FROM newest
            )
            UPDATE claims_article SET text_key = CASE WHEN place = 1 THEN ranked.text_key ELSE text_sha256 END
            FROM ranked WHERE ranked.article_id = claims_article.id AND claims_article.text_key = ''
            """
        )


def fold_claims(apps, schema_editor):
    Claim = apps.get_model('claims', 'Claim')
    told = Claim.objects.filter(text__regex=NOT_ASCII) | Claim.objects.filter(speaker__name__regex=NOT_ASCII)
    rows = told.select_related('speaker').only('id', 'text', 'fingerprint', 'article_id', 'speaker__name')
    with schema_editor.connection.cursor() as cursor:
        for claim in rows.order_by('pk').iterator(chunk_size=AT_ONCE):
            names = {'', claim.speaker.name if claim.speaker else ''}
            for words in (f'{name}\n{claim.text}' for name in names):
                replace(cursor, 'claims_claim', claim, words, 'article_id IS NOT DISTINCT FROM %s', [claim.article_id])


def fold_imported(apps, schema_editor):
    Imported = apps.get_model('claims', 'ImportedFactCheck')
    rows = Imported.objects.filter(claim_text__regex=NOT_ASCII).only('id', 'claim_text', 'fingerprint', 'url')
    with schema_editor.connection.cursor() as cursor:
        for row in rows.order_by('pk').iterator(chunk_size=AT_ONCE):
            replace(cursor, 'claims_importedfactcheck', row, row.claim_text, 'url = %s', [row.url])


def replace(cursor, table, row, words, beside, params):
    """Give a row the digest of today where it has the former one of these words, and no other row has that."""
    former = ' '.join(words.casefold().split()).strip(' .!?"\'“”‘’')
    now = comparable(words).casefold().strip(' .!?"\'')
    if former == now or row.fingerprint != digest(former):
        return
    cursor.execute(
        f"""
        UPDATE {table} SET fingerprint = %s
        WHERE id = %s AND NOT EXISTS (SELECT FROM {table} WHERE fingerprint = %s AND {beside})
        """,
        [digest(now), row.pk, digest(now), *params],
    )


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def in_batches(rows):
    some = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0021_texts_keep_their_originals'),
    ]

    operations = [
        migrations.RunPython(key_texts, migrations.RunPython.noop),
        migrations.RunPython(fold_claims, migrations.RunPython.noop),
        migrations.RunPython(fold_imported, migrations.RunPython.noop),
    ]

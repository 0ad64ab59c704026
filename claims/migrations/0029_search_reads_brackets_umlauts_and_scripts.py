import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from claims.models.search_words import Document

# Brackets part words and are no markup (without accents "«" is "<<"), a script without spaces is read letter by letter.
FOLDED = r"""
CREATE OR REPLACE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            translate(lower(public.unaccent('public.unaccent'::regdictionary, normalize(words, NFKC))),
                                '<>', '  '),
                            '([\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g'),
                        '\m([[:alpha:]])\.', '\1', 'g'),
                    '\m(\d{1,3})[ ,.''](\d{3})(?:[ ,.''](\d{3}))?(?:[ ,.''](\d{3}))?(?!\d)', '\1\2\3\4', 'g'),
                '(\d)[.,](?=\d)', '\1 ', 'g'),
            '(\d)(?=[[:alpha:]])', '\1 ', 'g'),
        '([[:alpha:]])(?=\d)', '\1 ', 'g'),
    '[-‐‑‒–—−/_]+', ' ', 'g')
$$
"""
# And words with an umlaut are found by its two letters as well.
DOCUMENT = r"""
CREATE OR REPLACE FUNCTION search_document(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT public.search_folded(words) || coalesce(
    (SELECT string_agg(' ' || public.search_folded(regexp_replace(found[1], '[-‐‑]', '', 'g')), '')
     FROM regexp_matches(words, '([[:alpha:]]+(?:[-‐‑][[:alpha:]]+)+)', 'g') AS found), '') || coalesce(
    (SELECT string_agg(' ' || public.search_folded(
        replace(replace(replace(lower(found[1]), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue')), '')
     FROM regexp_matches(normalize(words, NFC), '([[:alpha:]]*[äöüÄÖÜ][[:alpha:]]*)', 'g') AS found), '')
$$
"""


def words_of(*columns: str) -> django.contrib.postgres.search.SearchVector:
    return django.contrib.postgres.search.SearchVector(*map(Document, columns), config="english")


def found_by(*columns: str) -> models.GeneratedField:
    return models.GeneratedField(
        db_persist=True,
        expression=words_of(*columns),
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    """The columns are made anew, which fills them: they do not follow what their function finds from now on."""

    dependencies = [("claims", "0028_offsets_of_known_moments")]

    operations = [
        migrations.RunSQL(FOLDED, migrations.RunSQL.noop),
        migrations.RunSQL(DOCUMENT, migrations.RunSQL.noop),
        migrations.RemoveIndex("claim", "claim_search"),
        migrations.RemoveField("claim", "search"),
        migrations.AddField("claim", "search", found_by("text")),
        migrations.AddIndex(
            "claim", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="claim_search")
        ),
        migrations.RemoveIndex("importedfactcheck", "imported_search"),
        migrations.RemoveField("importedfactcheck", "search"),
        migrations.AddField(
            "importedfactcheck", "search", found_by("claim_text", "headline", "claimant", "publisher", "rating")
        ),
        migrations.AddIndex(
            "importedfactcheck",
            django.contrib.postgres.indexes.GinIndex(fields=["search"], name="imported_search"),
        ),
        migrations.RemoveIndex("article", "article_search"),
        migrations.AddIndex(
            "article",
            django.contrib.postgres.indexes.GinIndex(words_of("title", "outlet", "byline"), name="article_search"),
        ),
    ]

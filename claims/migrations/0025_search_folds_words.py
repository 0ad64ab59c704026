from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

# Accents, ligatures and full-width digits go; "u.s." is "us"; a figure loses what parts its thousands; letters and
# digits are words of their own, and so are the parts of a word with hyphens.
FOLDED = r"""
CREATE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        lower(public.unaccent('public.unaccent'::regdictionary, normalize(words, NFKC))),
                        '\m([[:alpha:]])\.', '\1', 'g'),
                    '\m(\d{1,3})[ ,.''](\d{3})(?:[ ,.''](\d{3}))?(?:[ ,.''](\d{3}))?(?!\d)', '\1\2\3\4', 'g'),
                '(\d)[.,](?=\d)', '\1 ', 'g'),
            '(\d)(?=[[:alpha:]])', '\1 ', 'g'),
        '([[:alpha:]])(?=\d)', '\1 ', 'g'),
    '[-‐‑‒–—−/_]+', ' ', 'g')
$$
"""
DOCUMENT = r"""
CREATE FUNCTION search_document(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT public.search_folded(words) || coalesce(
    (SELECT string_agg(' ' || public.search_folded(regexp_replace(found[1], '[-‐‑]', '', 'g')), '')
     FROM regexp_matches(words, '([[:alpha:]]+(?:[-‐‑][[:alpha:]]+)+)', 'g') AS found), '')
$$
"""
SOURCES = r"""
CREATE FUNCTION search_sources(sources jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT public.search_document(coalesce(string_agg(concat_ws(' ',
    CASE WHEN source->>'title' ~ '\s' AND source->>'title' !~ '://' THEN source->>'title' END,
    source->>'publisher'), ' '), ''))
FROM jsonb_array_elements(sources) AS source
$$
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_known_addresses_have_keys")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(FOLDED, "DROP FUNCTION search_folded(text)"),
        migrations.RunSQL(DOCUMENT, "DROP FUNCTION search_document(text)"),
        migrations.RunSQL(SOURCES, "DROP FUNCTION search_sources(jsonb)"),
    ]

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from claims.models.search_words import Document, SourceWords


class Migration(migrations.Migration):
    """Made anew, as those of claims are."""

    dependencies = [
        ("verification", "0027_offsets_of_known_moments"),
        ("claims", "0029_search_reads_brackets_umlauts_and_scripts"),
    ]

    operations = [
        migrations.RemoveIndex("factcheckrevision", "revision_article_search"),
        migrations.RemoveIndex("factcheckrevision", "revision_search"),
        migrations.RemoveField("factcheckrevision", "search"),
        migrations.AddField(
            "factcheckrevision",
            "search",
            models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    Document("headline"),
                    Document("claim_text"),
                    Document("claimant"),
                    Document("claimant_role"),
                    Document("summary"),
                    Document("note"),
                    SourceWords("sources"),
                    config="english",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "factcheckrevision",
            django.contrib.postgres.indexes.GinIndex(fields=["search"], name="revision_search"),
        ),
        migrations.AddIndex(
            "factcheckrevision",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    Document("article_title"), Document("outlet"), config="english"
                ),
                name="revision_article_search",
            ),
        ),
    ]

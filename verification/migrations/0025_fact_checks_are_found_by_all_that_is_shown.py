import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from claims.models.search_words import Document, SourceWords


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0024_verdicts_are_opened"),
        ("claims", "0025_search_folds_words"),
    ]

    operations = [
        migrations.RemoveIndex("factcheckrevision", "revision_search"),
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

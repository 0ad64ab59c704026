import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from claims.models.search_words import Document


def words_of(*columns: str) -> django.contrib.postgres.search.SearchVector:
    return django.contrib.postgres.search.SearchVector(*map(Document, columns), config="english")


def found_by(*columns: str) -> models.GeneratedField:
    return models.GeneratedField(
        db_persist=True,
        expression=words_of(*columns),
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    """The columns are made anew, which fills them: what a generated column is made of cannot be changed."""

    dependencies = [("claims", "0025_search_folds_words")]

    operations = [
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

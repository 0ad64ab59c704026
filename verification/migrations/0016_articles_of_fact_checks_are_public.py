from django.db import migrations


def release_published(apps, schema_editor):
    """Something of these articles was published, with their title and address, before there was a release."""
    article = apps.get_model("claims", "Article")
    fact_check = apps.get_model("verification", "FactCheck")
    of_article = fact_check.objects.filter(check_row__claim__article__isnull=False)
    article.objects.filter(pk__in=of_article.values("check_row__claim__article")).update(release="public")


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0015_release_of_articles"),
        ("verification", "0015_routing_looks_again_where_there_is_room"),
    ]

    operations = [migrations.RunPython(release_published, migrations.RunPython.noop)]

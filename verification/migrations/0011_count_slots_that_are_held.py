from django.db import migrations
from django.db.models import Count, F, OuterRef, Q, Subquery


def count_held(apps, schema_editor):
    check = apps.get_model("verification", "Check")
    of_round = Q(
        assignments__round=F("round"), assignments__kind="review", assignments__status__in=["open", "submitted"]
    )
    counted = check.objects.filter(pk=OuterRef("pk")).annotate(count=Count("assignments", filter=of_round))
    touched = check.objects.filter(hand_outs__gt=0)
    touched.update(held=Subquery(counted.values("count")))


class Migration(migrations.Migration):
    dependencies = [("verification", "0010_slots_that_are_held")]

    operations = [migrations.RunPython(count_held, migrations.RunPython.noop)]

from django.db import migrations, models


def _version(model):
    field = models.PositiveIntegerField(db_default=1, default=1, editable=False)
    return migrations.AddField(model_name=model, name="version", field=field)


class Migration(migrations.Migration):
    dependencies = [("verification", "0020_unreadable_days_are_emptied")]

    operations = [_version(model) for model in ("check", "assignment", "desk", "reviewer", "webhook")]

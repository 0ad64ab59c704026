from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0019_unreadable_days_are_emptied")]

    operations = [
        migrations.AddField(
            model_name="match",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        )
    ]

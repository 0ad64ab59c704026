import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0022_versions_go_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="draft",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="draft",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="verification.assignment"
            ),
        ),
    ]


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0016_keys_lose_people'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contains', ['people:write']), _negated=True), name='api_key_writes_no_people'),
        ),
    ]

"""A text keeps where its places were as it came in, and has a digest by which it is compared with others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0020_matches_have_a_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='text_key',
            field=models.CharField(db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='revision',
            name='text_key',
            field=models.CharField(db_default='', db_index=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='revision',
            name='original_sha256',
            field=models.CharField(db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='revision',
            name='offsets',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(
                condition=models.Q(('text_key', ''), _negated=True),
                fields=('text_key',),
                name='article_text_once_compared',
            ),
        ),
    ]

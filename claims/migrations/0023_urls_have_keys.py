"""An address has a digest by which it is compared, however it is written."""

from django.db import migrations, models

TABLES = ('article', 'page', 'importedfactcheck')
UNIQUE = (
    ('article', 'article_url_once', 'article_address_once', ('url_key',)),
    ('page', 'page_once', 'page_address_once', ('url_key',)),
    ('importedfactcheck', 'imported_fact_check_once', 'imported_once_at_an_address', ('url_key', 'fingerprint')),
)


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0022_known_texts_are_compared'),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name='url_key',
                field=models.CharField(db_default='', default='', max_length=64),
            )
            for name in TABLES
        ),
        *(
            step
            for name, former, now, fields in UNIQUE
            for step in (
                migrations.RemoveConstraint(model_name=name, name=former),
                migrations.AddConstraint(
                    model_name=name,
                    constraint=models.UniqueConstraint(
                        condition=models.Q(('url_key', ''), _negated=True), fields=fields, name=now
                    ),
                ),
            )
        ),
    ]

"""What is known of the clocks that moments were given on: a day was stored as midnight of the site's time zone, and in
fact-checks of others as midnight of UTC.
"""

from django.conf import settings
from django.db import migrations

OF_THE_SITE = [('claims_article', 'published'), ('claims_claim', 'said')]
OF_UTC = [('claims_importedfactcheck', 'published'), ('claims_importedfactcheck', 'said')]


def keep_offsets(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table, name in OF_THE_SITE:
            offset = f"extract(epoch FROM {name}_at AT TIME ZONE %s - {name}_at AT TIME ZONE 'UTC')"
            cursor.execute(
                f'UPDATE {table} SET {name}_utc_offset = {offset} WHERE {name}_at IS NOT NULL', [settings.TIME_ZONE]
            )
        for table, name in OF_UTC:
            cursor.execute(f'UPDATE {table} SET {name}_utc_offset = 0 WHERE {name}_at IS NOT NULL')


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0027_moments_keep_their_offset'),
    ]

    operations = [migrations.RunPython(keep_offsets, migrations.RunPython.noop)]

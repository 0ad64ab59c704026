"""What is known of the clocks that moments were given on: a day was stored as midnight of the site's time zone, and the
day of a look at a source as noon of UTC.
"""

from django.conf import settings
from django.db import migrations

SAID = """
UPDATE verification_factcheckrevision
SET said_utc_offset = extract(epoch FROM said_at AT TIME ZONE %s - said_at AT TIME ZONE 'UTC')
WHERE said_at IS NOT NULL
"""
LOOKED_AT = """
UPDATE verification_source SET accessed_utc_offset = 0 WHERE (accessed_at AT TIME ZONE 'UTC')::time = '12:00'
"""


def keep_offsets(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SAID, [settings.TIME_ZONE])
        cursor.execute(LOOKED_AT)


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0026_moments_keep_their_offset'),
    ]

    operations = [migrations.RunPython(keep_offsets, migrations.RunPython.noop)]

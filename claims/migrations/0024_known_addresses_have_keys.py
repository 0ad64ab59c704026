"""Known addresses get their keys. Of several rows at what is one address by now the oldest is found by it.

The others keep a key of their own, so that nothing that is stored changes.
"""

import hashlib

from django.db import migrations

from claims.core.addresses import address_key

AT_ONCE = 1_000
TABLES = (
    ('Article', ()),
    ('Page', ()),
    ('ImportedFactCheck', ('fingerprint',)),
)


def key_addresses(apps, schema_editor):
    for name, beside in TABLES:
        model = apps.get_model('claims', name)
        rows = model.objects.filter(url_key='').exclude(url='').only('pk', 'url', *beside).order_by('pk')
        taken = set()
        changed = []
        for row in rows.iterator(chunk_size=AT_ONCE):
            key = address_key(row.url)
            found = (key, *(getattr(row, column) for column in beside))
            row.url_key = hashlib.sha256(f'{row.pk} {row.url}'.encode()).hexdigest() if found in taken else key
            taken.add(found)
            changed.append(row)
            if len(changed) == AT_ONCE:
                model.objects.bulk_update(changed, ['url_key'])
                changed = []
        model.objects.bulk_update(changed, ['url_key'])


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0023_urls_have_keys'),
    ]

    operations = [
        migrations.RunPython(key_addresses, migrations.RunPython.noop),
    ]

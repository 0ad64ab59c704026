"""No key makes keys or people any more: what those that are there had of it is taken from them."""

from django.db import migrations

FORWARD = """
UPDATE claims_apikey SET scopes = array_remove(scopes, 'people:write') WHERE 'people:write' = ANY(scopes)
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_release_of_articles")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

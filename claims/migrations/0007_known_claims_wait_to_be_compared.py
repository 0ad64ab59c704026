"""Claims that were there before comparing was wait to be compared like new ones."""

from django.db import migrations

FORWARD = """
INSERT INTO claims_embedding (claim_id, status, problem, attempts)
SELECT id, 'waiting', '', 0 FROM claims_claim
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_claims_are_compared")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

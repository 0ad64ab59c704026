"""The log of events refuses changes and removals, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION claims_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON claims_event
    FOR EACH ROW EXECUTE FUNCTION claims_event_is_append_only();
"""
BACKWARD = """
DROP TRIGGER event_append_only ON claims_event;
DROP FUNCTION claims_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_articles_and_claims")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

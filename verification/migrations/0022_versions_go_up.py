from django.db import migrations

# A row's version goes up with whatever its page shows that a decision is made on, whoever writes it.
FORWARD = """
CREATE FUNCTION verification_version_goes_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := GREATEST(NEW.version, OLD.version + 1);
    RETURN NEW;
END $$;

-- In all columns but those that are named.
CREATE FUNCTION verification_version_goes_up_but_for() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV::text[] IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV::text[] THEN
        NEW.version := GREATEST(NEW.version, OLD.version + 1);
    ELSE
        NEW.version := GREATEST(NEW.version, OLD.version);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER check_version BEFORE UPDATE ON verification_check FOR EACH ROW
WHEN (
    (OLD.status, OLD.round, OLD.rating_id, OLD.desk_id, OLD.scale_id, OLD.priority, OLD.slots, OLD.held,
        OLD.hand_outs, OLD.follows_id, OLD.quarantined_at, OLD.claim_id)
    IS DISTINCT FROM
    (NEW.status, NEW.round, NEW.rating_id, NEW.desk_id, NEW.scale_id, NEW.priority, NEW.slots, NEW.held,
        NEW.hand_outs, NEW.follows_id, NEW.quarantined_at, NEW.claim_id)
    OR NEW.version < OLD.version
)
EXECUTE FUNCTION verification_version_goes_up();

CREATE TRIGGER assignment_version BEFORE UPDATE ON verification_assignment FOR EACH ROW
WHEN (
    (OLD.status, OLD.reviewer_id, OLD.help_wanted) IS DISTINCT FROM (NEW.status, NEW.reviewer_id, NEW.help_wanted)
    OR NEW.version < OLD.version
)
EXECUTE FUNCTION verification_version_goes_up();

CREATE TRIGGER desk_version BEFORE UPDATE ON verification_desk FOR EACH ROW
EXECUTE FUNCTION verification_version_goes_up_but_for('version');

CREATE TRIGGER reviewer_version BEFORE UPDATE ON verification_reviewer FOR EACH ROW
EXECUTE FUNCTION verification_version_goes_up_but_for('version', 'upheld', 'judged');

CREATE TRIGGER webhook_version BEFORE UPDATE ON verification_webhook FOR EACH ROW
EXECUTE FUNCTION verification_version_goes_up_but_for('version');

CREATE TRIGGER match_version BEFORE UPDATE ON claims_match FOR EACH ROW
EXECUTE FUNCTION verification_version_goes_up_but_for('version');

-- What stands in rows beside the check. (A slot that is lent counts in the check itself.)
CREATE FUNCTION verification_assignment_changes_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verification_check SET version = version + 1 WHERE id = NEW.check_id;
    RETURN NULL;
END $$;

CREATE TRIGGER assignment_changes_check AFTER UPDATE ON verification_assignment FOR EACH ROW
WHEN ((OLD.status, OLD.reviewer_id) IS DISTINCT FROM (NEW.status, NEW.reviewer_id))
EXECUTE FUNCTION verification_assignment_changes_check();

CREATE FUNCTION verification_revision_changes_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verification_check SET version = version + 1
    WHERE id = (SELECT check_id FROM verification_factcheck WHERE id = NEW.fact_check_id);
    RETURN NULL;
END $$;

CREATE TRIGGER revision_changes_check AFTER INSERT ON verification_factcheckrevision FOR EACH ROW
EXECUTE FUNCTION verification_revision_changes_check();

CREATE FUNCTION verification_claim_changes_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verification_check SET version = version + 1 WHERE claim_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER claim_changes_check AFTER UPDATE ON claims_claim FOR EACH ROW
WHEN (
    (OLD.text, OLD.speaker_id, OLD.said_at, OLD.quantities, OLD.dates, OLD.via)
    IS DISTINCT FROM (NEW.text, NEW.speaker_id, NEW.said_at, NEW.quantities, NEW.dates, NEW.via)
)
EXECUTE FUNCTION verification_claim_changes_check();

-- What was judged already: its claim can only change in these ways, and whoever writes them holds no check.
CREATE FUNCTION verification_article_changes_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verification_check SET version = version + 1
    WHERE claim_id = NEW.id AND status IN ('disputed', 'agreed', 'published');
    RETURN NULL;
END $$;

CREATE TRIGGER article_changes_check AFTER UPDATE ON claims_claim FOR EACH ROW
WHEN (OLD.vanished_in_id IS DISTINCT FROM NEW.vanished_in_id)
EXECUTE FUNCTION verification_article_changes_check();

CREATE FUNCTION verification_speaker_changes_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verification_check AS held SET version = version + 1 FROM claims_claim AS claim
    WHERE claim.speaker_id = NEW.id AND held.claim_id = claim.id AND held.status IN ('disputed', 'agreed');
    RETURN NULL;
END $$;

CREATE TRIGGER speaker_changes_check AFTER UPDATE ON claims_speaker FOR EACH ROW
WHEN ((OLD.name, OLD.role) IS DISTINCT FROM (NEW.name, NEW.role))
EXECUTE FUNCTION verification_speaker_changes_check();

CREATE FUNCTION verification_seat_changes_reviewer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verification_reviewer SET version = version + 1 WHERE id = COALESCE(NEW.reviewer_id, OLD.reviewer_id);
    RETURN NULL;
END $$;

CREATE TRIGGER seat_changes_reviewer AFTER INSERT OR UPDATE OR DELETE ON verification_membership FOR EACH ROW
EXECUTE FUNCTION verification_seat_changes_reviewer();
"""
BACKWARD = """
DROP TRIGGER seat_changes_reviewer ON verification_membership;
DROP TRIGGER speaker_changes_check ON claims_speaker;
DROP TRIGGER article_changes_check ON claims_claim;
DROP TRIGGER claim_changes_check ON claims_claim;
DROP TRIGGER revision_changes_check ON verification_factcheckrevision;
DROP TRIGGER assignment_changes_check ON verification_assignment;
DROP TRIGGER match_version ON claims_match;
DROP TRIGGER webhook_version ON verification_webhook;
DROP TRIGGER reviewer_version ON verification_reviewer;
DROP TRIGGER desk_version ON verification_desk;
DROP TRIGGER assignment_version ON verification_assignment;
DROP TRIGGER check_version ON verification_check;
DROP FUNCTION verification_seat_changes_reviewer, verification_speaker_changes_check,
    verification_article_changes_check, verification_claim_changes_check, verification_revision_changes_check,
    verification_assignment_changes_check, verification_version_goes_up_but_for, verification_version_goes_up;
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0021_versions"), ("claims", "0020_matches_have_a_version")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

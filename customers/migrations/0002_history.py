"""The history table: partitioned by month, append-only by trigger; and room on the page for profile updates."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE customers_interaction_id_seq AS bigint;
-- One number is drawn so that every id to come is above last_value: history.since rests on it.
SELECT nextval('customers_interaction_id_seq');

CREATE TABLE customers_interaction (
    id bigint NOT NULL DEFAULT nextval('customers_interaction_id_seq'),
    customer_id bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    kind varchar(60) NOT NULL,
    channel varchar(20) NOT NULL,
    direction varchar(6) NOT NULL,
    actor varchar(80) NOT NULL,
    summary text NOT NULL,
    data jsonb NOT NULL,
    amount_minor bigint,
    currency varchar(3) NOT NULL,
    source varchar(60) NOT NULL,
    source_id varchar(200) NOT NULL,
    message_id bigint,
    campaign_id bigint,
    offer_id bigint,
    decision_id bigint,
    loop_id bigint,
    PRIMARY KEY (id, occurred_at)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX interaction_timeline ON customers_interaction (customer_id, occurred_at, id);

CREATE FUNCTION customers_interaction_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('rapport.shredding', true) = 'on' THEN
        IF TG_OP = 'UPDATE' THEN RETURN NEW; ELSE RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'The history is append-only: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Record a new interaction that corrects the old one.';
END $$;
CREATE TRIGGER interaction_stands BEFORE UPDATE OR DELETE ON customers_interaction
    FOR EACH ROW EXECUTE FUNCTION customers_interaction_stands();
CREATE TRIGGER interaction_is_kept BEFORE TRUNCATE ON customers_interaction
    FOR EACH STATEMENT EXECUTE FUNCTION customers_interaction_stands();

ALTER TABLE customers_profile SET (fillfactor = 70);
ALTER TABLE customers_customer SET (fillfactor = 85);
"""

DROP = """
DROP TABLE customers_interaction;
DROP FUNCTION customers_interaction_stands;
DROP SEQUENCE customers_interaction_id_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]

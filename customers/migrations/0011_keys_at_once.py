"""Let many keys be taken without looking for each first: hardly ever is one of them known already.

A function, since PostgreSQL logs no error that a function handles: where one is known, it goes over them once
more and passes by those, which takes half as long again. Few keys go by history._TAKE_KEYS, which starts quicker.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION customers_take_keys(given uuid[], OUT drawn text, OUT taken text) LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(
        SELECT nextval('customers_interaction_id_seq') FROM generate_series(1, cardinality(given))
    );
BEGIN
    drawn := array_to_string(ids, ' ');
    INSERT INTO customers_interactionkey (key, interaction_id)
    SELECT asked.* FROM unnest(given, ids) AS asked (key, id) ORDER BY asked.key;
EXCEPTION WHEN unique_violation THEN
    WITH new AS (
        INSERT INTO customers_interactionkey (key, interaction_id)
        SELECT asked.* FROM unnest(given, ids) AS asked (key, id) ORDER BY asked.key
        ON CONFLICT (key) DO NOTHING RETURNING interaction_id AS id
    )
    SELECT coalesce(string_agg(id::text, ' '), '') INTO taken FROM new;
END $$;
"""
DROP = "DROP FUNCTION customers_take_keys"


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_since_history")]
    operations = [migrations.RunSQL(CREATE, DROP)]

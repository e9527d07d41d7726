"""The trail of who was shown which customer: append-only by trigger, old rows may be forgotten."""

from django.db import migrations, models

STANDS = """
CREATE FUNCTION hub_viewing_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('rapport.forgetting', true) = 'on'
        AND OLD.viewed_at < now() - interval '1 day' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Viewings are append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER viewing_stands BEFORE UPDATE OR DELETE ON hub_viewing
    FOR EACH ROW EXECUTE FUNCTION hub_viewing_stands();
"""
FALLS = """
DROP TRIGGER viewing_stands ON hub_viewing;
DROP FUNCTION hub_viewing_stands;
"""
CHANGES = """
CREATE FUNCTION hub_staff_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('rapport_staff', NEW.id::text);
    RETURN NEW;
END $$;
CREATE TRIGGER staff_changes AFTER UPDATE OF password, role, is_active ON hub_staff
    FOR EACH ROW WHEN ((OLD.password, OLD.role, OLD.is_active) IS DISTINCT FROM
        (NEW.password, NEW.role, NEW.is_active))
    EXECUTE FUNCTION hub_staff_changes();
"""
STAYS = """
DROP TRIGGER staff_changes ON hub_staff;
DROP FUNCTION hub_staff_changes;
"""
DOORS = [
    ("page", "Customer page"),
    ("found", "Search, with an address"),
    ("confirmed", "Shared contact data opened"),
    ("talk", "Conversation"),
    ("message", "Message of ours"),
    ("mail", "Mail or text of theirs"),
    ("file", "File"),
    ("work", "Work list"),
    ("preview", "Preview"),
    ("api", "API"),
]


class Migration(migrations.Migration):
    dependencies = [("hub", "0007_integrators")]

    operations = [
        migrations.CreateModel(
            name="Viewing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("viewed_at", models.DateTimeField()),
                ("customer_id", models.BigIntegerField()),
                ("actor", models.CharField(max_length=160)),
                ("role", models.CharField(blank=True, default="", max_length=10)),
                ("door", models.CharField(choices=DOORS, max_length=9)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("network", models.CharField(blank=True, default="", max_length=45)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer_id", "viewed_at"], name="viewing_of_customer"),
                    models.Index(fields=["actor", "viewed_at"], name="viewing_by_actor"),
                    models.Index(fields=["viewed_at"], name="viewing_by_time"),
                ],
            },
        ),
        migrations.RunSQL(STANDS, FALLS),
        migrations.RunSQL(CHANGES, STAYS),
    ]

from django.db import migrations, models

STANDS = """
CREATE FUNCTION hub_settingchange_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Changes of settings are append-only: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER settingchange_stands BEFORE UPDATE OR DELETE ON hub_settingchange
    FOR EACH ROW EXECUTE FUNCTION hub_settingchange_stands();
"""
FALLS = """
DROP TRIGGER settingchange_stands ON hub_settingchange;
DROP FUNCTION hub_settingchange_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("hub", "0002_portal")]

    operations = [
        migrations.CreateModel(
            name="SettingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("concern", models.CharField(max_length=40)),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                ("actor", models.CharField(max_length=160)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["concern", "id"], name="setting_change_of_concern"),
                ],
            },
        ),
        migrations.RunSQL(STANDS, FALLS),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_topic_translations")]

    operations = [
        migrations.AddField(
            model_name="defaultdial",
            name="field",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="defaultdial",
            name="value",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.RemoveConstraint(model_name="defaultdial", name="default_dial_once"),
        migrations.AddConstraint(
            model_name="defaultdial",
            constraint=models.UniqueConstraint(
                fields=["country", "field", "value", "channel", "topic"], name="default_dial_of_whom_once"
            ),
        ),
    ]

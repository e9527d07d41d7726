from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_open_loops")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="translations",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]

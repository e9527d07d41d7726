from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0011_by_hand")]

    operations = [
        migrations.AddField(model_name="turn", name="attached", field=models.JSONField(default=list))
    ]

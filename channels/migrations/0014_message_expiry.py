"""The sweep looks every two seconds for what is too late: it must not go over all that waits for that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0013_message_created")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                name="message_expiry", fields=["not_after"], condition=models.Q(due_at__isnull=False)
            ),
        )
    ]

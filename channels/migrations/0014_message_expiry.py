"""The sweep looks every two seconds for what is too late: it must not go over all that waits for that.

Made while the hub goes on: nothing could be sent while a large table is gone through under a lock.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("channels", "0013_message_created")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                name="message_expiry",
                fields=["not_after"],
                condition=models.Q(due_at__isnull=False, not_after__isnull=False),
            ),
        )
    ]

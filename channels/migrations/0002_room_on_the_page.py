"""Leave room on a page of messages and touches, so that changes of state stay there."""

from django.db import migrations

SET = "ALTER TABLE channels_message SET (fillfactor = 50); ALTER TABLE customers_touch SET (fillfactor = 80);"
RESET = "ALTER TABLE channels_message RESET (fillfactor); ALTER TABLE customers_touch RESET (fillfactor);"


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial"), ("customers", "0002_history")]
    operations = [migrations.RunSQL(SET, RESET)]

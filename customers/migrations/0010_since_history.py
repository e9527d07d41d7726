"""Let go of the column that is read from the history now.

Only Django forgets it: processes of the release before still read it. It goes with the next release.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_partners")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="customer", name="since_at")]
        )
    ]

"""Remember who of our staff placed a mail or put it away, and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_room_on_the_page")]
    operations = [
        migrations.AddField("inboundmail", "handled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "inboundmail",
            "handled_by",
            models.CharField(blank=True, db_default="", default="", max_length=160),
        ),
        migrations.AddField(
            "inboundmail",
            "handled_why",
            models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AlterField(
            "inboundmail",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting to be read"),
                    ("applied", "Read and applied"),
                    ("unparsed", "Needs a person"),
                    ("put_away", "Put away"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            "inboundmail",
            models.Index(condition=models.Q(("state", "put_away")), fields=["id"], name="inbound_put_away"),
        ),
    ]

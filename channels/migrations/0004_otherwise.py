"""Say what becomes of a message that may not go now, and by which dial one that went was allowed."""

from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING, PROTECT


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_handled_mail")]
    operations = [
        migrations.AddField(
            "message", "otherwise", models.CharField(db_default="defer", default="defer", max_length=30)
        ),
        migrations.AddField(
            "message", "allowed_by", models.CharField(blank=True, db_default="", default="", max_length=120)
        ),
        migrations.AddField(
            "message",
            "other_content",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="channels.content",
            ),
        ),
        migrations.AddField(
            "message",
            "digest",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=DO_NOTHING,
                related_name="parts",
                to="channels.message",
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("digest__isnull", False)), fields=["digest"], name="message_digest"
            ),
        ),
    ]

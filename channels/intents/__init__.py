"""What does a human answer want? Pure: words in, one `Intent` out. Knows no customers, tables or settings."""

from channels.intents.intent import SURE, Intent, Name
from channels.intents.model import Model, train
from channels.intents.reader import read_intent, read_mail

__all__ = ["SURE", "Intent", "Model", "Name", "read_intent", "read_mail", "train"]

"""The words and tones of the inbox: what customers want, and where a conversation stands."""

from channels.intents import Name
from channels.talk import Conversation

INTENTS = {
    Name.QUESTION.value: "Question",
    Name.COMPLAINT.value: "Complaint",
    Name.YES.value: "Yes",
    Name.NO.value: "No",
    Name.THANKS.value: "Thanks",
    Name.LESS.value: "Less",
    Name.STOP.value: "Stop",
    Name.HELP.value: "Help",
    Name.START.value: "Start",
    Name.OTHER.value: "Something else",
}
STATE_TONES = {
    Conversation.State.OPEN: "warn",
    Conversation.State.PENDING: "info",
    Conversation.State.SNOOZED: "muted",
    Conversation.State.RESOLVED: "good",
}

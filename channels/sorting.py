"""What an answer wants: by rules first, and second by what our people taught us; and how they teach.

Only rules make a machine act. What was learned is a suggestion to the person who reads, with its confidence
and version; a correction is learned from at once, in every process.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from channels.intents import Intent, Model, Name, read_intent, train
from channels.intents.reader import LEARNED
from channels.talk import Conversation, Label, Turn

MOST_EXAMPLES = 3000
"""The newest labels are learned from: what people wrote years ago is not what they mean today."""
LONGEST_EXAMPLE = 2000
CHOICES = (
    Name.QUESTION,
    Name.COMPLAINT,
    Name.YES,
    Name.NO,
    Name.THANKS,
    Name.LESS,
    Name.STOP,
    Name.OTHER,
)
"""What a person can sort words as, in the order of the keys 1 to 8."""


@dataclass(frozen=True, slots=True)
class _Learned:
    """A model, and the labels it was made of: their number and the newest of them, which is its version."""

    examples: int
    version: int
    model: Model


_nothing = _Learned(0, 0, train(()))
_learned = _nothing


def read(text: str, *, channel: str, language: str = "") -> Intent:
    """Say what somebody's words want; `why` names the rule, or the version of what was learned."""
    learned = _current()
    intent = read_intent(text, channel=channel, language=language, model=learned.model)
    if intent.why != LEARNED:
        return intent
    return replace(
        intent, why=f"learned from {learned.examples} answers that we sorted, version {learned.version}"
    )


def correct(turn_id: int, name: Name, *, actor: str, now: datetime) -> bool:
    """Sort somebody's words by hand; everything that is read from now on knows of it.

    Teaching is all it does: a person who reads STOP obeys it where consent is kept. Returns False for what
    no customer wrote.
    """
    with transaction.atomic():
        turn = Turn.objects.select_for_update().filter(pk=turn_id, kind=Turn.Kind.HEARD).first()
        if turn is None:
            return False
        Label.objects.filter(turn=turn).delete()
        Label.objects.create(
            turn=turn, name=name.value, words=turn.words[:LONGEST_EXAMPLE], actor=actor, labelled_at=now
        )
        sorted_by = actor.removeprefix("staff:")
        turn.intent, turn.confidence, turn.why = name.value, 1.0, f"sorted by {sorted_by}"[:200]
        turn.save(update_fields=["intent", "confidence", "why"])
        heard = Turn.objects.filter(conversation_id=turn.conversation_id, kind=Turn.Kind.HEARD)
        if heard.order_by("-pk").values_list("pk", flat=True).first() == turn.pk:
            Conversation.objects.filter(pk=turn.conversation_id).update(intent=name.value)
    return True


def _current() -> _Learned:
    """Return what there is to learn by now; one look at the table says whether this process knows it."""
    global _learned
    seen = Label.objects.aggregate(examples=Count("pk"), version=Max("pk"))
    examples, version = seen["examples"], seen["version"] or 0
    if (examples, version) != (_learned.examples, _learned.version):
        newer = _examples(after=_learned.version)
        if examples == _learned.examples + len(newer):  # nothing was corrected again or forgotten
            model = _learned.model.plus(train(newer))
        else:
            model = train(_examples())
        _learned = _Learned(examples, version, model)
    return _learned


def _examples(after: int = 0) -> Sequence[tuple[str, Name]]:
    newest = Label.objects.filter(pk__gt=after).order_by("-pk").values_list("words", "name")
    return [(words, Name(name)) for words, name in newest[:MOST_EXAMPLES]]

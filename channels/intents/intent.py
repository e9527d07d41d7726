"""What a human answer can want, in plain types."""

from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    STOP = "stop"  # write to me no more; named only where it is sure enough to be obeyed
    LESS = "less"  # write to me less often
    HELP = "help"  # the keyword by which one learns who writes and how to stop it
    START = "start"  # the keyword by which one takes a STOP back
    QUESTION = "question"
    YES = "yes"
    NO = "no"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    OTHER = "other"


SURE = 0.8  # from here on a machine may act; below it a person looks


@dataclass(frozen=True, slots=True)
class Intent:
    name: Name
    confidence: float  # 0 to 1
    why: str  # for staff: the rule, and the words it was seen in

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE

"""The form in which a language says how its speakers ask to be left alone, and other intents; only data.

Phrases are written one a line, in folded or unfolded letters, word by word:

    stop {sending} [me|us] [{det}]* {things}

`{name}` stands for the words of a class, `(a|b c)` is a choice, `[a|b]` may be missing, `[a]*` may repeat,
`word*` is any word that begins so, `_` is any word. A phrase has to fill its clause, but for leads before and
tails behind it; one that ends in ` ...` lets anything follow, one that ends in ` .` not even another clause.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Language:
    key: str  # ISO 639-1
    letters: str = ""  # a range of letters without which no text is in this language; empty for Latin ones
    stop: str = ""  # words that stop us as a clause of their own, in any language's text
    weak: str = ""  # that do so only as the whole message, since people say them to each other as well
    local: str = ""  # that do so as the whole message of somebody known to speak this language
    help: str = ""
    start: str = ""
    yes: str = ""
    no: str = ""
    thanks: str = ""
    please: str = ""  # behind which a phrase may begin in the middle of a clause
    leads: str = ""  # what may stand before a phrase or keyword
    urges: str = ""  # leads that stand before a phrase only: "I told you to stop" may be about anything
    joins: str = ""  # words like "and", behind which a phrase may begin in the middle of a clause
    asking: str = ""  # leads that make a request of a question: "could you ..."
    tails: str = ""  # what may stand behind
    continues: str = ""  # words that open another clause without a comma
    spoils: str = ""  # words before a phrase in its clause that make it somebody else's, or an if
    passing: str = ""  # words that make a wish one of the moment, or one between friends
    classes: Mapping[str, str] = field(default_factory=dict)
    phrases: str = ""  # that ask us to stop
    requests: str = ""  # questions that ask us to stop: "how do I unsubscribe"
    less: str = ""  # found anywhere in a clause, as are the next two
    complaint: str = ""
    question: str = ""  # how a question without its mark begins
    has_blanks: bool = True  # False: words are not set apart; phrases are searched as they stand

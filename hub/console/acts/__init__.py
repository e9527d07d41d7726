"""The registry of what staff do on the customer page: one class and one line each."""

from collections.abc import Mapping

from hub.console.acts.act import ActForm
from hub.console.acts.fact import FactForm
from hub.console.acts.logbook import CallForm, NoteForm, VisitForm
from hub.console.acts.open_loop import CallBackForm, HandOverForm, PromiseForm
from hub.console.acts.write import WriteForm

ACTS: Mapping[str, type[ActForm]] = {
    "write": WriteForm,
    "call": CallForm,
    "note": NoteForm,
    "visit": VisitForm,
    "call-back": CallBackForm,
    "promise": PromiseForm,
    "hand-over": HandOverForm,
    "fact": FactForm,
}

"""The portal: the ways in and out, and its pages; those on dials are reached by a message's link too."""

from django.urls import URLPattern, path

from hub.portal import (
    chosen,
    coming_in,
    conversations,
    dials,
    download,
    erase,
    home,
    inbox,
    known,
    languages,
    less,
    notices,
    partners,
    why,
)

_DIALS: list[URLPattern] = [
    path("dials/turn/", dials.turn, name="turn"),
    path("dials/quiet/", dials.quiet, name="quiet"),
    path("dials/hours/", dials.prefer, name="prefer"),
    path("language/", languages.choose, name="language"),
]

app_name = "portal"
urlpatterns = [
    path("", coming_in.enter, name="enter"),
    path("sent/", coming_in.sent, name="sent"),
    path("open/<str:token>/", coming_in.open_link, name="open"),
    path("who/", coming_in.choose, name="choose"),
    path("leave/", coming_in.leave, name="leave"),
    path("leave-everywhere/", coming_in.leave_everywhere, name="leave-everywhere"),
    path("dials/", dials.dials, name="dials"),
    *_DIALS,
    path("m/<str:token>/", dials.dials, name="dials"),
    *(path(f"m/<str:token>/{each.pattern}", each.callback, name=each.name) for each in _DIALS),
    path("less/<str:token>/", less.less, name="less"),
    path("page/", home.page, name="page"),
    path("page/answer/", chosen.answer, name="answer"),
    path("why/", why.why, name="why"),
    path("why/<int:message_id>/", why.message, name="why-message"),
    path("why/<int:message_id>/words/", why.message_words, name="words"),
    path("known/", known.known, name="known"),
    path("known/fact/<slug:key>/", known.correct, name="correct"),
    path("known/fact/<slug:key>/delete/", known.delete, name="delete"),
    path("known/partner/<slug:key>/", partners.decide, name="partner"),
    path("known/receipt/<int:evidence_id>/", known.receipt, name="receipt"),
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/write/", conversations.write, name="write"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/seen/", inbox.seen, name="seen"),
    path("inbox/<int:message_id>/", inbox.message, name="inbox-message"),
    path("inbox/<int:message_id>/read/", inbox.read, name="read"),
    path("inbox/<int:message_id>/dismiss/", inbox.dismiss, name="dismiss"),
    path("notices/", notices.notices, name="notices"),
    path("notices/on/", notices.turn_on, name="notices-on"),
    path("notices/off/", notices.turn_off, name="notices-off"),
    path("push-worker.js", notices.worker, name="push-worker"),
    path("download/", download.download, name="download"),
    path("download/<str:form>/", download.take, name="take"),
    path("erase/", erase.erase, name="erase"),
    path("erase/back/", erase.take_back, name="erase-back"),
]

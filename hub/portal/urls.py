"""The portal: the ways in and out, and its pages; those on dials are reached by a message's link too."""

from django.urls import URLPattern, path

from hub.portal import coming_in, dials, languages, less

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
]

"""The addresses of the inbox; the console's urls.py takes them in."""

from django.urls import path

from hub.console import inbox, inbox_acts, inbox_talk

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("<int:talk_id>/", inbox_talk.inbox_talk, name="inbox-talk"),
    path("<int:talk_id>/reply/", inbox_acts.inbox_reply, name="inbox-reply"),
    path("<int:talk_id>/note/", inbox_acts.inbox_note, name="inbox-note"),
    path("<int:talk_id>/assign/", inbox_acts.inbox_assign, name="inbox-assign"),
    path("<int:talk_id>/state/", inbox_acts.inbox_state, name="inbox-state"),
    path("<int:talk_id>/intent/", inbox_acts.inbox_intent, name="inbox-intent"),
    path("<int:talk_id>/present/", inbox_acts.inbox_presence_note, name="inbox-presence"),
    path("<int:talk_id>/mails/<int:turn_id>/", inbox_talk.inbox_mail, name="inbox-mail"),
    path("<int:talk_id>/files/<int:turn_id>/<int:number>/", inbox_talk.inbox_file, name="inbox-file"),
]

"""Every page there is, by the name of its URL: what axe and the hunt for scripts visit. Each gets a line.

The words in braces are filled in by tests/browser/furnished.py. What is no page is named at the end.
"""

CONSOLE = {
    "console:home": "/console/",
    "console:find": "/console/find/?q=example",
    "console:customer": "/console/customers/{customer}/",
    "console:customer-timeline": "/console/customers/{regular}/timeline/",
    "console:customer-dials": "/console/customers/{regular}/dials/?scope=/offers&position=2&days=",
    "console:customer-offer": "/console/customers/{customer}/offer/",
    "console:customer-do": "/console/customers/{customer}/do/write/",
    "console:customer-next": "/console/customers/{customer}/next/",
    "console:customer-explain":
        "/console/customers/{customer}/explain/?channel=email&topic=offers&purpose=marketing",
    "console:outbox": "/console/outbox/",
    "console:message": "/console/outbox/{message}/",
    "console:message-words": "/console/outbox/{message}/words/",
    "console:inbox": "/console/inbox/",
    "console:inbox-talk": "/console/inbox/{talk}/",
    "console:inbox-mail": "/console/inbox/{talk}/mails/{turn}/",
    "console:worklist": "/console/worklist/",
    "console:worklist-item": "/console/worklist/{item}/",
    "console:inbound": "/console/inbound/",
    "console:inbound-mail": "/console/inbound/{mail}/?q=anna",
    "console:inbound-texts": "/console/inbound/texts/",
    "console:inbound-spikes": "/console/inbound/spikes/",
    "console:campaigns": "/console/campaigns/",
    "console:campaign": "/console/campaigns/{campaign}/",
    "console:campaign-new": "/console/campaigns/new/",
    "console:campaign-edit": "/console/campaigns/{campaign}/edit/",
    "console:campaign-preview": "/console/campaigns/{campaign}/preview/?customer={customer}",
    "console:offers": "/console/offers/",
    "console:offer": "/console/offers/{offer}/",
    "console:offer-new": "/console/offers/new/",
    "console:offer-edit": "/console/offers/{offer}/edit/",
    "console:settings": "/console/settings/",
    "console:settings-concern": "/console/settings/quiet/?country=AT",
    "console:settings-rule": "/console/settings/topics/offers/",
    "console:settings-wordings": "/console/settings/wordings/",
    "console:settings-wording": "/console/settings/wordings/dial.spoken/de/",
    "console:settings-channels": "/console/settings/channels/",
    "console:settings-teams": "/console/settings/teams/?new",
    "console:settings-team": "/console/settings/teams/{team}/",
    "console:settings-answers": "/console/settings/answers/?new",
    "console:settings-answer": "/console/settings/answers/{answer}/",
    "console:settings-keys": "/console/settings/keys/?new",
    "console:settings-webhooks": "/console/settings/webhooks/?new",
    "console:settings-webhook": "/console/settings/webhooks/{webhook}/?change",
    "console:settings-webhook-delivery": "/console/settings/webhooks/{webhook}/deliveries/{delivery}/",
    "console:device": "/console/device/",
    "console:customer-viewings": "/console/customers/{customer}/viewings/",
    "console:settings-viewings": "/console/settings/viewings/",
    "account_change_password": "/console/password/",
    "account_logout": "/console/logout/",
}  # fmt: skip
PORTAL = {
    "portal:page": "/portal/page/",
    "portal:dials": "/portal/dials/",
    "portal:why": "/portal/why/",
    "portal:why-message": "/portal/why/{got}/",
    "portal:words": "/portal/why/{got}/words/",
    "portal:known": "/portal/known/",
    "portal:conversations": "/portal/conversations/",
    "portal:inbox": "/portal/inbox/",
    "portal:inbox-message": "/portal/inbox/{notice}/",
    "portal:notices": "/portal/notices/",
    "portal:download": "/portal/download/",
    "portal:erase": "/portal/erase/",
}
ANYBODYS = {
    "account_login": "/console/login/",
    "portal:enter": "/portal/",
    "portal:sent": "/portal/sent/",
    "portal:choose": "/portal/who/",
    "portal:open": "/portal/open/{way_in}/",
    "portal:less": "/portal/less/{less}/",
    "public:unsubscribe": "/t/u/{unsubscribe}/",
    "public:fragment": "/t/f/{fragment}/",
    "public:letter-reference": "/l/",
    "public:letter-stop": "/l/{reference}",
    "api:docs": "/api/docs/",
    "api:docs-problems": "/api/docs/problems/",
}

PARTS = {
    "console:news", "console:customer-left-off", "console:customer-standing",
    "console:campaign-rules", "console:campaign-count",
    "console:campaign-text-size", "console:campaign-preview-draft", "console:campaign-funnel",
    "console:offer-rules", "console:offer-count", "console:settings-wording-preview",
    "console:settings-webhook-line",
}  # fmt: skip
"""What a page fetches of itself; it is looked at inside its page."""
ACTS = {
    "console:customer-outcome", "console:customer-loop-close", "console:customer-send-again",
    "console:customer-confirm", "console:undo", "console:inbox-reply", "console:inbox-note",
    "console:inbox-assign", "console:inbox-state", "console:inbox-intent", "console:inbox-presence",
    "console:worklist-next", "console:worklist-take", "console:worklist-put-back", "console:worklist-outcome",
    "console:inbound-spike-decide", "console:inbound-text-place", "console:inbound-text-put-away",
    "console:inbound-place", "console:inbound-put-away", "console:inbound-take-out", "console:campaign-state",
    "portal:turn", "portal:quiet", "portal:prefer", "portal:language", "portal:leave",
    "portal:leave-everywhere", "portal:answer", "portal:correct", "portal:delete", "portal:write",
    "portal:seen", "portal:read", "portal:dismiss", "portal:notices-on", "portal:notices-off",
    "portal:partner", "portal:erase-back", "public:shown", "console:settings-key",
}  # fmt: skip
"""What is done by POST and leads back to a page."""
FILES = {
    "console:customer-receipt", "console:inbox-file", "console:inbound-raw", "console:campaign-export",
    "portal:receipt", "portal:take", "portal:push-worker",
}  # fmt: skip
"""What is saved, not shown."""
MACHINES = {
    "public:pixel", "public:follow", "public:follow-short", "public:letter-stop-slash", "public:sms-hook",
    "public:sms-receipt-hook", "public:email-hook", "public:email-inbound-hook", "public:healthz",
    "public:readyz", "api:schema", "api:not-found", "oauth-discovery", "oidc:token", "oidc:revoke",
    "oidc:device_code", "oidc:device_authorization",
}  # fmt: skip
"""What programs fetch, and what leads on at once."""

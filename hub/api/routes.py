"""Every address of the API with its verbs: what may be done there, with which scope, by which function."""

from hub.api import (
    brought,
    campaigns,
    conversations,
    customers,
    decisions,
    devices,
    event_kinds,
    interactions,
    messages,
    offers,
    partners,
    webhooks,
    wishes,
    worklist,
)
from hub.api.fields import Sparse
from hub.api.operation import Operation

_CREATED = {201: "It is new"}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST", "interactions/", "interactions:write", interactions.record_interactions,
        interactions.Verdicts, interactions.Happened, is_bulk=True, query=interactions.BulkQuery,
        example={
            "customer": {"source": "shop", "key": "A-1007"},
            "kind": "purchase",
            "occurred_at": "2026-11-20T09:30:00Z",
            "source": "shop",
            "source_id": "order-55121",
            "channel": "web",
            "data": {"items": 3},
            "amount_minor": 4990,
            "currency": "EUR",
        },
    ),
    Operation("GET", "event-kinds/", "", event_kinds.list_event_kinds, event_kinds.Kinds),
    Operation("GET", "event-kinds/{kind}/", "", event_kinds.read_event_kind, event_kinds.Kind),
    Operation(
        "PUT", "event-kinds/{kind}/", "event-kinds:write", event_kinds.declare_event_kind,
        event_kinds.DeclaredKind, event_kinds.Declare, also=_CREATED,
        example={
            "label": "Repair", "direction": "in", "channel": "branch",
            "schema": {
                "type": "object",
                "properties": {
                    "device": {"type": "string", "title": "Device", "maxLength": 80},
                    "days": {"type": "integer", "title": "Days it took", "minimum": 0},
                },
                "required": ["device"],
            },
        },
    ),
    Operation(
        "DELETE", "event-kinds/{kind}/", "event-kinds:write", event_kinds.retire_event_kind, event_kinds.Kind
    ),
    Operation(
        "GET", "customers/", "customers:read", customers.find_customers, customers.Hits,
        query=customers.FindQuery,
    ),
    Operation(
        "POST", "customers/", "customers:write", customers.upsert_customers,
        customers.Upserted, customers.Upsert, is_bulk=True, query=interactions.BulkQuery,
        example={
            "source": "shop", "key": "A-1007", "name": "Anna Huber", "email": "anna@example.org",
            "language": "de", "country": "AT",
        },
    ),
    Operation(
        "GET", "customers/{customer}/", "customers:read", customers.read_customer, customers.Whole,
        query=Sparse,
    ),
    Operation(
        "GET", "customers/{customer}/timeline/", "interactions:read", interactions.read_timeline,
        interactions.Timeline, query=interactions.TimelineQuery,
    ),
    Operation(
        "GET", "customers/{customer}/facts/", "customers:read", customers.read_facts, customers.Facts
    ),
    Operation(
        "POST", "customers/{customer}/facts/", "customers:write", customers.learn_facts,
        customers.Facts, customers.Learn,
        example={"facts": {"shop": "Hauptplatz"}, "source": "shop"},
    ),
    Operation("GET", "customers/{customer}/dials/", "customers:read", wishes.read_dials, wishes.Dials),
    Operation(
        "PUT", "customers/{customer}/dials/", "dials:write", wishes.turn_dial, wishes.Dials, wishes.Turn,
        holds=wishes.hold_dials, example={
            "channel": "email", "topic": "", "position": 4, "place": "till 4, Hauptplatz",
            "wording": "One email a week at most.",
        },
    ),
    Operation(
        "GET", "customers/{customer}/consents/", "customers:read", wishes.read_consents, wishes.Consents
    ),
    Operation(
        "POST", "customers/{customer}/consents/", "consents:write", wishes.take_consent,
        wishes.Consents, wishes.Say,
        example={
            "channel": "email", "purpose": "marketing", "is_granted": True, "place": "till 4, Hauptplatz",
            "wording": "Yes, you may write to me with offers.",
        },
    ),
    Operation(
        "GET", "customers/{customer}/devices/", "customers:read", devices.read_devices, devices.Devices
    ),
    Operation(
        "POST", "customers/{customer}/devices/", "customers:write", devices.register_device,
        devices.Devices, devices.Register,
        example={"kind": "fcm", "endpoint": "dGhlIHRva2VuIG9mIHRoZSBhcHA", "label": "Pixel 9"},
    ),
    Operation(
        "DELETE", "customers/{customer}/devices/{device}/", "customers:write", devices.remove_device,
        devices.Devices,
    ),
    Operation("GET", "customers/{customer}/inbox/", "messages:read", devices.read_inbox, devices.Inbox),
    Operation(
        "POST", "customers/{customer}/inbox/{message}/", "interactions:write", devices.mark_message,
        devices.Inbox, devices.Mark, example={"did": "read"},
    ),
    Operation(
        "GET", "messages/", "messages:read", messages.list_messages, messages.Sents,
        query=messages.MessageQuery,
    ),
    Operation(
        "POST", "messages/", "messages:write", messages.send_message, messages.Sent, messages.Send,
        also=_CREATED,
        example={
            "customer": {"source": "shop", "key": "A-1007"},
            "key": "receipt-55121",
            "purpose": "service",
            "topic": "news",
            "content": {"subject": "Your order", "text": "Dear {{ customer.first_name }}, it is on its way."},
        },
    ),
    Operation("GET", "messages/{message}/", "messages:read", messages.read_message, messages.Sent),
    Operation(
        "GET", "conversations/", "conversations:read", conversations.list_conversations, conversations.Talks,
        query=conversations.ConversationQuery,
    ),
    Operation(
        "GET", "conversations/{conversation}/", "conversations:read", conversations.read_conversation,
        conversations.WholeTalk,
    ),
    Operation(
        "POST", "conversations/{conversation}/reply/", "conversations:write",
        conversations.reply_to_conversation, conversations.Talk, conversations.TalkAnswer,
        example={"text": "Yes, it is in stock.", "revision": 1},
    ),
    Operation(
        "POST", "conversations/{conversation}/resolve/", "conversations:write",
        conversations.resolve_conversation, conversations.Talk, conversations.Rest, example={"revision": 2},
    ),
    Operation(
        "GET", "worklist/", "worklist:read", worklist.list_work, worklist.WorkList,
        query=worklist.ListQuery,
    ),
    Operation(
        "POST", "worklist/next/", "worklist:write", worklist.take_next_work, worklist.Next, worklist.Wish,
        example={"channel": "call"},
    ),
    Operation(
        "POST", "worklist/{item}/take/", "worklist:write", worklist.take_work, worklist.InHand,
        worklist.Take, example={},
    ),
    Operation(
        "POST", "worklist/{item}/outcome/", "worklist:write", worklist.tell_work_outcome, worklist.WorkDone,
        worklist.CameOfIt, example={"outcome": "accepted", "words": "Put one aside, please.", "minutes": 4},
    ),
    Operation(
        "GET", "campaigns/", "campaigns:read", campaigns.list_campaigns, campaigns.Briefs,
        query=campaigns.ListQuery,
    ),
    Operation("GET", "campaigns/{campaign}/", "campaigns:read", campaigns.read_campaign, campaigns.Brief),
    Operation(
        "GET", "campaigns/{campaign}/results/", "campaigns:read", campaigns.read_results, campaigns.Results
    ),
    Operation(
        "POST", "segments/count/", "campaigns:read", campaigns.count_segment,
        campaigns.Counted, campaigns.Count,
        example={"audience": {"profile": "purchases", "at_least": 3}},
    ),
    Operation(
        "POST", "decisions/", "decisions:write", decisions.ask_decision, decisions.Advised,
        decisions.Wanted, also=_CREATED, is_one_statement=True,
        example={
            "customer": {"source": "shop", "key": "A-1007"}, "touchpoint": "web", "placement": "home",
            "context": {"basket": 3},
        },
    ),
    Operation(
        "GET", "decisions/bundle/", "decisions:read", decisions.read_bundle, decisions.Bundle,
        query=decisions.BundleQuery,
    ),
    Operation(
        "POST", "decisions/offline/", "decisions:write", decisions.tell_offline, decisions.ToldOffline,
        decisions.Later, is_bulk=True,
        example={
            "key": "till4-000812", "customer": {"source": "shop", "key": "A-1007"}, "touchpoint": "till",
            "offer": "winter-box", "outcome": "accepted", "happened_at": "2026-11-20T09:30:00Z",
        },
    ),
    Operation("GET", "decisions/{decision}/", "decisions:read", decisions.read_decision, decisions.Kept),
    Operation(
        "POST", "decisions/{decision}/outcome/", "decisions:write", decisions.tell_outcome,
        decisions.Noted, decisions.Result,
        example={"outcome": "declined", "words": "Too dear."},
    ),
    Operation(
        "GET", "offers/", "offers:read", offers.list_offers, offers.Offers, query=offers.OfferQuery
    ),
    Operation("GET", "offers/{offer}/", "offers:read", offers.read_offer, offers.OfferTold),
    Operation(
        "PUT", "offers/{offer}/", "offers:write", offers.write_offer, offers.OfferTold, offers.Written,
        also=_CREATED, holds=offers.hold_offer,
        example={
            "name": "The winter box", "topic": "offers", "title": "All for the cold season, a fifth less",
            "audience": {"profile": "purchases", "at_least": 1}, "words": "You had the sage tea last year.",
            "places": ["till", "web/home"], "margin_minor": 400,
        },
    ),
    Operation("GET", "partners/", "partners:read", partners.list_partners, partners.Partners),
    Operation(
        "PUT", "partners/{partner}/", "partners:write", partners.write_partner, partners.PartnerTold,
        partners.WrittenPartner, also=_CREATED,
        example={
            "name": "Pet Shop",
            "wording": "Yes, you may join what Pet Shop tells you about me with what you know.",
        },
    ),
    Operation(
        "DELETE", "partners/{partner}/", "partners:write", partners.remove_partner, partners.RemovedPartner
    ),
    Operation(
        "GET", "customers/{customer}/partners/", "customers:read", partners.read_links, partners.Links
    ),
    Operation(
        "PUT", "customers/{customer}/partners/{partner}/", "consents:write", partners.permit_partner,
        partners.Links, partners.Permit,
        example={
            "is_granted": True, "place": "till 4, Hauptplatz",
            "wording": "Yes, you may join what Pet Shop tells you about me with what you know.",
        },
    ),
    Operation(
        "DELETE", "customers/{customer}/partners/{partner}/", "partners:write", partners.forget_partner,
        partners.Links,
    ),
    Operation(
        "POST", "partner/customers/", "partner:write", brought.bring_customers, brought.Brings,
        brought.Bring, is_bulk=True, query=interactions.BulkQuery,
        example={"key": "P-1007", "name": "Anna Huber", "email": "anna@example.org"},
    ),
    Operation(
        "GET", "partner/customers/", "partner:read", brought.read_brought, brought.BroughtWhole,
        query=brought.BroughtQuery,
    ),
    Operation(
        "DELETE", "partner/customers/", "partner:write", brought.remove_brought, brought.Removed,
        query=brought.KeyQuery,
    ),
    Operation(
        "POST", "partner/interactions/", "partner:write", brought.bring_interactions, brought.Brings,
        brought.Came, is_bulk=True, query=interactions.BulkQuery,
        example={
            "customer": "P-1007", "kind": "purchase", "occurred_at": "2026-11-20T09:30:00Z",
            "source_id": "order-9", "amount_minor": 1990, "currency": "EUR", "data": {"items": "Dog food"},
        },
    ),
    Operation("GET", "webhooks/", "webhooks:read", webhooks.list_webhooks, webhooks.Hooks),
    Operation(
        "POST", "webhooks/", "webhooks:write", webhooks.subscribe_webhook, webhooks.NewHook,
        webhooks.Subscribe, status=201,
        example={
            "name": "shop", "url": "https://shop.example.org/rapport", "kinds": ["purchase", "dial_turned"],
        },
    ),
    Operation("GET", "webhooks/{webhook}/", "webhooks:read", webhooks.read_webhook, webhooks.Hook),
    Operation(
        "PATCH", "webhooks/{webhook}/", "webhooks:write", webhooks.change_webhook, webhooks.Hook,
        webhooks.Change, holds=webhooks.hold_webhook, example={"kinds": ["purchase"], "stopped": False},
    ),
    Operation(
        "DELETE", "webhooks/{webhook}/", "webhooks:write", webhooks.remove_webhook, webhooks.Gone,
        holds=webhooks.hold_webhook,
    ),
    Operation(
        "POST", "webhooks/{webhook}/rotate/", "webhooks:write", webhooks.rotate_webhook, webhooks.NewHook
    ),
    Operation(
        "POST", "webhooks/{webhook}/replay/", "webhooks:write", webhooks.replay_webhook, webhooks.Queued,
        webhooks.Again, example={"since": "2026-11-20T00:00:00Z", "until": "2026-11-21T00:00:00Z"},
    ),
    Operation(
        "GET", "webhooks/{webhook}/deliveries/", "webhooks:read", webhooks.list_deliveries, webhooks.Log,
        query=webhooks.LogQuery,
    ),
)  # fmt: skip

"""A method for every operation of the API. Made by generate.py: change the API, then run `make openapi`."""

# fmt: off

from collections.abc import Iterator, Sequence
from typing import Literal

from rapport_client import types as t
from rapport_client.transport import Transport, quoted


class Operations(Transport):
    """Bodies and answers are plain dictionaries, typed."""

    def record_interactions(
        self,
        body: t.Happened | Sequence[t.Happened],
        *,
        atomic: bool | None = None,
        idempotency_key: str | None = None,
    ) -> t.Verdicts:
        """Record one interaction or many; what was recorded before adds nothing."""
        return self._call(
            t.Verdicts,
            "POST",
            "/api/v1/interactions/",
            query={"atomic": atomic},
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_event_kinds(self) -> t.Kinds:
        """List the kinds of interactions, and which of them may be sent."""
        return self._call(t.Kinds, "GET", "/api/v1/event-kinds/")

    def read_event_kind(self, kind: str | int) -> t.Kind:
        """Read one kind of interaction."""
        return self._call(t.Kind, "GET", f"/api/v1/event-kinds/{quoted(kind)}/")

    def declare_event_kind(
        self,
        kind: str | int,
        body: t.Declare,
        *,
        idempotency_key: str | None = None,
    ) -> t.DeclaredKind:
        """Declare a kind of interaction, or change it; what was recorded stays as it is."""
        return self._call(
            t.DeclaredKind,
            "PUT",
            f"/api/v1/event-kinds/{quoted(kind)}/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def retire_event_kind(self, kind: str | int, *, idempotency_key: str | None = None) -> t.Kind:
        """Take no more of this kind; what was recorded keeps its name. Declaring it again brings it
        back."""
        return self._call(
            t.Kind,
            "DELETE",
            f"/api/v1/event-kinds/{quoted(kind)}/",
            headers={"Idempotency-Key": idempotency_key},
        )

    def find_customers(
        self,
        *,
        q: str | None = None,
        source: str | None = None,
        key: str | None = None,
        limit: int | None = None,
    ) -> t.Hits:
        """Find customers by what is typed, or the one whom a source knows by a key; the best first."""
        return self._call(
            t.Hits,
            "GET",
            "/api/v1/customers/",
            query={"q": q, "source": source, "key": key, "limit": limit},
        )

    def upsert_customers(
        self,
        body: t.Upsert | Sequence[t.Upsert],
        *,
        atomic: bool | None = None,
        idempotency_key: str | None = None,
    ) -> t.Upserted:
        """Make customers or bring them up to date; what they narrowed themselves is never widened."""
        return self._call(
            t.Upserted,
            "POST",
            "/api/v1/customers/",
            query={"atomic": atomic},
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_customer(self, customer: str | int, *, fields: str | None = None) -> t.Whole:
        """Read one customer; with If-None-Match only if something changed."""
        return self._call(
            t.Whole,
            "GET",
            f"/api/v1/customers/{quoted(customer)}/",
            query={"fields": fields},
        )

    def read_timeline(
        self,
        customer: str | int,
        *,
        fields: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> t.Timeline:
        """Read a customer's history, a page at a time; who was merged into them is in it."""
        return self._call(
            t.Timeline,
            "GET",
            f"/api/v1/customers/{quoted(customer)}/timeline/",
            query={"fields": fields, "cursor": cursor, "limit": limit, "kind": kind, "channel": channel},
        )

    def iter_timeline(
        self,
        customer: str | int,
        *,
        fields: str | None = None,
        limit: int | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> Iterator[t.Told]:
        """Go over all that read_timeline lists, page after page."""
        return self._each(
            lambda cursor: self.read_timeline(customer, fields=fields, limit=limit, kind=kind, channel=channel, cursor=cursor),
        )

    def read_facts(self, customer: str | int) -> t.Facts:
        """Read what we know about a customer."""
        return self._call(t.Facts, "GET", f"/api/v1/customers/{quoted(customer)}/facts/")

    def learn_facts(
        self,
        customer: str | int,
        body: t.Learn,
        *,
        idempotency_key: str | None = None,
    ) -> t.Facts:
        """Learn facts about a customer, where they prevail over what we know."""
        return self._call(
            t.Facts,
            "POST",
            f"/api/v1/customers/{quoted(customer)}/facts/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_dials(self, customer: str | int) -> t.Dials:
        """Read the dials in force: the customer's own, and the house's defaults where they set none."""
        return self._call(t.Dials, "GET", f"/api/v1/customers/{quoted(customer)}/dials/")

    def turn_dial(
        self,
        customer: str | int,
        body: t.Turn,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> t.Dials:
        """Turn a dial as the customer wishes; what it no longer allows is called off at once."""
        return self._call(
            t.Dials,
            "PUT",
            f"/api/v1/customers/{quoted(customer)}/dials/",
            body=body,
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match, "If-None-Match": if_none_match},
        )

    def read_consents(self, customer: str | int) -> t.Consents:
        """Read what a customer has answered."""
        return self._call(t.Consents, "GET", f"/api/v1/customers/{quoted(customer)}/consents/")

    def take_consent(
        self,
        customer: str | int,
        body: t.Say,
        *,
        idempotency_key: str | None = None,
    ) -> t.Consents:
        """Take down a consent or its withdrawal, with the evidence."""
        return self._call(
            t.Consents,
            "POST",
            f"/api/v1/customers/{quoted(customer)}/consents/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_devices(self, customer: str | int) -> t.Devices:
        """Read on which devices a customer takes push messages."""
        return self._call(t.Devices, "GET", f"/api/v1/customers/{quoted(customer)}/devices/")

    def register_device(
        self,
        customer: str | int,
        body: t.Register,
        *,
        idempotency_key: str | None = None,
    ) -> t.Devices:
        """Register a device for a customer; whoever had it before has it no more."""
        return self._call(
            t.Devices,
            "POST",
            f"/api/v1/customers/{quoted(customer)}/devices/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def remove_device(
        self,
        customer: str | int,
        device: str | int,
        *,
        idempotency_key: str | None = None,
    ) -> t.Devices:
        """Take a device away, as at signing out; with the last one goes the consent to push."""
        return self._call(
            t.Devices,
            "DELETE",
            f"/api/v1/customers/{quoted(customer)}/devices/{quoted(device)}/",
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_inbox(self, customer: str | int) -> t.Inbox:
        """Pull what waits in a customer's inbox, the newest first; what is pulled counts as delivered."""
        return self._call(t.Inbox, "GET", f"/api/v1/customers/{quoted(customer)}/inbox/")

    def mark_message(
        self,
        customer: str | int,
        message: str | int,
        body: t.Mark,
        *,
        idempotency_key: str | None = None,
    ) -> t.Inbox:
        """Tell that the customer read a message of their inbox, or put it away."""
        return self._call(
            t.Inbox,
            "POST",
            f"/api/v1/customers/{quoted(customer)}/inbox/{quoted(message)}/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_messages(
        self,
        *,
        fields: str | None = None,
        key: str | None = None,
        customer: str | None = None,
        channel: str | None = None,
        state: str | None = None,
        since: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> t.Sents:
        """List messages of every channel: by key, customer, channel, state, or since when."""
        return self._call(
            t.Sents,
            "GET",
            "/api/v1/messages/",
            query={"fields": fields, "key": key, "customer": customer, "channel": channel, "state": state, "since": since, "cursor": cursor, "limit": limit},
        )

    def iter_messages(
        self,
        *,
        fields: str | None = None,
        key: str | None = None,
        customer: str | None = None,
        channel: str | None = None,
        state: str | None = None,
        since: str | None = None,
        limit: int | None = None,
    ) -> Iterator[t.Sent]:
        """Go over all that list_messages lists, page after page."""
        return self._each(
            lambda cursor: self.list_messages(fields=fields, key=key, customer=customer, channel=channel, state=state, since=since, limit=limit, cursor=cursor),
        )

    def send_message(self, body: t.Send, *, idempotency_key: str | None = None) -> t.Sent:
        """Send a message if the customer allows it; the answer tells the verdict and why."""
        return self._call(
            t.Sent,
            "POST",
            "/api/v1/messages/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_message(self, message: str | int) -> t.Sent:
        """See what became of a message."""
        return self._call(t.Sent, "GET", f"/api/v1/messages/{quoted(message)}/")

    def list_conversations(
        self,
        *,
        fields: str | None = None,
        state: Literal["open", "pending", "resolved", "snoozed"] | None = None,
        customer: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> t.Talks:
        """List conversations in a state, a page at a time, in the order of their numbers."""
        return self._call(
            t.Talks,
            "GET",
            "/api/v1/conversations/",
            query={"fields": fields, "state": state, "customer": customer, "cursor": cursor, "limit": limit},
        )

    def iter_conversations(
        self,
        *,
        fields: str | None = None,
        state: Literal["open", "pending", "resolved", "snoozed"] | None = None,
        customer: str | None = None,
        limit: int | None = None,
    ) -> Iterator[t.Talk]:
        """Go over all that list_conversations lists, page after page."""
        return self._each(
            lambda cursor: self.list_conversations(fields=fields, state=state, customer=customer, limit=limit, cursor=cursor),
        )

    def read_conversation(self, conversation: str | int) -> t.WholeTalk:
        """Read what was said in a conversation, on every channel."""
        return self._call(t.WholeTalk, "GET", f"/api/v1/conversations/{quoted(conversation)}/")

    def reply_to_conversation(
        self,
        conversation: str | int,
        body: t.TalkAnswer,
        *,
        idempotency_key: str | None = None,
    ) -> t.Talk:
        """Answer a customer in their conversation, if nothing was said since you read it."""
        return self._call(
            t.Talk,
            "POST",
            f"/api/v1/conversations/{quoted(conversation)}/reply/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def resolve_conversation(
        self,
        conversation: str | int,
        body: t.Rest,
        *,
        idempotency_key: str | None = None,
    ) -> t.Talk:
        """Put a conversation to rest, if nothing was said since you read it."""
        return self._call(
            t.Talk,
            "POST",
            f"/api/v1/conversations/{quoted(conversation)}/resolve/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_work(
        self,
        *,
        channel: Literal["branch", "call"] | Literal[""] | None = None,
        limit: int | None = None,
    ) -> t.WorkList:
        """List what is due, the most needed first; what a customer does not allow now is found out at
        taking."""
        return self._call(
            t.WorkList,
            "GET",
            "/api/v1/worklist/",
            query={"channel": channel, "limit": limit},
        )

    def take_next_work(self, body: t.Wish, *, idempotency_key: str | None = None) -> t.Next:
        """Take the first item that may be carried now into your hand."""
        return self._call(
            t.Next,
            "POST",
            "/api/v1/worklist/next/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def take_work(self, item: str | int, body: t.Take, *, idempotency_key: str | None = None) -> t.InHand:
        """Take this item into your hand, or keep it there for longer."""
        return self._call(
            t.InHand,
            "POST",
            f"/api/v1/worklist/{quoted(item)}/take/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def tell_work_outcome(
        self,
        item: str | int,
        body: t.CameOfIt,
        *,
        idempotency_key: str | None = None,
    ) -> t.WorkDone:
        """Tell what came of an item in your hand: it is a receipt, and stands on the customer's
        timeline."""
        return self._call(
            t.WorkDone,
            "POST",
            f"/api/v1/worklist/{quoted(item)}/outcome/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_campaigns(self, *, cursor: str | None = None, limit: int | None = None) -> t.Briefs:
        """List the campaigns."""
        return self._call(t.Briefs, "GET", "/api/v1/campaigns/", query={"cursor": cursor, "limit": limit})

    def iter_campaigns(self, *, limit: int | None = None) -> Iterator[t.Brief]:
        """Go over all that list_campaigns lists, page after page."""
        return self._each(lambda cursor: self.list_campaigns(limit=limit, cursor=cursor))

    def read_campaign(self, campaign: str | int) -> t.Brief:
        """Read one campaign."""
        return self._call(t.Brief, "GET", f"/api/v1/campaigns/{quoted(campaign)}/")

    def read_results(self, campaign: str | int) -> t.Results:
        """Read how the latest run of a campaign went."""
        return self._call(t.Results, "GET", f"/api/v1/campaigns/{quoted(campaign)}/results/")

    def count_segment(self, body: t.Count, *, idempotency_key: str | None = None) -> t.Counted:
        """Count the customers that a rule means, in at most ten seconds."""
        return self._call(
            t.Counted,
            "POST",
            "/api/v1/segments/count/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def ask_decision(self, body: t.Wanted, *, idempotency_key: str | None = None) -> t.Advised:
        """Ask what to say to a customer here and now; the decision is kept."""
        return self._call(
            t.Advised,
            "POST",
            "/api/v1/decisions/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_bundle(
        self,
        *,
        touchpoint: Literal["atm", "branch", "call", "portal", "till", "web"],
        placement: str | None = None,
    ) -> t.Bundle:
        """Take along what a till may offer while its line is down."""
        return self._call(
            t.Bundle,
            "GET",
            "/api/v1/decisions/bundle/",
            query={"touchpoint": touchpoint, "placement": placement},
        )

    def tell_offline(
        self,
        body: t.Later | Sequence[t.Later],
        *,
        idempotency_key: str | None = None,
    ) -> t.ToldOffline:
        """Tell what a till offered while its line was down; what was told before adds nothing."""
        return self._call(
            t.ToldOffline,
            "POST",
            "/api/v1/decisions/offline/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_decision(self, decision: str | int) -> t.Kept:
        """Read a decision: what it weighed, what it chose and why, and what came of it."""
        return self._call(t.Kept, "GET", f"/api/v1/decisions/{quoted(decision)}/")

    def tell_outcome(
        self,
        decision: str | int,
        body: t.Result,
        *,
        idempotency_key: str | None = None,
    ) -> t.Noted:
        """Tell what came of an offer; what the customer answered holds everywhere at once."""
        return self._call(
            t.Noted,
            "POST",
            f"/api/v1/decisions/{quoted(decision)}/outcome/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_offers(
        self,
        *,
        fields: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> t.Offers:
        """List the offers, also those that are over."""
        return self._call(
            t.Offers,
            "GET",
            "/api/v1/offers/",
            query={"fields": fields, "cursor": cursor, "limit": limit},
        )

    def iter_offers(
        self,
        *,
        fields: str | None = None,
        limit: int | None = None,
    ) -> Iterator[t.OfferTold]:
        """Go over all that list_offers lists, page after page."""
        return self._each(lambda cursor: self.list_offers(fields=fields, limit=limit, cursor=cursor))

    def read_offer(self, offer: str | int) -> t.OfferTold:
        """Read one offer."""
        return self._call(t.OfferTold, "GET", f"/api/v1/offers/{quoted(offer)}/")

    def write_offer(
        self,
        offer: str | int,
        body: t.Written,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> t.OfferTold:
        """Make an offer or bring it up to date; the one with this key is replaced."""
        return self._call(
            t.OfferTold,
            "PUT",
            f"/api/v1/offers/{quoted(offer)}/",
            body=body,
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match, "If-None-Match": if_none_match},
        )

    def list_partners(self) -> t.Partners:
        """List partners, and how many they brought."""
        return self._call(t.Partners, "GET", "/api/v1/partners/")

    def write_partner(
        self,
        partner: str | int,
        body: t.WrittenPartner,
        *,
        idempotency_key: str | None = None,
    ) -> t.PartnerTold:
        """Make a partner or change it; one that was ended is back."""
        return self._call(
            t.PartnerTold,
            "PUT",
            f"/api/v1/partners/{quoted(partner)}/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def remove_partner(
        self,
        partner: str | int,
        *,
        idempotency_key: str | None = None,
    ) -> t.RemovedPartner:
        """End a partner, whose keys open nothing any more, and remove what came from them, 500 at a
        time."""
        return self._call(
            t.RemovedPartner,
            "DELETE",
            f"/api/v1/partners/{quoted(partner)}/",
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_links(self, customer: str | int) -> t.Links:
        """Read which partners told us of a customer, and what the customer allowed."""
        return self._call(t.Links, "GET", f"/api/v1/customers/{quoted(customer)}/partners/")

    def permit_partner(
        self,
        customer: str | int,
        partner: str | int,
        body: t.Permit,
        *,
        idempotency_key: str | None = None,
    ) -> t.Links:
        """Take down whether what a partner tells us may be joined: a yes joins it, a no parts it."""
        return self._call(
            t.Links,
            "PUT",
            f"/api/v1/customers/{quoted(customer)}/partners/{quoted(partner)}/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def forget_partner(
        self,
        customer: str | int,
        partner: str | int,
        *,
        idempotency_key: str | None = None,
    ) -> t.Links:
        """Remove for a customer all that a partner told us, for good, and take their permission back."""
        return self._call(
            t.Links,
            "DELETE",
            f"/api/v1/customers/{quoted(customer)}/partners/{quoted(partner)}/",
            headers={"Idempotency-Key": idempotency_key},
        )

    def bring_customers(
        self,
        body: t.Bring | Sequence[t.Bring],
        *,
        atomic: bool | None = None,
        idempotency_key: str | None = None,
    ) -> t.Brings:
        """Tell us of customers of yours; nothing is joined to ours without their permission."""
        return self._call(
            t.Brings,
            "POST",
            "/api/v1/partner/customers/",
            query={"atomic": atomic},
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_brought(
        self,
        *,
        key: str,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> t.BroughtWhole:
        """Read what you brought about one of your customers."""
        return self._call(
            t.BroughtWhole,
            "GET",
            "/api/v1/partner/customers/",
            query={"key": key, "cursor": cursor, "limit": limit},
        )

    def iter_brought(self, *, key: str, limit: int | None = None) -> Iterator[t.Told]:
        """Go over all that read_brought lists, page after page."""
        return self._each(lambda cursor: self.read_brought(key=key, limit=limit, cursor=cursor))

    def remove_brought(self, *, key: str, idempotency_key: str | None = None) -> t.Removed:
        """Remove all that you brought about one of your customers, for good; the key is taken no more."""
        return self._call(
            t.Removed,
            "DELETE",
            "/api/v1/partner/customers/",
            query={"key": key},
            headers={"Idempotency-Key": idempotency_key},
        )

    def bring_interactions(
        self,
        body: t.Came | Sequence[t.Came],
        *,
        atomic: bool | None = None,
        idempotency_key: str | None = None,
    ) -> t.Brings:
        """Tell us what happened with customers of yours; what was recorded before adds nothing."""
        return self._call(
            t.Brings,
            "POST",
            "/api/v1/partner/interactions/",
            query={"atomic": atomic},
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_webhooks(self) -> t.Hooks:
        """List the webhooks."""
        return self._call(t.Hooks, "GET", "/api/v1/webhooks/")

    def subscribe_webhook(self, body: t.Subscribe, *, idempotency_key: str | None = None) -> t.NewHook:
        """Be told of these kinds of interactions from now on."""
        return self._call(
            t.NewHook,
            "POST",
            "/api/v1/webhooks/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def read_webhook(self, webhook: str | int) -> t.Hook:
        """Read one webhook."""
        return self._call(t.Hook, "GET", f"/api/v1/webhooks/{quoted(webhook)}/")

    def change_webhook(
        self,
        webhook: str | int,
        body: t.Change,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> t.Hook:
        """Change where it leads or what it is told, stop it, or let it go on."""
        return self._call(
            t.Hook,
            "PATCH",
            f"/api/v1/webhooks/{quoted(webhook)}/",
            body=body,
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match, "If-None-Match": if_none_match},
        )

    def remove_webhook(
        self,
        webhook: str | int,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> t.Gone:
        """Remove a webhook and its log."""
        return self._call(
            t.Gone,
            "DELETE",
            f"/api/v1/webhooks/{quoted(webhook)}/",
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match, "If-None-Match": if_none_match},
        )

    def rotate_webhook(self, webhook: str | int, *, idempotency_key: str | None = None) -> t.NewHook:
        """Get a new secret; the old one signs too for a day."""
        return self._call(
            t.NewHook,
            "POST",
            f"/api/v1/webhooks/{quoted(webhook)}/rotate/",
            headers={"Idempotency-Key": idempotency_key},
        )

    def replay_webhook(
        self,
        webhook: str | int,
        body: t.Again,
        *,
        idempotency_key: str | None = None,
    ) -> t.Queued:
        """Be told again what was recorded in a time."""
        return self._call(
            t.Queued,
            "POST",
            f"/api/v1/webhooks/{quoted(webhook)}/replay/",
            body=body,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_deliveries(
        self,
        webhook: str | int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> t.Log:
        """List what a webhook was told, and what became of it."""
        return self._call(
            t.Log,
            "GET",
            f"/api/v1/webhooks/{quoted(webhook)}/deliveries/",
            query={"cursor": cursor, "limit": limit},
        )

    def iter_deliveries(self, webhook: str | int, *, limit: int | None = None) -> Iterator[t.Delivered]:
        """Go over all that list_deliveries lists, page after page."""
        return self._each(lambda cursor: self.list_deliveries(webhook, limit=limit, cursor=cursor))

"""What goes to the API and comes from it. Made by generate.py: change the API, then run `make openapi`."""

# fmt: off

from typing import Any, Literal, NotRequired, TypedDict


class Address(TypedDict):
    """Where post goes: the lines above the city, from the street on, and the country in two letters."""
    lines: list[str]
    city: str
    postcode: NotRequired[str]
    country: NotRequired[str]


class Advised(TypedDict):
    """What to say, the best first. Silence is always among it; where it stands first, say nothing."""
    id: int
    customer: str
    touchpoint: str
    placement: str
    actions: "list[Proposal]"
    passed: "list[PassedOver]"
    policy: str
    policy_version: int
    probability: float
    decided_at: str
    fragment: str | None


class Again(TypedDict):
    """The time, by when it was recorded; a month at most."""
    since: str
    until: str


class Allowed(TypedDict):
    """Whether a channel may be used for a purpose; without an entry nobody has answered."""
    channel: str
    purpose: str
    is_granted: bool
    changed_at: str


class Arm(TypedDict):
    """The people of one version: what became of their message, and what they did then."""
    name: str
    planned: int
    held_out: int
    refused: int
    waiting: int
    unknown: int
    sent: int
    bounced: int
    failed: int
    expired: int
    cancelled: int
    quarantined: int
    accepted: int
    delivered: int
    opened: int
    clicked: int
    replied: int
    complained: int
    bought: int
    buyers: int
    refused_by_reason: dict[str, int]
    waiting_by_reason: dict[str, int]


class Became(TypedDict):
    offer: str
    outcome: str
    until: str | None
    actor: str
    happened_at: str


class Brief(TypedDict):
    """A campaign; `state` is that of its latest run, empty before the first."""
    key: str
    name: str
    purpose: str
    topic: str
    channel: str
    state: str
    holdout: float
    changed_at: str


class Briefs(TypedDict):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""
    items: "list[Brief]"
    next: str | None


class Bring(TypedDict):
    """One of your customers; by address, or by a key of ours that you know, they may be recognised."""
    key: str
    name: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    known_as: NotRequired["Named | None"]


class Brings(TypedDict):
    """`new` and `repeated` count interactions; verdicts come in the order of the items."""
    new: int
    repeated: int
    refused: int
    items: "list[Verdict]"


class BroughtWhole(TypedDict):
    """What you brought about one of your customers; a page of it, `next` is the cursor of the page
    after."""
    key: str
    name: str
    emails: list[str]
    phones: list[str]
    items: "list[Told]"
    next: str | None


class Bundle(TypedDict):
    """What a till may do while its line is down: these offers, the best first, and these rules."""
    touchpoint: str
    placement: str
    good_for_seconds: int
    offers: "list[Bundled]"
    rules: list[str]


class Bundled(TypedDict):
    """An offer that is meant for everybody."""
    key: str
    family: str
    topic: str
    name: str
    title: str
    text: str
    link: str
    words: str
    translations: dict[str, dict[str, str]]
    valid_from: str | None
    valid_until: str | None


class Came(TypedDict):
    """Something that happened with one of your customers, who is made if you name them first."""
    customer: str
    kind: str
    occurred_at: str
    source_id: str
    channel: NotRequired[str]
    direction: NotRequired[Literal["", "in", "out", "within"]]
    summary: NotRequired[str]
    data: NotRequired[dict[str, Any]]
    amount_minor: NotRequired[int | None]
    currency: NotRequired[str]


class CameOfIt(TypedDict):
    """What came of it, in their words if you like. `not_now` needs `until`: when to come back to it."""
    outcome: Literal["accepted", "asked", "declined", "no_more", "not_now", "not_reached", "wrong_number"]
    words: NotRequired[str]
    minutes: NotRequired[int | None]
    until: NotRequired[str | None]


class Candidate(TypedDict):
    key: str
    kind: str
    score: float | None
    why: str


class Change(TypedDict):
    """What is left out stays as it is."""
    name: NotRequired[str]
    url: NotRequired[str]
    kinds: NotRequired[list[str]]
    stopped: NotRequired[bool]


class Consents(TypedDict):
    customer: str
    items: "list[Allowed]"


class Count(TypedDict):
    """A rule tree, as docs/audiences.md writes it."""
    audience: dict[str, Any]


class Counted(TypedDict):
    """How many customers it means now, and the rule in words."""
    customers: int
    words: str


class Declare(TypedDict):
    """A kind as it is to be. The schema is JSON Schema 2020-12 for `data`, and refers to nothing
    outside."""
    label: str
    schema: dict[str, Any]
    direction: NotRequired[Literal["in", "out", "within"]]
    channel: NotRequired[str]
    carries_money: NotRequired[bool]
    counts_as: NotRequired[Literal["", "purchase", "visit"]]


class Declared(TypedDict):
    """What was declared of a kind: the schema of its data, and what it counts as in profiles."""
    schema: dict[str, Any]
    carries_money: bool
    counts_as: str
    version: int
    changed_by: str
    changed_at: str
    retired_at: str | None


class DeclaredKind(TypedDict):
    """The kind as it is now; of so many lines recorded lately, how many its schema would refuse today."""
    kind: "Kind"
    checked: int
    failing: int


class Delivered(TypedDict):
    """One delivery: `status` is what the receiver last answered, `words` what went wrong."""
    id: int
    interaction: int | None
    kind: str
    state: str
    attempts: int
    status: int | None
    words: str
    due_at: str | None
    created_at: str


class Devices(TypedDict):
    """A customer's devices, the one used last first: that one gets what we push."""
    customer: str
    items: "list[Registered]"


class Dial(TypedDict):
    """A dial in force: what it is about, where it stands now, and where it springs back to after a
    snooze."""
    channel: str
    topic: str
    position: int
    means: str
    is_default: bool
    snoozed_until: NotRequired[str | None]
    position_after: NotRequired[int | None]


class Dials(TypedDict):
    customer: str
    items: "list[Dial]"


class Document(TypedDict):
    """An error; `type` is stable and means the same for ever, `detail` is for people."""
    type: str
    title: str
    status: int
    detail: NotRequired[str]
    errors: NotRequired["list[Flaw]"]


class Facts(TypedDict):
    customer: str
    items: "list[Known]"


class Flaw(TypedDict):
    """One thing wrong with the body: where (a JSON Pointer into it) and what."""
    pointer: str
    detail: str


class Gone(TypedDict):
    """What was removed."""
    id: int


class Happened(TypedDict):
    """Something that happened with a customer; a customer whom the source names first is made."""
    customer: "str | Named"
    kind: str
    occurred_at: str
    source: str
    source_id: str
    channel: NotRequired[str]
    direction: NotRequired[Literal["", "in", "out", "within"]]
    summary: NotRequired[str]
    data: NotRequired[dict[str, Any]]
    amount_minor: NotRequired[int | None]
    currency: NotRequired[str]


class Hit(TypedDict):
    """A customer who fits, why, and how well, from 0 to 1."""
    customer: str
    name: str
    why: str
    score: float


class Hits(TypedDict):
    items: "list[Hit]"


class Hook(TypedDict):
    """A webhook; `state` is `working`, `failing` or `stopped`, and `why` says why it was stopped."""
    id: int
    name: str
    url: str
    kinds: list[str]
    state: str
    why: str
    made_at: str


class Hooks(TypedDict):
    items: "list[Hook]"


class InHand(TypedDict):
    """An item in your hand for twenty minutes: the words to say, and whom and where."""
    item: "Listed"
    name: str
    address: str
    language: str
    words: str


class Inbox(TypedDict):
    customer: str
    items: "list[Waiting]"


class Kept(TypedDict):
    """A decision as it was taken, and what came of it since."""
    id: int
    customer: str
    touchpoint: str
    placement: str
    context: dict[str, Any]
    chosen: str
    candidates: "list[Candidate]"
    policy: str
    policy_version: int
    probability: float
    actor: str
    decided_at: str
    outcomes: "list[Became]"


class Key(TypedDict):
    source: str
    key: str


class Kind(TypedDict):
    """A kind of interaction; `fields` names the data that kinds of ours know, with their types."""
    key: str
    label: str
    direction: str
    channel: str
    fields: dict[str, list[str]]
    from_outside: bool
    declared: NotRequired["Declared | None"]


class Kinds(TypedDict):
    items: "list[Kind]"


class Known(TypedDict):
    """One fact: its value, and from whom and how surely we know it."""
    field: str
    label: str
    value: str | int | float | bool
    source: str
    confidence: float
    by_customer: bool
    learned_at: str


class Later(TypedDict):
    """What a till offered from its bundle while its line was down; a `key` counts once."""
    key: str
    customer: "str | Named"
    touchpoint: Literal["atm", "branch", "call", "portal", "till", "web"]
    offer: str
    outcome: Literal["accepted", "asked", "declined", "ignored", "not_now", "not_offered", "shown"]
    happened_at: str
    placement: NotRequired[str]
    until: NotRequired[str | None]
    words: NotRequired[str]


class Learn(TypedDict):
    """Facts by declared field; a fact gives way only to one that is neither less certain nor older."""
    facts: dict[str, str | int | float | bool]
    source: str
    learned_at: NotRequired[str | None]
    confidence: NotRequired[float]


class LinkTold(TypedDict):
    """A partner who told us of this customer, as far as we can tell: `suggested`, or `joined`."""
    partner: str
    name: str
    state: str
    by: str
    is_allowed: bool | None


class Links(TypedDict):
    customer: str
    items: "list[LinkTold]"


class Listed(TypedDict):
    """Something to do, as it stands on the list; `held_until` is set while somebody has it in hand."""
    id: int
    customer: str
    channel: str
    reason: str
    due_at: str
    promised_at: str | None
    tries: int
    held_until: str | None


class Log(TypedDict):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""
    items: "list[Delivered]"
    next: str | None


class Mark(TypedDict):
    """What the customer did with a message of their inbox."""
    did: Literal["dismissed", "read"]


class Named(TypedDict):
    """A customer as another system knows them."""
    source: str
    key: str


class NewHook(TypedDict):
    """The webhook, and its secret, which is not shown again."""
    webhook: "Hook"
    secret: str


class Next(TypedDict):
    """The item that is now in your hand, or null while nothing may be done."""
    taken: "InHand | None"


class Noted(TypedDict):
    """`is_new` is false for what was known; `is_short`: none were left; `loop`: the question it left
    open."""
    decision: int
    offer: str
    outcome: str
    is_new: bool
    is_short: bool
    loop: int | None


class OfferTold(TypedDict):
    """An offer, and how many customers each outcome was recorded for."""
    key: str
    name: str
    topic: str
    title: str
    text: str
    link: str
    words: str
    translations: dict[str, dict[str, str]]
    audience: Any
    family: str
    places: list[str]
    valid_from: str | None
    valid_until: str | None
    stock: int | None
    margin_minor: int | None
    lever: int
    rest_after_no_days: int
    rest_after_yes_days: int | None
    is_offered: bool
    follow_up_subject: str
    follow_up_text: str
    changed_at: str
    became: dict[str, int]


class Offers(TypedDict):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""
    items: "list[OfferTold]"
    next: str | None


class PartnerTold(TypedDict):
    """A partner; of whom they brought, `joined` stand on a customer of ours, with permission."""
    key: str
    name: str
    source: str
    wording: str
    wording_version: int
    brought: int
    joined: int
    changed_at: str
    ended_at: str | None


class Partners(TypedDict):
    items: "list[PartnerTold]"


class PassedOver(TypedDict):
    """An offer that was weighed and passed over."""
    offer: str
    why: str
    until: str | None


class Permit(TypedDict):
    """A customer's yes or no to joining what this partner tells us, with its evidence."""
    is_granted: bool
    wording: str
    place: str
    wording_version: NotRequired[str]


class Proposal(TypedDict):
    """One thing to say or do. Customers may be shown `title`, `text` and `link`; the rest is for
    staff."""
    kind: str
    key: str
    offer: str
    title: str
    text: str
    link: str
    words: str
    why: str
    evidence: list[str]
    score: float
    loop: int | None
    message: int | None


class Queued(TypedDict):
    """How many pieces of news are told again, under the ids they had."""
    deliveries: int


class Register(TypedDict):
    """A device that its customer uses now; call it at each start of the app, twice is as good as once.
    `endpoint` is the token of an app (`fcm`, `apns`), or the address that a browser gave with its
    keys. Whether we may use it for marketing is a consent, to be told as such."""
    kind: Literal["apns", "fcm", "webpush"]
    endpoint: str
    p256dh: NotRequired[str]
    auth: NotRequired[str]
    label: NotRequired[str]


class Registered(TypedDict):
    """A device; its address and keys are not given out again."""
    id: int
    kind: str
    label: str
    added_at: str
    used_at: str


class Removed(TypedDict):
    """How many of your customers were removed."""
    removed: int


class RemovedPartner(TypedDict):
    """How many customers of theirs were removed now, and how many are left: ask again until none are."""
    removed: int
    left: int


class Rest(TypedDict):
    revision: int


class Result(TypedDict):
    """What came of an offer; the one that was chosen, if none is named."""
    outcome: Literal["accepted", "asked", "declined", "ignored", "not_now", "not_offered", "shown"]
    offer: NotRequired[str]
    until: NotRequired[str | None]
    words: NotRequired[str]
    excess_reason: NotRequired[str]


class Results(TypedDict):
    """How the latest run went: everybody, each version, and those written to beside those held out."""
    campaign: str
    flight: int
    state: str
    started_at: str
    ended_at: str | None
    total: "Arm"
    versions: "list[Arm]"
    treated: "Side"
    untreated: "Side"


class SaidOnce(TypedDict):
    """One thing in it: `heard` from the customer, `said` by us, or a `note` or an `act` among
    ourselves."""
    id: int
    kind: str
    at: str
    channel: str
    actor: str
    subject: str
    text: str
    intent: str
    message: int | None


class Say(TypedDict):
    """A yes or no to one channel and purpose; a newer answer wins over an older one."""
    channel: str
    purpose: Literal["marketing", "service"]
    is_granted: bool
    wording: str
    place: str
    happened_at: NotRequired[str | None]
    wording_version: NotRequired[str]
    actor: NotRequired[str]


class Send(TypedDict):
    """A message to one customer; the same `key` to the same customer and channel is sent once."""
    customer: "str | Named"
    key: str
    purpose: Literal["marketing", "reply", "service"]
    topic: str
    content: "int | Words"
    channel: NotRequired[str]
    not_before: NotRequired[str | None]
    not_after: NotRequired[str | None]


class Sent(TypedDict):
    """A message: what the gate said (`verdict`, `reason`, `why`), and how far it came (`state`)."""
    id: int
    key: str
    customer: str
    channel: str
    purpose: str
    topic: str
    content: int | None
    verdict: Literal["allow", "defer", "refuse"]
    reason: str
    why: str
    state: str
    state_at: str
    due_at: str | None
    not_after: str | None
    attempts: int
    work: "Work | None"
    created_at: str
    accepted_at: str | None
    opened_at: str | None
    clicked_at: str | None
    replied_at: str | None


class Sents(TypedDict):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""
    items: "list[Sent]"
    next: str | None


class Side(TypedDict):
    """One side of the comparison by intention to treat."""
    people: int
    buyers: int
    rate: float | None


class Sorted(TypedDict):
    status: Literal["accepted", "refused"]
    is_new: NotRequired[bool]
    decision: NotRequired[int | None]
    errors: NotRequired["list[Flaw]"]


class Spoken(TypedDict):
    """What a customer of another language reads."""
    title: NotRequired[str]
    text: NotRequired[str]


class Subscribe(TypedDict):
    """Where to, and of what; event-kinds/ lists the kinds."""
    name: str
    url: str
    kinds: list[str]


class Sums(TypedDict):
    """The always-current summary of the history; amounts in minor units of the hub's currency."""
    interactions: NotRequired[int]
    first_at: NotRequired[str | None]
    last_at: NotRequired[str | None]
    purchases: NotRequired[int]
    spent_minor: NotRequired[int]
    last_purchase_at: NotRequired[str | None]
    visits: NotRequired[int]
    messages: NotRequired[int]
    opens: NotRequired[int]
    clicks: NotRequired[int]
    replies: NotRequired[int]


class Take(TypedDict):
    """Nothing has to be said."""


class Talk(TypedDict):
    """A conversation; `revision` grows with every word from either side."""
    id: int
    customer: str
    topic: str
    subject: str
    state: str
    revision: int
    intent: str
    waiting_since: str | None
    opened_at: str
    first_answered_at: str | None
    snoozed_until: str | None
    last_at: str
    last_channel: str


class TalkAnswer(TypedDict):
    """An answer to the customer. `revision` is the one that you have read: nobody answers past
    another."""
    text: str
    revision: int
    channel: NotRequired[Literal["email", "sms"]]
    resolve: NotRequired[bool]


class Talks(TypedDict):
    """A page, in the order of their numbers; `next` is the cursor of the page after it, or null."""
    items: "list[Talk]"
    next: str | None


class Timeline(TypedDict):
    """A page, newest first; `next` is the cursor of the page after it, or null."""
    customer: str
    items: "list[Told]"
    next: str | None


class Told(TypedDict):
    """One line of the timeline."""
    id: int
    occurred_at: str
    recorded_at: str
    kind: str
    label: str
    channel: str
    direction: str
    actor: str
    summary: str
    data: dict[str, Any]
    amount_minor: int | None
    currency: str
    message: int | None
    campaign: int | None


class ToldOffline(TypedDict):
    """What became of each, in the order in which they were sent; at most 500 at a time."""
    new: int
    repeated: int
    refused: int
    items: "list[Sorted]"


class Turn(TypedDict):
    """Where a dial goes, 0 (never) to 10 (as they come), and how the customer said so."""
    position: int
    wording: str
    place: str
    channel: NotRequired[str]
    topic: NotRequired[str]
    until: NotRequired[str | None]
    wording_version: NotRequired[str]
    actor: NotRequired[str]


class Upsert(TypedDict):
    """What a source says about one of its customers; an empty text says nothing and changes nothing."""
    source: str
    key: str
    name: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    language: NotRequired[str]
    timezone: NotRequired[str]
    country: NotRequired[str]
    address: NotRequired["Address | None"]
    facts: NotRequired[dict[str, str | int | float | bool]]


class Upserted(TypedDict):
    """For how many items something changed, and for how many all was known."""
    changed: int
    unchanged: int
    refused: int
    items: "list[Verdict]"


class Verdict(TypedDict):
    """What became of one item, in the order in which they were sent."""
    status: Literal["accepted", "refused"]
    customer: NotRequired[str]
    errors: NotRequired["list[Flaw]"]


class Verdicts(TypedDict):
    """`new` and `repeated` add up to what was accepted."""
    new: int
    repeated: int
    refused: int
    items: "list[Verdict]"


class Waiting(TypedDict):
    """A message of the inbox; `link` counts who follows it."""
    id: int
    topic: str
    subject: str
    text: str
    link: str
    sent_at: str | None
    not_after: str | None
    is_read: bool


class Wanted(TypedDict):
    """For whom, and where they are; `context` is kept with the decision."""
    customer: "str | Named"
    touchpoint: Literal["atm", "branch", "call", "portal", "till", "web"]
    placement: NotRequired[str]
    context: NotRequired[dict[str, str | int | float | bool | None]]


class Whole(TypedDict):
    """One customer."""
    customer: str
    name: str
    language: str
    timezone: str
    country: str
    since_at: str
    emails: list[str]
    phones: list[str]
    addresses: "list[Address]"
    identities: "list[Key]"
    profile: "Sums"
    currency: str


class WholeTalk(TypedDict):
    """A conversation with what was said last in it, at most 200 turns, the oldest first."""
    conversation: "Talk"
    turns: "list[SaidOnce]"


class Wish(TypedDict):
    channel: NotRequired[Literal["branch", "call"] | Literal[""]]


class Words(TypedDict):
    """What is said, in Liquid (see the names for merging in the console's editor), or which offer says
    it."""
    text: NotRequired[str]
    subject: NotRequired[str]
    html: NotRequired[str]
    sender: NotRequired[str]
    offer: NotRequired[str]


class Work(TypedDict):
    """How far people of ours came with a call or a branch task; `outcome` is empty before the first
    try."""
    due_at: str
    promised_at: str | None
    tries: int
    outcome: str
    done_at: str | None


class WorkDone(TypedDict):
    """What was noted; `again_at` says when it comes back by itself, null for never."""
    id: int
    outcome: str
    again_at: str | None


class WorkList(TypedDict):
    """What is due, in the order of need: promises first, then value, then age."""
    items: "list[Listed]"


class Written(TypedDict):
    """A whole offer: what is not named is as for a new one; `audience` as docs/audiences.md writes it."""
    name: str
    topic: str
    title: str
    audience: NotRequired[dict[str, Any] | str]
    text: NotRequired[str]
    link: NotRequired[str]
    words: NotRequired[str]
    translations: NotRequired["dict[str, Spoken]"]
    family: NotRequired[str]
    places: NotRequired[list[str]]
    valid_from: NotRequired[str | None]
    valid_until: NotRequired[str | None]
    stock: NotRequired[int | None]
    margin_minor: NotRequired[int | None]
    lever: NotRequired[int]
    rest_after_no_days: NotRequired[int]
    rest_after_yes_days: NotRequired[int | None]
    is_offered: NotRequired[bool]
    follow_up_subject: NotRequired[str]
    follow_up_text: NotRequired[str]


class WrittenPartner(TypedDict):
    name: str
    wording: str

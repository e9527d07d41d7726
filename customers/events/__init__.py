"""The registry of event kinds: one file and one line each."""

from customers.event import EventType
from customers.events.call import CALL
from customers.events.consent_changed import CONSENT_CHANGED
from customers.events.customer_merged import CUSTOMER_MERGED
from customers.events.customer_unmerged import CUSTOMER_UNMERGED
from customers.events.dial_turned import DIAL_TURNED
from customers.events.erasure_asked import ERASURE_ASKED
from customers.events.erasure_withdrawn import ERASURE_WITHDRAWN
from customers.events.fact_forgotten import FACT_FORGOTTEN
from customers.events.fact_learned import FACT_LEARNED
from customers.events.loop_closed import LOOP_CLOSED
from customers.events.loop_handed_over import LOOP_HANDED_OVER
from customers.events.loop_opened import LOOP_OPENED
from customers.events.message_accepted import MESSAGE_ACCEPTED
from customers.events.message_auto_replied import MESSAGE_AUTO_REPLIED
from customers.events.message_bounced import MESSAGE_BOUNCED
from customers.events.message_clicked import MESSAGE_CLICKED
from customers.events.message_complained import MESSAGE_COMPLAINED
from customers.events.message_delivered import MESSAGE_DELIVERED
from customers.events.message_opened import MESSAGE_OPENED
from customers.events.message_refused import MESSAGE_REFUSED
from customers.events.message_replied import MESSAGE_REPLIED
from customers.events.message_scanned import MESSAGE_SCANNED
from customers.events.note import NOTE
from customers.events.offer_accepted import OFFER_ACCEPTED
from customers.events.offer_asked import OFFER_ASKED
from customers.events.offer_declined import OFFER_DECLINED
from customers.events.offer_made import OFFER_MADE
from customers.events.offer_put_off import OFFER_PUT_OFF
from customers.events.offer_shown import OFFER_SHOWN
from customers.events.preference_set import PREFERENCE_SET
from customers.events.purchase import PURCHASE
from customers.events.taken_back import TAKEN_BACK
from customers.events.task_done import TASK_DONE
from customers.events.visit import VISIT

_ALL: tuple[EventType, ...] = (
    CALL,
    CONSENT_CHANGED,
    CUSTOMER_MERGED,
    CUSTOMER_UNMERGED,
    DIAL_TURNED,
    ERASURE_ASKED,
    ERASURE_WITHDRAWN,
    FACT_FORGOTTEN,
    FACT_LEARNED,
    LOOP_CLOSED,
    LOOP_HANDED_OVER,
    LOOP_OPENED,
    MESSAGE_ACCEPTED,
    MESSAGE_AUTO_REPLIED,
    MESSAGE_BOUNCED,
    MESSAGE_CLICKED,
    MESSAGE_COMPLAINED,
    MESSAGE_DELIVERED,
    MESSAGE_OPENED,
    MESSAGE_REFUSED,
    MESSAGE_REPLIED,
    MESSAGE_SCANNED,
    NOTE,
    OFFER_ACCEPTED,
    OFFER_ASKED,
    OFFER_DECLINED,
    OFFER_MADE,
    OFFER_PUT_OFF,
    OFFER_SHOWN,
    PREFERENCE_SET,
    PURCHASE,
    TAKEN_BACK,
    TASK_DONE,
    VISIT,
)
EVENT_TYPES: dict[str, EventType] = {kind.key: kind for kind in _ALL}

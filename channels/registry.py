"""The channels we can speak: one line each."""

from channels.adapters.branch import BRANCH
from channels.adapters.call import CALL
from channels.adapters.email import EMAIL
from channels.adapters.inapp import INAPP
from channels.adapters.letter import LETTER
from channels.adapters.push import PUSH
from channels.adapters.sms import SMS
from channels.protocol import Adapter

ADAPTERS: dict[str, Adapter] = {
    adapter.key: adapter for adapter in (EMAIL, SMS, LETTER, CALL, BRANCH, PUSH, INAPP)
}

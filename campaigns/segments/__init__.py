"""The registry of audience rules: one file and one line each."""

from campaigns.segment import Leaf
from campaigns.segments.attribute import Attribute
from campaigns.segments.consent import ConsentGiven
from campaigns.segments.everyone import Everyone
from campaigns.segments.fact import FactKnown
from campaigns.segments.history import Happened
from campaigns.segments.last import LastTime
from campaigns.segments.pressure import Pressure
from campaigns.segments.profile import ProfileCount
from campaigns.segments.received import Received

_ALL: tuple[type[Leaf], ...] = (
    Everyone,
    ProfileCount,
    LastTime,
    FactKnown,
    Attribute,
    Happened,
    ConsentGiven,
    Received,
    Pressure,
)
SEGMENTS: dict[str, type[Leaf]] = {segment.key: segment for segment in _ALL}

"""Read inbound mail: raw bytes in, one frozen `Reading` out. Knows no customers, no tables, no settings."""

from channels.mailreading.reader import read
from channels.mailreading.reading import Attachment, BounceClass, Kind, Reading, Report

__all__ = ["Attachment", "BounceClass", "Kind", "Reading", "Report", "read"]

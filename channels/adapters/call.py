"""Calls: a person of ours rings the customer; channels/worklist.py says what becomes of it."""

from channels.carried import ByPerson, shape

CALL = ByPerson("call", shape("phone"))

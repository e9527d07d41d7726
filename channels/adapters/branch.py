"""Branch tasks: a person of ours speaks to the customer who comes in; channels/worklist.py goes on."""

from channels.carried import ByPerson, shape

BRANCH = ByPerson("branch", shape(""))
"""No address is needed: the customer comes to us."""

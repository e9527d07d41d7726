"""The customer's own pages: the ways in, the dials, and what else is theirs to see and decide."""

"""The REST API, docs/api.md: thin answers over the same functions that the console calls.

A request comes through `door`, which asks `keys` who it is, `routes` what is there and who may, `limits` how
often, `body` what it says and `once` whether it was said before. One file a resource does the rest.
"""

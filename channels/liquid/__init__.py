"""Liquid for marketers, safe and fast: compile a template once a version, render it for each customer.

    compile_html("<p>Dear {{ customer.first_name | default: 'customer' }}</p>").render(data)

`data` is plain: dicts with text keys, lists, str, int, float, bool, None, dates; amounts are in minor units,
for the `money` filter. A missing value renders as nothing. Data is never read as Liquid, and in HTML it is
escaped. A template that is wrong, or takes more than a message may (limits.py), raises BrokenTemplate.
"""

from channels.liquid.errors import BrokenTemplate
from channels.liquid.links import find_links, instrument, instrument_text, is_safe_target
from channels.liquid.plaintext import text_from_html
from channels.liquid.template import Template, compile_html, compile_text

__all__ = [
    "BrokenTemplate",
    "Template",
    "compile_html",
    "compile_text",
    "find_links",
    "instrument",
    "instrument_text",
    "is_safe_target",
    "text_from_html",
]

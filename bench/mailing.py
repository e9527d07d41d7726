"""The mailing that the dispatch bench sends: 2 KB of HTML with a name, a choice, links and a pixel."""

SUBJECT = "{{ customer.first_name }}, your prescriptions could cost less"
TEXT = """Dear {{ customer.name }},

{% if customer.country == "AT" %}In Austria{% else %}Where you live{% endif %} there is now a plan
for generics. It would save you about 11 euros a month. Your customer number is {{ customer.number }}.

Shall we tell you how it works? Just answer this mail.

Your pharmacy on the main square
"""
_PARAGRAPH = (
    "<p>It takes one visit: bring the boxes you have at home, and we look together which has a cheaper"
    " sister with the same active ingredient. Nothing changes without your doctor's word, and you can go back"
    " at any time.</p>\n"
)
HTML = (
    """<!DOCTYPE html><html><body>
<h1>Dear {{ customer.first_name }},</h1>
<p>{% if customer.country == "AT" %}In Austria{% else %}Where you live{% endif %} there is now a plan
for generics. It would save you about 11 euros a month. Your customer number is {{ customer.number }}.</p>
"""
    + _PARAGRAPH * 4
    + """<p><a href="https://shop.example.org/plan?c={{ customer.number }}">How the plan works</a> ·
<a href="https://shop.example.org/visit">Come and see us</a></p>
<p><a href="{{ unsubscribe_url }}">No more of these</a></p>
</body></html>
"""
)

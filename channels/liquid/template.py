"""A template, parsed and made quick once, rendered for each customer."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, takewhile

from liquid import RenderContext
from liquid.exceptions import ResourceLimitError

from channels.liquid import limits
from channels.liquid.errors import BrokenTemplate, explained
from channels.liquid.fast import closure_for
from channels.liquid.language import all_nodes, parse

_NOT_FIELDS = frozenset({"now", "today", ""})


class Template:
    """One parsed template; safe to share between threads. Get it from `compile_text` or `compile_html`."""

    def __init__(self, source: str, *, html: bool) -> None:
        self.source = source
        self._bound = parse(source, html=html)
        self._closure = closure_for(self._bound)

    @property
    def is_fast(self) -> bool:
        """Whether the quick way of rendering covers this template; the other takes ten times as long."""
        return self._closure is not None

    @cached_property
    def variables(self) -> frozenset[str]:
        """The fields the template asks its data for, as dotted names like customer.first_name."""
        found = chain.from_iterable(self._bound.analyze(include_partials=False).globals.values())
        return frozenset(map(_dotted, (field.segments for field in found))) - _NOT_FIELDS

    @cached_property
    def bound_names(self) -> frozenset[str]:
        """The names that its own loops, assignments and captures bind."""
        nodes = all_nodes(self._bound.nodes, RenderContext(self._bound))
        return frozenset(
            str(name) for node in nodes for name in (*node.template_scope(), *node.block_scope())
        )

    def render(self, data: Mapping[str, object]) -> str:
        """Fill in the template; raises BrokenTemplate where a value does not fit or a limit is reached."""
        limits.begin()
        if self._closure is None:
            return self._render_slowly(data)
        try:
            text = self._closure(data)
        except ResourceLimitError as error:
            raise explained(error) from None
        except Exception:
            # python-liquid meets the same fault, and knows the line.
            return self._render_slowly(data)
        if type(text) is not str:
            text = "".join((text,))  # a Markup would pass for safe wherever it is shown next
        if len(text) > limits.OUTPUT_BYTES // 4 and len(text.encode(errors="replace")) > limits.OUTPUT_BYTES:
            raise BrokenTemplate("The text is longer than a message may be", advice="Shorten it.")
        return text

    def _render_slowly(self, data: Mapping[str, object]) -> str:
        limits.begin()
        try:
            return self._bound.render(data)
        except Exception as error:
            raise explained(error) from None


def compile_text(source: str) -> Template:
    """Compile a template whose values are written as they are, for plain text, subjects and links."""
    return _compile(source, html=False)


def compile_html(source: str) -> Template:
    """Compile a template whose values are escaped for HTML."""
    return _compile(source, html=True)


@lru_cache(maxsize=1024)
def _compile(source: str, *, html: bool) -> Template:
    return Template(source, html=html)


def _dotted(segments: Sequence[object]) -> str:
    """Name orders[0].total by what the data must have for it, orders."""
    return ".".join(takewhile(lambda segment: isinstance(segment, str), segments))  # type: ignore[arg-type]

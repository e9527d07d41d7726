"""Sparse fields: of a heavy page or resource only what its reader names."""

from collections.abc import Collection
from typing import Annotated, Any

import msgspec

from hub.api.problems import Problem


class Sparse(msgspec.Struct, forbid_unknown_fields=True):
    """A query whose answer may be cut down to some of its fields."""

    fields: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^([a-z_]+(,[a-z_]+)*)?$(?!\n)",
            max_length=500,
            description="Only these fields of the resource, or of each of the items, with commas between.",
            examples=["id"],
        ),
    ] = ""


def item_of(gives: type[msgspec.Struct]) -> tuple[type[msgspec.Struct], bool]:
    """Return what the fields are of: one of the `items` of a page (True), or the resource itself."""
    for field in msgspec.structs.fields(gives):
        if field.name == "items":
            return field.type.__args__[0], True
    return gives, False


def cut(says: Any, query: Any) -> Any:
    """Leave of an answer the fields that the query names, all if it names none. Raises Problem."""
    if not (wanted := getattr(query, "fields", "")):
        return says
    names = set(wanted.split(","))
    kind, is_page = item_of(type(says))
    if unknown := sorted(names - set(kind.__struct_fields__)):
        known = ", ".join(kind.__struct_fields__)
        raise Problem(400, "malformed", f"There is no field {unknown[0][:60]}; there are {known}.")
    if not is_page:
        return _only(says, names)
    return msgspec.structs.asdict(says) | {"items": [_only(each, names) for each in says.items]}


def _only(struct: Any, names: Collection[str]) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__ if name in names}

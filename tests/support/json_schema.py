"""Whether a value fits a JSON Schema.

It knows the rules that our schemas use and refuses to judge by any other.
"""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
         "number": (int, float), "null": type(None)}
NOT_RULES = {"$schema", "$defs", "title", "description"}


def find(document, reference):
    """What "#/a/b" points at."""
    for name in reference.removeprefix("#/").split("/"):
        document = document[name]
    return document


def is_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def properties(document, schema, value, place):
    for key, item in value.items() if isinstance(value, dict) else ():
        rule = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
        if rule is False:
            yield f"{place}.{key}: not described"
        elif rule is not True:
            yield from errors(document, rule, item, f"{place}.{key}")


def items(document, rule, value, place):
    for index, item in enumerate(value if isinstance(value, list) else ()):
        yield from errors(document, rule, item, f"{place}[{index}]")


def one_of(document, schemas, value, place):
    fits = sum(not list(errors(document, schema, value, place)) for schema in schemas)
    if fits != 1:
        yield f"{place}: fits {fits} of the forms, not one"


# Each yields what is wrong: (document, rule's value, its schema, value, place).
RULES = {
    "$ref": lambda d, r, s, v, p: errors(d, find(d, r), v, p),
    "type": lambda d, r, s, v, p: () if any(is_type(v, t) for t in ([r] if isinstance(r, str) else r))
    else [f"{p}: not {r}"],
    "const": lambda d, r, s, v, p: () if v == r else [f"{p}: not {r}"],
    "enum": lambda d, r, s, v, p: () if v in r else [f"{p}: not one of {r}"],
    "pattern": lambda d, r, s, v, p: () if not isinstance(v, str) or re.search(r, v)
    else [f"{p}: does not match {r}"],
    "minimum": lambda d, r, s, v, p: () if not is_type(v, "number") or v >= r else [f"{p}: below {r}"],
    "maximum": lambda d, r, s, v, p: () if not is_type(v, "number") or v <= r else [f"{p}: above {r}"],
    "minItems": lambda d, r, s, v, p: () if len(v) >= r else [f"{p}: fewer than {r}"],
    "maxItems": lambda d, r, s, v, p: () if len(v) <= r else [f"{p}: more than {r}"],
    "required": lambda d, r, s, v, p: [f"{p}: no {k}" for k in r if isinstance(v, dict) and k not in v],
    "properties": lambda d, r, s, v, p: properties(d, s, v, p),
    "additionalProperties": lambda d, r, s, v, p: () if "properties" in s else properties(d, s, v, p),
    "items": lambda d, r, s, v, p: items(d, r, v, p),
    "oneOf": lambda d, r, s, v, p: one_of(d, r, v, p),
}


def errors(document, schema, value, place="value"):
    """Yields what keeps @value from fitting @schema, which is a part of @document."""
    for rule, argument in schema.items():
        if rule not in NOT_RULES:
            yield from RULES[rule](document, argument, schema, value, place)

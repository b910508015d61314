"""Whether scenario.schema.json describes the scenarios of the library, and the pages describe it.

    schema_test.py ROOT

The validator knows what our schema uses and refuses to judge by anything else.
"""

import json
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop())
SCHEMA = json.loads((ROOT / "scenarios/scenario.schema.json").read_text(encoding="utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
         "number": (int, float)}
NOT_RULES = {"$schema", "$defs", "title", "description"}


def is_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def properties(schema, value, place):
    for key, item in value.items() if isinstance(value, dict) else ():
        rule = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
        if rule is False:
            yield f"{place}.{key}: not described"
        elif rule is not True:
            yield from errors(rule, item, f"{place}.{key}")


def items(rule, value, place):
    for index, item in enumerate(value if isinstance(value, list) else ()):
        yield from errors(rule, item, f"{place}[{index}]")


def one_of(schemas, value, place):
    fits = sum(not list(errors(schema, value, place)) for schema in schemas)
    if fits != 1:
        yield f"{place}: fits {fits} of the forms, not one"


# Each yields what is wrong: (rule's value, the whole schema, value, place).
RULES = {
    "$ref": lambda r, s, v, p: errors(SCHEMA["$defs"][r.removeprefix("#/$defs/")], v, p),
    "type": lambda r, s, v, p: () if any(is_type(v, t) for t in ([r] if isinstance(r, str) else r))
    else [f"{p}: not {r}"],
    "const": lambda r, s, v, p: () if v == r else [f"{p}: not {r}"],
    "enum": lambda r, s, v, p: () if v in r else [f"{p}: not one of {r}"],
    "pattern": lambda r, s, v, p: () if not isinstance(v, str) or re.search(r, v)
    else [f"{p}: does not match {r}"],
    "minimum": lambda r, s, v, p: () if v >= r else [f"{p}: below {r}"],
    "maximum": lambda r, s, v, p: () if v <= r else [f"{p}: above {r}"],
    "minItems": lambda r, s, v, p: () if len(v) >= r else [f"{p}: fewer than {r}"],
    "maxItems": lambda r, s, v, p: () if len(v) <= r else [f"{p}: more than {r}"],
    "required": lambda r, s, v, p: [f"{p}: no {k}" for k in r if isinstance(v, dict) and k not in v],
    "properties": lambda r, s, v, p: properties(s, v, p),
    "additionalProperties": lambda r, s, v, p: () if "properties" in s else properties(s, v, p),
    "items": lambda r, s, v, p: items(r, v, p),
    "oneOf": lambda r, s, v, p: one_of(r, v, p),
}


def errors(schema, value, place="scenario"):
    """Yields what keeps @value from fitting @schema."""
    for rule, argument in schema.items():
        if rule not in NOT_RULES:
            yield from RULES[rule](argument, schema, value, place)


def members(schema):
    """Every member that the schema names anywhere."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from members(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from members(part)


class Schema(unittest.TestCase):
    def test_what_is_wrong_is_refused(self):
        for scenario in ({}, {"mattock": 2}, {"mattock": 1, "nam": "typo"},
                         {"mattock": 1, "accounts": [{"id": "12", "name": "short"}]},
                         {"mattock": 1, "accounts": [{"id": "111122223333"}]}):
            with self.subTest(scenario):
                self.assertNotEqual([], list(errors(SCHEMA, scenario)))

    def test_every_scenario_of_the_library_fits(self):
        for path in sorted((ROOT / "scenarios/library").glob("*.json")):
            with self.subTest(path.name):
                scenario = json.loads(path.read_text(encoding="utf-8"))
                self.assertEqual([], list(errors(SCHEMA, scenario)))

    def test_the_pages_name_every_member(self):
        for name in ("docs/scenarios.md", "docs/man/mattock-scenario.5"):
            words = set(re.findall(r"[A-Za-z]+", (ROOT / name).read_text(encoding="utf-8")))
            with self.subTest(name):
                self.assertEqual([], sorted(set(members(SCHEMA)) - {"$schema"} - words))


if __name__ == "__main__":
    unittest.main()

"""Whether scenario.schema.json describes the scenarios of the library, and the pages describe it.

    schema_test.py ROOT
"""

import json
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop())
sys.path.insert(0, str(ROOT / "tests/support"))
from json_schema import errors  # noqa: E402

SCHEMA = json.loads((ROOT / "scenarios/scenario.schema.json").read_text(encoding="utf-8"))


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
                self.assertNotEqual([], list(errors(SCHEMA, SCHEMA, scenario)))

    def test_every_scenario_of_the_library_fits(self):
        for path in sorted((ROOT / "scenarios/library").glob("*.json")):
            with self.subTest(path.name):
                scenario = json.loads(path.read_text(encoding="utf-8"))
                self.assertEqual([], list(errors(SCHEMA, SCHEMA, scenario)))

    def test_the_pages_name_every_member(self):
        for name in ("docs/scenarios.md", "docs/man/mattock-scenario.5"):
            words = set(re.findall(r"[A-Za-z]+", (ROOT / name).read_text(encoding="utf-8")))
            with self.subTest(name):
                self.assertEqual([], sorted(set(members(SCHEMA)) - {"$schema"} - words))


if __name__ == "__main__":
    unittest.main()

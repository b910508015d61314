"""Whether every scenario of the library says all that a scenario has to; unittest.

    library_test.py SOURCE NAME...

The names are those that are run as tests. Each scenario checks what is shown, how each command
ends, which calls are made or never made, and what is left in the end. What one of them need not
have stands in EXCEPTIONS with the reason, and nowhere else.
"""

import json
import pathlib
import sys
import unittest

LIBRARY = pathlib.Path(sys.argv[1]) / "scenarios/library"
TESTS = set(sys.argv[2:])
del sys.argv[1:]

# Which members of an expectation are of which kind.
KINDS = {
    "output": {"stdout", "stderr", "files"},
    "exit": {"exit"},
    "calls": {"calls", "never", "sequence"},
    "state": {"state"},
}

# (scenario, kind): why it has none.
EXCEPTIONS = {
    ("demo", kind): "it has no steps; `mattock run` and the documentation begin with it"
    for kind in KINDS
}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


SCENARIOS = {path.stem: read(path) for path in sorted(LIBRARY.glob("*.json"))}


def members(scenario):
    """The members of all its expectations, and those of the end alone."""
    end = set(scenario.get("expect", {}))
    return end.union(*(step.get("expect", {}) for step in scenario.get("steps", ()))), end


class Library(unittest.TestCase):
    def test_every_scenario_with_steps_is_a_test(self):
        self.assertEqual(TESTS, {name for name, one in SCENARIOS.items() if "steps" in one})

    def test_every_scenario_checks_all_kinds(self):
        lacking = set()
        for name, scenario in SCENARIOS.items():
            found, end = members(scenario)
            lacking |= {(name, kind) for kind, of_kind in KINDS.items()
                        if not of_kind & (end if kind == "state" else found)}
        self.assertEqual(lacking, set(EXCEPTIONS), "what lacks, and what EXCEPTIONS says")

    def test_every_step_has_a_name_and_every_command_an_end(self):
        for name, scenario in SCENARIOS.items():
            steps = scenario.get("steps", ())
            with self.subTest(name):
                self.assertEqual([], [step for step in steps if not step.get("name")])
                self.assertEqual([], [step["name"] for step in steps
                                      if "run" in step and "exit" not in step.get("expect", {})])

    def test_fault_rules_of_a_scenario_are_known_to_fire(self):
        for name, scenario in SCENARIOS.items():
            if "faults" in scenario:
                with self.subTest(name):
                    self.assertIn("faults", members(scenario)[0])


if __name__ == "__main__":
    unittest.main()

"""Whether what `mattock run` reports can be read by others, whatever texts are in it; unittest.

    report_test.py MATTOCK-RUN

TAP is read by the grammar of its version 14 as a reader that is written here, JUnit's XML by
Python's parser. Both must tell the same checks, with the names that were given.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

PROGRAM = sys.argv.pop(1)
SCENARIO = {
    "mattock": 1,
    "accounts": [{"id": "111111111111", "name": "standalone"}],
    "callers": {"admin": {"account": "111111111111", "user": "admin"}},
}
# What ends a line for some reader, does for a terminal, or is no text at all.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class Wrong(Exception):
    """A line that is no TAP."""


def unescaped(text):
    return re.sub(r"\\([\\#])", r"\1", text)


class Tap:
    """A whole TAP stream: its checks as (number, holds, name, directive, lines of diagnostics)."""

    POINT = re.compile(r"(not )?ok (\d+) - ((?:[^\\#]|\\[\\#])*?)(?: # (SKIP|TODO) ?(.*))?$")

    def __init__(self, text):
        self.lines = text.split("\n")
        if self.lines.pop() != "" or self.lines.pop(0) not in ("TAP version 13", "TAP version 14"):
            raise Wrong("no version at the beginning, or no end of line at the end")
        self.checks = []
        self.plan = None
        while self.lines:
            self.read(self.lines.pop(0))
        if self.plan != len(self.checks):
            raise Wrong(f"the plan is {self.plan}")

    def read(self, line):
        if UNSAFE.search(line) or "\t" in line:
            raise Wrong(f"not to be shown: {line!r}")
        if self.plan is not None:
            raise Wrong(f"behind the plan: {line!r}")
        if re.fullmatch(r"1\.\.\d+", line):
            self.plan = int(line[3:])
            return
        point = self.POINT.match(line)
        if not point:
            raise Wrong(f"unknown: {line!r}")
        if int(point[2]) != len(self.checks) + 1:
            raise Wrong(f"number {point[2]}")
        # A reader that knows no escapes must not see a directive either.
        if not point[4] and re.search(r"#\s*(skip|todo)", line, re.IGNORECASE):
            raise Wrong(f"a directive for some: {line!r}")
        self.checks.append((not point[1], unescaped(point[3]), unescaped(point[5] or ""),
                            self.diagnostics()))

    def diagnostics(self):
        """The block of YAML behind a check: one list of lines in single quotes."""
        if not self.lines or self.lines[0] != "  ---":
            return None
        block = []
        self.lines[:2], head = [], self.lines[1]
        if head != "  found:":
            raise Wrong(f"not a list of what was found: {head!r}")
        while (line := self.lines.pop(0)) != "  ...":
            item = re.fullmatch(r"    - '((?:[^']|'')*)'", line)
            if not item or UNSAFE.search(line):
                raise Wrong(f"no line of a list: {line!r}")
            block.append(item[1].replace("''", "'"))
        return block


class Reports(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_scenarios(self, *scenarios, status):
        """(TAP, the suites of the XML) of scenarios that are run together."""
        words = []
        for number, scenario in enumerate(scenarios):
            path = self.folder / f"{number}.json"
            path.write_text(json.dumps({**SCENARIO, **scenario}), encoding="utf-8")
            words += ["--scenario", path]
        report = self.folder / "report.xml"
        done = subprocess.run([PROGRAM, *words, "--junit", report], capture_output=True,
                              timeout=60, check=False)
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        return Tap(done.stdout.decode("utf-8")), xml.etree.ElementTree.parse(report).getroot()

    def reported(self, name, script, contains=()):
        """The checks of a step of that name in both reports, which must tell the same."""
        expect = {"exit": 0, "stdout": {"contains": list(contains)}}
        step = {"name": name, "run": ["/bin/sh", "-c", script], "expect": expect}
        holds = not contains and script == "true"
        tap, suites = self.run_scenarios({"name": "s", "steps": [step]}, status=0 if holds else 1)
        cases = suites[0].findall("testcase")
        self.assertEqual([case.get("name") for case in cases],
                         [re.sub(r"#\\(?= *(skip|todo))", "#", check[1], flags=re.IGNORECASE)
                          for check in tap.checks])
        for case, (is_ok, _, _, found) in zip(cases, tap.checks):
            failure = case.find("failure")
            self.assertEqual(failure is None, is_ok)
            if found is not None:
                self.assertEqual((failure.text or "").rstrip("\n").split("\n"), found)
        return tap.checks

    def test_names_are_told_on_one_line(self):
        for name, told in (
                ("a # sign", "a # sign"),
                ("5 accounts", "5 accounts"),
                ("a back\\slash, an \\# and a \\", "a back\\slash, an \\# and a \\"),
                ("two\nlines", "two\\nlines"),
                ("a\ttab, a\rreturn, a \x1b[31mcolour", "a\\ttab, a\\rreturn, a \\x1b[31mcolour"),
                ("\u2028 ends a line, and \uffff is nothing",
                 "\\u2028 ends a line, and \\uffff is nothing"),
                ("<tag> & \"quotes\" ' 日本", "<tag> & \"quotes\" ' 日本"),
                ("1..5", "1..5"),
                ("ends with blanks  ", "ends with blanks  ")):
            with self.subTest(name):
                checks = self.reported(name, "true")
                self.assertEqual([(True, f"s: {told}: exits with 0", "", None)], checks)

    def test_a_name_is_no_directive(self):
        for name in ("fails # TODO later", "fails #skip", "fails #\tSkip"):
            with self.subTest(name):
                checks = self.reported(name, "exit 1")
                self.assertEqual([False], [check[0] for check in checks])

    def test_texts_of_several_lines_are_one_check(self):
        checks = self.reported("step", "printf 'it is'", ["a\nb", "# c\\"])
        self.assertEqual(['s: step: stdout contains "a\\nb"', 's: step: stdout contains "# c\\"'],
                         [check[1] for check in checks[1:]])

    def test_outputs_are_told_as_they_are(self):
        for output, found in (
                ("one\\n\\n  three ", ["one", "", "  three "]),
                ("it'\\''s: \"x\" # y\\n...\\n---\\n", ["it's: \"x\" # y", "...", "---"]),
                ("ok 7 - forged\\nBail out!", ["ok 7 - forged", "Bail out!"]),
                ("\\001\\033[1m\\377\\302\\205", ["\\x01\\x1b[1m\\xff\\u0085"]),
                ("", [])):
            with self.subTest(output):
                checks = self.reported("step", f"printf '{output}'", ["is not there"])
                self.assertEqual(["it is:", *(found or [])],
                                 [line for line in checks[1][3] if found or line])

    def test_an_output_that_is_cut_stays_text(self):
        for length in range(3990, 4000):
            with self.subTest(length):
                script = f"printf '%0{length}d' 0; printf '日本日本日本日本'"
                checks = self.reported("step", script, ["is not there"])
                self.assertTrue(checks[1][3][1].endswith("..."), checks[1][3][1][-20:])

    def test_a_scenario_of_any_name_that_cannot_be_run(self):
        tap, suites = self.run_scenarios(
            {"name": "a\nb \x02# SKIP it", "steps": [{"name": "no kind"}]},
            {"name": "c", "steps": [{"name": "\x07", "call": "iam:Nothing\x1b"}]}, status=1)
        self.assertEqual(["a\\nb \\x02#\\ SKIP it: can be run", "c: can be run"],
                         [check[1] for check in tap.checks])
        self.assertEqual(["1", "1"], [suite.get("errors") for suite in suites])
        self.assertEqual(["a\\nb \\x02# SKIP it", "c"], [suite.get("name") for suite in suites])

    def test_standard_output_is_tap_alone_beside_a_command(self):
        path = self.folder / "command.json"
        for expect in ({"exit": 0}, {"exit": 0, "stdout": {"contains": ["ok 9"]}}):
            with self.subTest(expect):
                path.write_text(json.dumps({**SCENARIO, "expect": expect}), encoding="utf-8")
                done = subprocess.run(
                    [PROGRAM, "--tap", "--scenario", path, "--", "sh", "-c", "echo ok 9 - mine"],
                    capture_output=True, timeout=60, check=False, text=True)
                self.assertEqual({True}, {check[0] for check in Tap(done.stdout).checks})
                self.assertIn("ok 9 - mine", done.stderr)


if __name__ == "__main__":
    unittest.main()

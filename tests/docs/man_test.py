"""Whether the manual pages and documents name what the programs' help lists.

    man_test.py ROOT MATTOCK MATTOCKD MATTOCK-RUN MATTOCK.1

MATTOCK.1 is written at build time from docs/man/mattock.1 and the tables of commands and options.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv[1])
MATTOCK, MATTOCKD, RUN, WRITTEN = sys.argv[2:6]
del sys.argv[1:]

COMMAND = re.compile(r"^  ([a-z-]+(?: [a-z]+)?)  +\S", re.MULTILINE)
OPTION = re.compile(r"^ +(?:-\w, )?(--[a-z-]+)(?:, (--[a-z-]+))?", re.MULTILINE)
OF_EVERY_PROGRAM = {"--help", "--version"}
# `mattock` finds mattock-run beside itself or in PATH.
os.environ["PATH"] = os.pathsep.join([str(pathlib.Path(RUN).resolve().parent), os.environ["PATH"]])


def help_of(*command):
    return subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout


def options_of(text):
    return {option for match in OPTION.findall(text) for option in match if option}


def commands():
    text = help_of(MATTOCK)
    return COMMAND.findall(text[:text.index("Options of every command")])


def commands_of_harness():
    """The commands that `mattock` hands over."""
    return COMMAND.findall(help_of(MATTOCK).split("Try it inside a scenario:")[1].split("\n\n")[0])


def commands_of_client():
    return sorted(set(commands()) - set(commands_of_harness()))


def page(name):
    if name == "mattock.1":
        return pathlib.Path(WRITTEN).read_text(encoding="utf-8")
    return (ROOT / "docs" / "man" / name).read_text(encoding="utf-8")


def document(name):
    return (ROOT / name).read_text(encoding="utf-8")


def missing_from_page(options, text):
    """Options without an item or a place in the synopsis; mdoc writes --all as Fl -all."""
    return sorted(option for option in options if not re.search(rf"Fl -{option[2:]}\b", text))


class Pages(unittest.TestCase):
    def test_every_command_has_an_item(self):
        text = page("mattock.1")
        self.assertEqual([], [c for c in commands() if f".It Cm {c}" not in text])

    def test_every_option_of_mattock_has_an_item(self):
        options = options_of(help_of(MATTOCK))
        for command in commands_of_client():
            options |= options_of(help_of(MATTOCK, *command.split()))
        self.assertEqual([], missing_from_page(options, page("mattock.1")))

    def test_every_option_of_mattockd_has_an_item(self):
        options = options_of(help_of(MATTOCKD))
        self.assertIn("--scenario", options)
        self.assertEqual([], missing_from_page(options, page("mattockd.1")))

    def test_every_option_of_mattock_run_has_an_item(self):
        options = options_of(help_of(RUN))
        for command in commands_of_harness():
            options |= options_of(help_of(MATTOCK, command))
        self.assertIn("--scenario", options)
        self.assertEqual([], missing_from_page(options, page("mattock-run.1")))

    def test_every_option_of_mattock_sweep_has_a_row(self):
        options = options_of(help_of(MATTOCK, "sweep"))
        self.assertIn("--fault", options)
        self.assertEqual([], sorted(o for o in options if o not in document("docs/sweep.md")))

    def test_every_fault_of_mattock_sweep_has_a_row(self):
        text = help_of(MATTOCK, "sweep").split("The faults:")[1]
        faults = re.findall(r"^  ([a-z-]+)  +\S", text, re.MULTILINE)
        self.assertIn("truncated", faults)
        self.assertEqual([], [f for f in faults if f"`{f}`" not in document("docs/sweep.md")])


class Documents(unittest.TestCase):
    def test_the_readme_lists_every_command(self):
        text = document("README.md")
        self.assertEqual([], [c for c in commands() if f"`{c}`" not in text])

    def test_the_client_s_document_has_every_option(self):
        text, wanted = document("docs/client.md"), set()
        for command in commands_of_client():
            wanted |= options_of(help_of(MATTOCK, *command.split()))
        self.assertEqual([], sorted(o for o in wanted - OF_EVERY_PROGRAM if o not in text))

    def test_the_server_s_document_has_every_option(self):
        text = document("docs/server.md")
        self.assertEqual([], sorted(o for o in options_of(help_of(MATTOCKD)) if o not in text))

    def test_the_exit_statuses_are_those_of_the_header(self):
        header = document("client/exit_status.h")
        statuses = set(re.findall(r"EXIT_[A-Z]+ = (\d+)", header))
        table = document("docs/exit-codes.md").split("## `mattock run`")[0]
        self.assertEqual(statuses, set(re.findall(r"^\| (\d+) \|", table, re.MULTILINE)))

    def test_help_fits_eighty_columns(self):
        texts = [help_of(MATTOCK), help_of(MATTOCKD), help_of(RUN)]
        texts += [help_of(MATTOCK, *c.split()) for c in commands()]
        self.assertEqual([], [line for t in texts for line in t.splitlines() if len(line) > 80])


if __name__ == "__main__":
    unittest.main()

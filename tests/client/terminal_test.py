"""What `mattock` does on a terminal and where there is none.

    terminal_test.py MATTOCK MATTOCKD
"""

import copy
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
import unittest

from world import CLEAN, FOUND, SANITIZER_NOTE, SCENARIO, World, scenario

MATTOCK, MATTOCKD = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
del sys.argv[1:]

ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
COLOR = re.compile(r"\x1b\[[0-9;]*m")
LIMIT_S = 30


def slow(ms, count=6):
    """SCENARIO with more accounts, into each of which a session takes a while."""
    changed = copy.deepcopy(SCENARIO)
    changed["accounts"] += [{"id": f"60000000000{n}", "name": f"more {n}", "root": {}}
                            for n in range(count)]
    changed["faults"] = [{"match": {"operation": "sts:AssumeRoot"}, "do": {"latency": max(ms, 1)}}]
    return changed


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, world, words, columns=80, **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(world.folder)
            # The child's own: a terminal that is not 80 columns wide from the beginning.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.execve(MATTOCK, [MATTOCK, *words],
                      world.environment(**{"TERM": "xterm", **environment}))
        self.text = ""

    def read(self, until=None):
        """Reads until the text is there, or to the end."""
        deadline = time.monotonic() + LIMIT_S
        while until is None or until not in self.text:
            if not select.select([self.fd], [], [], max(0, deadline - time.monotonic()))[0]:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"{until!r} did not come:\n{self.text}")
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                break
            if not data:
                break
            self.text = SANITIZER_NOTE.sub("", self.text + data.decode("utf-8", "replace"))
        return self.text

    def type(self, text):
        os.write(self.fd, text.encode())

    def end(self):
        """The status, as subprocess has it; reads what is left."""
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c)
               else 1 for c in ESCAPE.sub("", line))


def shown(text):
    """The lines that stay on the screen: what was drawn over is gone."""
    return [line.split("\r")[-1] for line in text.replace("\r\n", "\n").split("\n")]


class Screens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(MATTOCK, MATTOCKD, slow(0))
        cls.world.__enter__()
        cls.addClassCleanup(cls.world.__exit__)

    def on_terminal(self, *words, columns=80, **environment):
        terminal = Terminal(self.world, words, columns, **environment)
        status = terminal.end()
        return status, terminal.text

    def test_colour_is_on_a_terminal_alone(self):
        rows = [
            ("on a terminal", True, {}),
            ("NO_COLOR", False, {"NO_COLOR": "1"}),
            ("an empty NO_COLOR is none", True, {"NO_COLOR": ""}),
            ("a dumb terminal", False, {"TERM": "dumb"}),
        ]
        for name, wanted, environment in rows:
            with self.subTest(name):
                status, text = self.on_terminal("audit", **environment)
                self.assertEqual(3, status)
                self.assertEqual(wanted, bool(COLOR.search(text)))
        for words, wanted in ((["--color", "never"], False), (["--color", "always"], True)):
            with self.subTest(words):
                _, text = self.on_terminal("audit", *words, **({"TERM": "dumb"} if wanted else {}))
                self.assertEqual(wanted, bool(COLOR.search(text)))

    def test_a_pipe_is_plain(self):
        result = self.world.run(["audit"], TERM="xterm")
        self.assertEqual((3, "", None), (result.returncode, result.stderr,
                                         ESCAPE.search(result.stdout)))
        self.assertTrue(COLOR.search(self.world.run(["audit", "--color", "always"]).stdout))

    def test_a_dumb_terminal_gets_no_escapes(self):
        _, text = self.on_terminal("audit", TERM="dumb")
        self.assertIsNone(ESCAPE.search(text))

    def test_every_screen_keeps_to_its_terminal(self):
        screens = [["audit"], ["accounts"], ["status"], ["whoami"], ["plan", "-o", "p"], ["--help"],
                   ["audit", "--help"], ["preflight"], ["can-i", "audit", CLEAN],
                   ["explain", "scp", CLEAN], ["delegate", "ls"], ["no-such-command"]]
        for columns in (40, 80, 160):
            for words in screens:
                with self.subTest(" ".join(words), columns=columns):
                    _, text = self.on_terminal(*words, columns=columns)
                    wide = [line for line in shown(text) if width(line) > columns
                            and " " in ESCAPE.sub("", line).strip()[:columns]]
                    self.assertEqual([], wide)

    def test_a_wider_terminal_shows_more(self):
        _, text = self.on_terminal("audit", columns=160)
        self.assertRegex(text, "ACCOUNT +NAME +UNIT")
        _, text = self.on_terminal("audit", columns=66)
        self.assertNotIn("UNIT", text.split("ACCOUNT", 1)[1].split("\n")[0])


class Signals(unittest.TestCase):
    def test_progress_is_one_line_and_leaves_nothing(self):
        with World(MATTOCK, MATTOCKD, slow(350)) as world:
            began = time.monotonic()
            terminal = Terminal(world, ["audit", "--parallel", "1"], columns=40)
            self.assertEqual(3, terminal.end())
            took = time.monotonic() - began
        draws = re.findall(r"\r\x1b\[K(Auditing[^\r\n]*)", terminal.text)
        self.assertIn("Auditing: 0 of 8", draws)
        self.assertGreater(len(draws), 4)
        self.assertLess(len(draws), took * 4 + 3)
        self.assertEqual([], [line for line in draws if width(line) >= 40])
        self.assertTrue(any("a second" in line for line in draws), draws)
        self.assertNotIn("Auditing", "\n".join(shown(ESCAPE.sub("", terminal.text))))

    def test_notes_do_not_run_into_progress(self):
        with World(MATTOCK, MATTOCKD, slow(300, 1)) as world:
            terminal = Terminal(world, ["audit", "--parallel", "1", "--debug"])
            terminal.end()
        for line in terminal.text.replace("\r\n", "\n").split("\n"):
            if "debug: " in line:
                self.assertTrue(line.split("\r")[-1].replace("\x1b[K", "").startswith("debug: "),
                                line)
        self.assertNotIn("wJalrXUtnFEMI", terminal.text)

    def test_one_interrupt_drains_and_shows_what_was_seen(self):
        with World(MATTOCK, MATTOCKD, slow(700)) as world:
            terminal = Terminal(world, ["audit", "--parallel", "1"])
            terminal.read("Auditing: 0 of 8")
            terminal.type("\x03")
            status = terminal.end()
        self.assertEqual(130, status)
        text = re.sub(r"\s+", " ", ESCAPE.sub("", terminal.text))
        self.assertIn("stopping when what is under way has ended", text)
        self.assertIn("Stopped before its end", text)
        total, checked, clean, risk, unknown, skipped = (int(number) for number in re.search(
            r"Checked (\d+) of (\d+): (\d+) clean, (\d+) at risk .*?(\d+) unknown · (\d+) skipped",
            text).group(2, 1, 3, 4, 5, 6))
        self.assertEqual((9, total), (total, checked + unknown + skipped))
        self.assertEqual(checked, clean + risk)
        self.assertGreater(unknown, 0)

    def test_two_interrupts_stop_at_once(self):
        with World(MATTOCK, MATTOCKD, slow(60000)) as world:
            terminal = Terminal(world, ["audit"])
            terminal.read("Auditing: 0 of 8")
            # Before anything is under way a single interrupt ends the run.
            while not world.calls("sts:AssumeRoot"):
                pass
            terminal.type("\x03")
            terminal.read("a second signal stops at once")
            terminal.type("\x03")
            self.assertEqual(-signal.SIGINT, terminal.end())

    def test_an_interrupt_is_no_answer(self):
        with World(MATTOCK, MATTOCKD, scenario(trustedAccess=[], features=[])) as world:
            terminal = Terminal(world, ["enable"])
            terminal.read('Type "')
            terminal.type("\x03")
            self.assertEqual(130, terminal.end())
            self.assertIn("nothing was changed", terminal.text)
            self.assertIn("absent", world.run(["status"]).stdout)

    def test_another_answer_than_the_asked_one_changes_nothing(self):
        with World(MATTOCK, MATTOCKD, scenario(trustedAccess=[], features=[])) as world:
            terminal = Terminal(world, ["enable"])
            terminal.read('Type "')
            terminal.type("yes please\n")
            self.assertEqual(5, terminal.end())
            self.assertIn("absent", world.run(["status"]).stdout)


class Pipes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(MATTOCK, MATTOCKD, SCENARIO)
        cls.world.__enter__()
        cls.addClassCleanup(cls.world.__exit__)

    def shell(self, script):
        result = subprocess.run(["bash", "-c", script], cwd=self.world.folder, text=True, timeout=60,
                                env={**self.world.environment(), "MATTOCK": MATTOCK},
                                capture_output=True, check=False)
        return result.returncode, result.stdout, SANITIZER_NOTE.sub("", result.stderr)

    def test_a_reader_that_goes_away_is_no_error(self):
        for form in ("table", "json", "jsonl", "csv"):
            with self.subTest(form):
                # The reader is gone before anything is written.
                script = f'{{ "$MATTOCK" audit --output {form}; echo "$?" >&2; }} | true'
                self.assertEqual((0, "", "3\n"), self.shell(script))

    def test_a_full_disk_is_an_error(self):
        self.assertEqual((1, "", "mattock: the result could not be written\n"),
                         self.shell('"$MATTOCK" audit > /dev/full'))

    def test_a_closed_output_is_an_error(self):
        status, _, errors = self.shell('"$MATTOCK" audit >&-')
        self.assertEqual((1, "mattock: the result could not be written\n"), (status, errors))

    def test_accounts_come_from_standard_input(self):
        rows = [
            ("one a line, with a comment", f"{CLEAN}\n# not this: {FOUND}\n", 0, "Checked 1 of 1"),
            ("several, separated as they come", f"{CLEAN}, {FOUND}\t\r\n", 3, "Checked 2 of 2"),
            ("what is no id names its line", f"{CLEAN}\n12\n", 2, '<stdin>:2: "12" is not'),
            ("nobody is an error", "\n", 2, "<stdin> names no account"),
            ("an account of another organization", "999999999999\n", 5, "not in organization"),
        ]
        for name, text, status, wanted in rows:
            with self.subTest(name):
                result = self.world.run(["audit", "--accounts-file", "-"], text=text)
                self.assertEqual(status, result.returncode, result.stderr)
                self.assertIn(wanted, result.stdout + result.stderr)

    def test_a_file_that_names_nobody_is_not_everybody(self):
        result = self.world.run(["audit", "--accounts-file", "-", "--allow-empty"])
        self.assertEqual(0, result.returncode)
        self.assertIn("Checked 0 of 0", result.stdout)


if __name__ == "__main__":
    unittest.main()

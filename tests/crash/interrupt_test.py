"""What stops `mattock apply` from outside, and what goes on with it.

    interrupt_test.py MATTOCK MATTOCKD SCENARIO

Two runs at once, signals, a terminal, a closed pipe, another organization's plan, a plan past its
end, a damaged journal, waves, and a dry run that must send no write.
"""

import hashlib
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest

from place import READS, TIMEOUT_S, Place, look

OPTIONS = types.SimpleNamespace(**{name: os.path.abspath(path) for name, path in
                                   zip(("mattock", "mattockd", "scenario"), sys.argv[1:4])})
del sys.argv[1:]

SLOWLY = [{"name": "slowly", "match": {"service": "iam"}, "do": {"latency": 5}}]
STANDING = [{"name": "standing", "match": {"operation": "iam:DeleteLoginProfile"},
             "do": {"latency": 30000}}]


class Apply(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        cls.folder = tempfile.TemporaryDirectory(dir=memory)
        cls.place = Place(OPTIONS, cls.folder.name)
        planned = cls.place.mattock("plan", "--all", "-o", str(cls.place.plan))
        assert planned.returncode == 0, planned.stderr

    @classmethod
    def tearDownClass(cls):
        cls.place.end()
        cls.folder.cleanup()

    def setUp(self):
        self.place.reset()
        self.place.control("faults", "DELETE")

    def start(self, *words, command="apply", **more):
        """A run that goes on while the test does."""
        return subprocess.Popen(
            [OPTIONS.mattock, command, str(self.place.plan), *words],
            env=self.place.environment, cwd=self.place.folder, text=True,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more})

    def wait_for_journal(self, event):
        """Until the run has journalled such an entry."""
        end = time.monotonic() + TIMEOUT_S
        while time.monotonic() < end:
            if self.place.journal.exists() and \
                    f'"event":"{event}"' in self.place.journal.read_text():
                return
            os.sched_yield()
        self.fail(f"no {event} in the journal")

    def requests(self):
        return self.place.control("requests")["requests"]

    def writes(self):
        return [e for e in self.requests() if e.get("operation") in READS]

    def assert_finished(self, done):
        self.assertEqual(0, done.returncode, done.stderr)
        totals = json.loads(done.stdout)["totals"]
        self.assertEqual(totals["planned"], totals["deleted"] + totals["gone"])
        look(self.requests())

    def test_a_second_run_is_told_who_has_the_lock(self):
        self.place.control("faults", "POST", STANDING)
        first = self.start("--yes")
        self.wait_for_journal("intent")
        second = self.place.mattock("apply", str(self.place.plan), "--yes")
        first.kill()
        first.communicate()
        self.assertEqual(7, second.returncode)
        self.assertRegex(second.stderr, rf"process {first.pid} on\s")
        self.assertRegex(re.sub(r"\s+", " ", second.stderr),
                         r"since 20..-..-..T..:..:..Z, by arn:aws:iam::111111111111:user/admin")

    def test_one_signal_drains_and_resume_finishes(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                self.setUp()
                self.place.control("faults", "POST", SLOWLY)
                run = self.start("--yes", "--output", "json", "--parallel", "2")
                self.wait_for_journal("done")
                run.send_signal(number)
                out, _ = run.communicate(timeout=TIMEOUT_S)
                self.assertEqual(130, run.returncode)
                totals = json.loads(out)["totals"]
                self.assertGreater(totals["notReached"], 0)
                self.assertEqual(totals["planned"], sum(totals.values()) - totals["planned"])
                # What was begun came to its end: every intent has its outcome.
                events = [json.loads(line)["event"]
                          for line in self.place.journal.read_text().splitlines()]
                self.assertEqual(events.count("intent"),
                                 sum(events.count(e) for e in ("done", "gone", "failed", "lost")))
                self.place.control("faults", "DELETE")
                self.assert_finished(self.place.go_on())

    def test_two_signals_stop_at_once_and_resume_finishes(self):
        self.place.control("faults", "POST", STANDING)
        run = self.start("--yes")
        self.wait_for_journal("intent")
        run.send_signal(signal.SIGINT)
        while run.poll() is None:
            run.send_signal(signal.SIGINT)
            os.sched_yield()
        run.communicate()
        self.assertEqual(-signal.SIGINT, run.returncode)
        self.place.control("faults", "DELETE")
        self.assert_finished(self.place.go_on())

    def test_a_killed_run_of_many_at_a_time_is_finished_by_resume(self):
        self.place.control("faults", "POST", SLOWLY)
        run = self.start("--yes", "--parallel", "8")
        self.wait_for_journal("done")
        run.kill()
        run.communicate()
        self.place.control("faults", "DELETE")
        self.assert_finished(self.place.go_on())

    def on_terminal(self, answer):
        """A run with a terminal, which answers what it asks."""
        ours, theirs = pty.openpty()
        run = self.start(stdin=theirs, stderr=theirs)
        os.close(theirs)
        seen = b""
        while b"to go on: " not in seen:
            seen += os.read(ours, 4096)
        question = re.search(rb'Type "(.*)" to go on', seen).group(1).decode()
        os.write(ours, (answer or question).encode() + b"\n")
        run.communicate(timeout=TIMEOUT_S)
        os.close(ours)
        return question, run.returncode

    def test_a_terminal_is_asked_for_organization_and_count(self):
        question, status = self.on_terminal("yes")
        self.assertEqual(5, status)
        self.assertEqual([], self.writes())
        self.assertRegex(question, r"^o-[a-z0-9]{10,32} 19$")
        self.assertEqual(0, self.on_terminal(None)[1])

    def test_a_closed_pipe_costs_the_report_only(self):
        read, write = os.pipe()
        os.close(read)
        run = self.start("--yes", stdout=write)
        os.close(write)
        run.communicate(timeout=TIMEOUT_S)
        self.assertEqual(0, run.returncode)
        self.assert_finished(self.place.go_on())

    def test_a_plan_of_another_organization_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            other = Place(OPTIONS, folder, "--seed", "4711")
            try:
                done = other.mattock("apply", str(self.place.plan), "--yes")
                writes = [e for e in other.control("requests")["requests"]
                          if e.get("operation") in READS]
            finally:
                other.end()
        self.assertEqual(6, done.returncode)
        self.assertIn("the plan is for organization", done.stderr)
        self.assertEqual([], writes)

    def test_a_session_that_is_about_to_end_is_replaced_before_the_next_delete(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Place(OPTIONS, folder)
            try:
                planned = place.mattock("plan", "--all", "-o", str(place.plan))
                place.control("faults", "POST", [{
                    "match": {"operation": "iam:DeleteAccessKey", "nth": 1},
                    "do": {"latency": 1500}}])
                waiting = threading.Thread(target=self.let_time_pass, args=(place,))
                waiting.start()
                done = place.apply()
                waiting.join()
                requests = place.control("requests")["requests"]
            finally:
                place.end()
        self.assertEqual((0, 0), (planned.returncode, done.returncode), done.stderr)
        sessions = [e for e in requests if e.get("operation") == "sts:AssumeRoot" and
                    e["parameters"]["TargetPrincipal"] == "200000000001" and
                    e["parameters"]["TaskPolicyArn"]["arn"].endswith("DeleteRootUserCredentials")]
        self.assertEqual(2, len(sessions))
        look(requests)

    @staticmethod
    def let_time_pass(place):
        """While the first delete is under way its session comes to within a minute of its end."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if place.journal.exists() and "intent" in place.journal.read_text("utf-8"):
                place.control("clock", "POST", {"advance": "+850s"})
                return

    def changed_plan(self, change):
        """Another plan with a digest that fits."""
        text = re.sub(r'"sha256:[0-9a-f]{64}"', f'"sha256:{"0" * 64}"',
                      change(self.place.plan.read_text()), count=1)
        digest = hashlib.sha256(text.encode()).hexdigest()
        path = self.place.folder / "changed.plan"
        path.write_text(text.replace("0" * 64, digest, 1))
        return str(path)

    def test_a_plan_past_its_end_is_refused(self):
        plan = self.changed_plan(lambda text: re.sub(r'"expires": "[^"]*"',
                                                     '"expires": "2026-01-01T00:00:00Z"', text))
        for command in ("apply", "resume"):
            done = self.place.mattock(command, plan, "--yes")
            self.assertEqual(6, done.returncode)
            self.assertIn("the plan expired at 2026-01-01T00:00:00Z", done.stderr)
        self.assertEqual([], self.writes())

    def test_a_password_that_was_made_anew_is_drift(self):
        plan = self.changed_plan(
            lambda text: re.sub(r'("kind": "password",\s*"created": ")20..', r"\g<1>2019", text))
        done = self.place.mattock("apply", plan, "--yes")
        pathlib.Path(plan + ".journal").unlink()
        self.assertEqual(4, done.returncode)
        self.assertIn("the console password was made anew on", done.stdout)
        self.assertNotIn("iam:DeleteLoginProfile", [e["operation"] for e in self.writes()])

    def test_a_damaged_journal_is_refused_with_its_line(self):
        self.assertEqual(0, self.place.apply().returncode)
        lines = self.place.journal.read_text().splitlines(True)
        self.place.journal.write_text("".join(lines[:3] + lines[4:]))
        before = len(self.writes())
        done = self.place.mattock("resume", str(self.place.plan), "--yes")
        self.assertEqual(6, done.returncode)
        self.assertIn("line 4 of the journal", re.sub(r"\s+", " ", done.stderr))
        self.assertEqual(before, len(self.writes()))

    def test_a_dry_run_sends_no_write_and_leaves_nothing(self):
        done = self.place.mattock("apply", str(self.place.plan), "--dry-run", "--output", "json")
        self.assertEqual(0, done.returncode, done.stderr)
        totals = json.loads(done.stdout)["totals"]
        self.assertEqual(19, totals["wouldBeDeleted"])
        self.assertFalse(self.place.journal.exists())
        self.assert_only_looked()

    def assert_only_looked(self):
        self.assertGreater(len(self.requests()), 0)
        for entry in self.requests():
            name = entry["operation"].split(":")[1]
            self.assertTrue(name.startswith(("Get", "List", "Describe", "Simulate", "Assume")), name)
            if name == "AssumeRoot":
                self.assertIn("IAMAuditRootUserCredentials",
                              entry["parameters"]["TaskPolicyArn"]["arn"])

    def test_a_wave_begins_when_the_one_before_is_verified(self):
        done = self.place.apply("--canary", "2", "--wave", "4", "--parallel", "4")
        self.assertEqual(0, done.returncode, done.stderr)
        accounts = [a["accountId"] for a in json.loads(done.stdout)["accounts"]]
        waves = [accounts[:1], accounts[1:2], accounts[2:6], accounts[6:10], accounts[10:]]
        self.assertEqual(12, len(accounts))
        last = 0
        for wave in waves:
            numbers = [e["number"] for e in self.requests()
                       if e.get("principal", {}).get("accountId") in wave]
            self.assertGreater(min(numbers), last)
            last = max(numbers)


if __name__ == "__main__":
    unittest.main()

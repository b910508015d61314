"""What mattockd does as a process: its options, its files, its signals and its journal.

    daemon_test.py MATTOCKD
"""

import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

MATTOCKD = sys.argv[1]
del sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from mattockd import SECRET, Server  # noqa: E402

CLOCK = "2026-11-23T09:00:00Z"


class Daemon(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, *options):
        server = Server(MATTOCKD, *options)
        self.addCleanup(lambda: server.process.poll() is None and server.end())
        return server

    def refuse(self, *options):
        run = subprocess.run([MATTOCKD, *options], capture_output=True, text=True, timeout=30)
        self.assertEqual("", run.stdout)
        return run.returncode, run.stderr

    def test_a_wrong_command_line_is_told_and_ends_with_2(self):
        for options in (["--nonsense"], ["--seed"], ["--seed", "x"], ["--listen", "here"],
                        ["--listen", "127.0.0.1:70000"], ["--clock", "noon"], ["extra"]):
            with self.subTest(options):
                status, told = self.refuse(*options)
                self.assertEqual(2, status)
                self.assertRegex(told, r"^mattockd: .*\nTry mattockd --help\.\n$")

    def test_what_cannot_be_done_is_told_and_ends_with_1(self):
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        broken = self.folder / "broken.json"
        broken.write_text('{"mattock": 1,\n "acounts": []}', encoding="utf-8")
        notes = self.folder / "notes"
        notes.write_text("not a state\n" * 100, encoding="utf-8")
        for options, expected in (
                (["--listen", f"127.0.0.1:{taken.getsockname()[1]}"], "cannot listen on"),
                (["--listen", "localhost:0"], "not a numeric IP address"),
                (["--scenario", str(broken)], f"{broken}:2:13: acounts: "),
                (["--scenario", str(self.folder / "nothing.json")], "cannot read"),
                (["--state", str(notes)], str(notes))):
            with self.subTest(options):
                status, told = self.refuse(*options)
                self.assertEqual(1, status, told)
                self.assertIn(expected, told)

    def test_the_ready_file_is_the_ready_line_and_goes_with_the_server(self):
        for stop in (signal.SIGTERM, signal.SIGINT):
            path = self.folder / "ready"
            server = self.start("--ready-file", str(path))
            self.assertEqual(server.line, path.read_text(encoding="utf-8"))
            self.assertEqual(str(server.process.pid), server.pid)
            self.assertEqual(0, server.end(stop))
            self.assertEqual([], list(self.folder.iterdir()))

    def test_no_core_file_is_left_and_no_other_process_reads_the_memory(self):
        def allow_core_files():
            resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        server = Server(str(pathlib.Path(MATTOCKD).resolve()), preexec_fn=allow_core_files, cwd=self.folder)
        self.addCleanup(lambda: server.process.poll() is None and server.end())
        limits = pathlib.Path(f"/proc/{server.pid}/limits").read_text(encoding="utf-8")
        self.assertRegex(limits, r"(?m)^Max core file size +0 +0 ")
        # What cannot be dumped belongs to root, whoever runs it; a sanitizer has to read it.
        symbols = pathlib.Path(MATTOCKD).read_bytes()
        if b"__asan_init" not in symbols and os.geteuid():
            with self.assertRaises(PermissionError):
                open(f"/proc/{server.pid}/mem", "rb").close()
        self.assertEqual(-signal.SIGABRT, server.end(signal.SIGABRT))
        self.assertEqual([], list(self.folder.iterdir()))

    def test_a_waiting_connection_does_not_hold_up_the_end(self):
        server = self.start()
        with socket.create_connection(("127.0.0.1", server.port)) as waiting:
            waiting.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            server.request("GET", "/_mattock/health")
            self.assertEqual(0, server.end())

    def test_what_was_answered_survives_a_kill(self):
        state = str(self.folder / "state")
        server = self.start("--state", state)
        self.assertEqual(200, server.ask("CreateUser&UserName=survivor")[0])
        server.end(signal.SIGKILL)
        server = self.start("--state", state)
        self.assertEqual(200, server.ask("GetUser&UserName=survivor")[0])
        status, _ = server.request("POST", "/_mattock/reset", "",
                                   {"Content-Type": "application/json"})
        self.assertEqual(200, status)
        self.assertEqual(404, server.ask("GetUser&UserName=survivor")[0])
        self.assertEqual([], server.control("state")["accounts"][0]["users"][1:])

    def test_a_seed_draws_nothing_twice_when_a_state_goes_on(self):
        def run(name):
            ids = []
            for user in ("a", "b", "c"):
                server = self.start("--seed", "7", "--state", str(self.folder / name))
                status, text = server.ask("CreateUser&UserName=" + user)
                self.assertEqual(200, status, text)
                ids.append(re.search("AIDA[A-Z0-9]*", text)[0])
                if user == "b":  # which is not there any more, nor may it come again
                    server.change("POST", "/_mattock/reset")
                    server.ask("CreateUser&UserName=b")
                server.end()
            return ids

        ids = run("one")
        self.assertEqual(3, len(set(ids)))
        self.assertEqual(ids, run("other"))

    def test_a_fork_comes_back_to_how_it_was_made_written_to_or_not(self):
        server = self.start()
        server.ask("CreateUser&UserName=before")
        server.change("POST", "/_mattock/ns", {"name": "fork", "from": "default"})
        server.ask("CreateUser&UserName=after")
        for written in ("", "one", "two"):
            if written:
                self.assertEqual(200, server.ask("CreateUser&UserName=" + written,
                                                 path="/_ns/fork/")[0])
            self.assertEqual(200, server.change("POST", "/_ns/fork/_mattock/reset")[0])
            state = json.loads(server.request("GET", "/_ns/fork/_mattock/state")[1])
            self.assertEqual(["admin", "before"], [user["name"] for user in
                                                   state["accounts"][0]["users"]])

    def test_a_seed_and_a_clock_make_a_run_repeat_byte_for_byte(self):
        def run(more):
            server = self.start("--seed", "7", "--clock", CLOCK)
            answers = [server.ask(action, time="20261123T090000Z") for action in (
                "CreateUser&UserName=a", *more, "CreateAccessKey&UserName=a",
                "CreateRole&RoleName=r&AssumeRolePolicyDocument=nonsense", "ListUsers")]
            state = server.control("state")
            server.end()
            return answers, state

        self.assertEqual(run([]), run([]))
        # One call more of another operation does not move the ids of the rest.
        self.assertEqual(run([])[0][1], run(["GetAccountSummary"])[0][2])

    def test_a_clock_that_stands_still_takes_requests_of_the_real_time_too(self):
        server = self.start("--clock", "2020-01-01T00:00:00Z")
        self.assertEqual(200, server.ask("GetUser")[0])
        self.assertEqual(200, server.ask("GetUser", time="20200101T000000Z")[0])
        self.assertEqual(403, server.ask("GetUser", time="20230101T000000Z")[0])
        self.assertEqual("2020-01-01T00:00:00Z", server.control("state")["clock"])

    def test_the_journal_tells_what_happened_and_no_secret(self):
        server = self.start()
        secrets = [SECRET, "Sw0rdfish!Sw0rdfish!"]
        _, answer = server.ask("CreateAccessKey&UserName=admin")
        secrets.append(re.search("<SecretAccessKey>(.*)</SecretAccessKey>", answer).group(1))
        server.ask("CreateLoginProfile&UserName=admin&Password=Sw0rdfish%21Sw0rdfish%21")
        server.ask("GetUser&UserName=nobody")
        server.ask("GetUser", service="sts")
        text = server.request("GET", "/_mattock/requests")[1]
        self.assertEqual([], [secret for secret in secrets if secret in text])
        entries = json.loads(text)["requests"]
        self.assertEqual([1, 2, 3, 4], [entry["number"] for entry in entries])
        self.assertEqual("Allowed", entries[0]["decisions"][0]["trace"]["verdict"])
        self.assertEqual({"UserName": "admin"}, entries[1]["parameters"])
        self.assertEqual("NoSuchEntity", entries[2]["error"]["code"])
        self.assertEqual(["iam:GetUser"], [entry["operation"] for entry in server.control(
            "requests?operation=iam:GetUser&after=2")["requests"]])


if __name__ == "__main__":
    unittest.main()

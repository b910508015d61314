"""Every command ends with each status that docs/exit-codes.md says it can end with.

    exit_status_test.py ROOT MATTOCK MATTOCKD

Each row runs the real program against a real server of its own. The table of the document is read:
a status without a row fails, and so does a row that the document does not know.
"""

import concurrent.futures
import fcntl
import json
import pathlib
import re
import subprocess
import sys
import unittest

from world import (CLEAN, FOUND, SCENARIO, World, deny, scenario, with_blocked,
                   with_policy, with_root)

ROOT, MATTOCK, MATTOCKD = pathlib.Path(sys.argv[1]), *map(lambda p: str(pathlib.Path(p).resolve()),
                                                          sys.argv[2:4])
del sys.argv[1:]

OFF = scenario(trustedAccess=[], features=[])
KEY = {"keys": [{"status": "Active", "created": "-900d", "lastUsed": "-1d", "service": "s3",
                 "region": "eu-west-1"}]}
NO_RECOVERY = with_policy(deny("iam:CreateLoginProfile"), "Clean")
NO_DELETE = {**SCENARIO, "faults": [{"match": {"operation": "iam:DeleteLoginProfile"},
                                     "do": {"error": "LimitExceeded"}}]}
DENIED = with_policy(deny("*"), "Found")
SOMEWHERE = deny("*", {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})
FROM_SOMEWHERE = with_policy(SOMEWHERE, "Found")
UNREAD = {**DENIED, "faults": [{"match": {"operation": "organizations:DescribePolicy"},
                                "do": {"error": "AccessDeniedException"}}]}
UNREAD_HALF = {**with_policy(deny("ec2:*"), "Found"), "faults": UNREAD["faults"]}
EXPIRED = f"[{CLEAN}]\nexpires = 2000-01-31\n"
BUCKET_POLICY = {"Version": "2012-10-17", "Statement": [
    {"Sid": "Lock", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
     "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]}
BUCKETS = {**SCENARIO, "accounts": [*SCENARIO["accounts"], {
    "id": "555555555555", "name": "store", "root": {},
    "buckets": [{"name": "b", "region": "us-east-1", "policy": BUCKET_POLICY}]}]}
STORE = ["s3", "555555555555", "b"]

PLAN = ["plan", FOUND, "-o", "p"]
SNAPSHOT = ["snapshot", "--credentials", "-o", "s"]
AUDIT = ["audit", CLEAN, FOUND, "-o", "a"]


def policy(content):
    return json.dumps(content)


def tamper(name):
    """A step that changes a file as nobody should."""
    def change(world):
        path = world.folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(FOUND, CLEAN), encoding="utf-8")
    return change


def write(name, text):
    return lambda world: (world.folder / name).write_text(text, encoding="utf-8")


def lock(name):
    """Another run has the journal."""
    def take(world):
        world.held = open(world.folder / name, "a", encoding="utf-8")
        fcntl.flock(world.held, fcntl.LOCK_EX)
    return take


def other_organization(name):
    def change(world):
        path = world.folder / name
        path.write_text(re.sub(r'"o-[a-z0-9]+"', '"o-other00000"',
                               path.read_text(encoding="utf-8")), encoding="utf-8")
    return change


# A command's words, the status, the world, and what is done before.
ROWS = [
    (["whoami"], 0, SCENARIO),
    (["whoami"], 4, SCENARIO, "nobody"),
    (["status"], 0, SCENARIO),
    (["status"], 4, SCENARIO, "nobody"),
    (["accounts"], 0, SCENARIO),
    (["accounts", "--exclude-file", "e"], 3, SCENARIO, write("e", EXPIRED)),
    (["accounts", "--name", "none*"], 5, SCENARIO),
    (["enable", "--yes"], 0, OFF),
    (["enable"], 5, OFF),
    (["disable", "--yes"], 0, SCENARIO),
    (["disable"], 5, SCENARIO),
    (["delegate add", CLEAN, "--yes"], 0, SCENARIO),
    (["delegate add", CLEAN, "--yes"], 5, OFF),
    (["delegate rm", CLEAN, "--yes"], 0, SCENARIO, ["delegate", "add", CLEAN, "--yes"]),
    (["delegate rm", CLEAN, "--yes"], 5, SCENARIO, "member"),
    (["delegate ls"], 0, SCENARIO),
    (["audit", CLEAN], 0, SCENARIO),
    (["audit"], 3, SCENARIO),
    (["audit"], 4, with_blocked()),
    (["audit"], 5, OFF),
    (["audit", "--name", "none*", "--allow-empty"], 0, SCENARIO),
    (["verify", CLEAN], 0, SCENARIO),
    (["verify"], 3, SCENARIO),
    (["verify"], 4, with_blocked()),
    (["verify"], 5, OFF),
    (["verify", "--plan", "p"], 6, SCENARIO, PLAN, tamper("p")),
    (["drift", CLEAN, FOUND, "--baseline", "a"], 0, SCENARIO, AUDIT),
    (["drift", CLEAN, FOUND, "--baseline", "a"], 3, SCENARIO, AUDIT,
     ["recover", CLEAN, "--yes"]),
    (["drift", CLEAN, "--baseline", "a"], 4, SCENARIO, AUDIT),
    (["drift", "--name", "none*", "--baseline", "a"], 5, SCENARIO, AUDIT),
    (["drift", "--baseline", "a"], 6, SCENARIO, AUDIT, other_organization("a")),
    (["diff", "a", "a"], 0, SCENARIO, AUDIT),
    (["diff", "a", "b"], 3, SCENARIO, AUDIT, ["audit", CLEAN, "-o", "b"]),
    (["diff", "p", "p"], 6, SCENARIO, PLAN, tamper("p")),
    (["report", "a", "--format", "html"], 0, SCENARIO, AUDIT),
    (["report", "p", "--format", "html"], 6, SCENARIO, PLAN, tamper("p")),
    (["snapshot", "-o", "s"], 0, SCENARIO),
    (["snapshot", "-o", "s"], 4, UNREAD),
    (["snapshot", "--credentials", "-o", "s"], 5, OFF),
    (["snapshot", "--audit", "a", "-o", "s"], 6, SCENARIO, AUDIT, other_organization("a")),
    (["rehearse", "p", "--snapshot", "s"], 0, SCENARIO, PLAN, SNAPSHOT),
    (["rehearse", "p", "--snapshot", "s"], 4, UNREAD_HALF, PLAN, SNAPSHOT),
    (["rehearse", "p", "--snapshot", "s"], 5, SCENARIO, PLAN, ["snapshot", "-o", "s"]),
    (["rehearse", "p", "--snapshot", "s"], 6, SCENARIO, PLAN, SNAPSHOT, tamper("p")),
    (PLAN, 0, SCENARIO),
    (["plan", FOUND, CLEAN, "-o", "p", "--exclude-file", "e"], 3, SCENARIO, write("e", EXPIRED)),
    (["plan", "-o", "p"], 4, with_blocked()),
    (PLAN, 5, with_root(KEY)),
    (["show", "p"], 0, SCENARIO, PLAN),
    (["show", "p"], 6, SCENARIO, PLAN, tamper("p")),
    (["apply", "p", "--yes"], 0, SCENARIO, PLAN),
    (["apply", "p", "--yes"], 4, NO_DELETE, PLAN),
    (["apply", "p"], 5, SCENARIO, PLAN),
    (["apply", "p", "--yes"], 6, SCENARIO, PLAN, tamper("p")),
    (["apply", "p", "--yes"], 7, SCENARIO, PLAN, lock("p.journal")),
    (["resume", "p", "--yes"], 0, SCENARIO, PLAN, ["apply", "p", "--yes"]),
    (["resume", "p", "--yes"], 4, NO_DELETE, PLAN, ["apply", "p", "--yes"]),
    (["resume", "p", "--yes"], 5, SCENARIO, PLAN),
    (["resume", "p", "--yes"], 6, SCENARIO, PLAN, ["apply", "p", "--yes"], tamper("p")),
    (["recover", CLEAN, "--yes"], 0, SCENARIO),
    (["recover", CLEAN, "--yes"], 4, NO_RECOVERY),
    (["recover", CLEAN], 5, SCENARIO),
    (["relock", CLEAN, "--yes"], 0, SCENARIO),
    (["relock", CLEAN, "--yes"], 4, NO_DELETE, ["recover", CLEAN, "--yes"]),
    (["relock", FOUND], 5, SCENARIO),
    (["relock", FOUND, "--yes"], 5, SCENARIO),
    (["exec", CLEAN, "--task", "audit", "--yes", "--", "true"], 0, SCENARIO),
    (["exec", CLEAN, "--task", "delete", "--", "true"], 5, SCENARIO),
    (["explain error", "RegionDisabledException"], 0, SCENARIO),
    (["explain error", "NoSuchError"], 4, SCENARIO),
    (["policy show", *STORE], 0, BUCKETS),
    (["policy show", "s3", "555555555555", "none"], 5, BUCKETS),
    (["policy delete", *STORE, "--yes"], 0, BUCKETS),
    (["policy delete", *STORE], 5, BUCKETS),
    (["policy delete", *STORE, "--yes", "--digest", "sha256:" + "0" * 64], 6, BUCKETS),
    (["policy edit", *STORE, "--yes"], 0, BUCKETS),
    (["policy edit", *STORE], 5, BUCKETS),
    (["policy edit", *STORE, "--yes", "--digest", "sha256:" + "0" * 64], 6, BUCKETS),
    (["policy restore", *STORE, "f", "--yes"], 0, BUCKETS,
     ["policy", "delete", *STORE, "-o", "f", "--yes"]),
    (["policy restore", *STORE, "f"], 5, BUCKETS,
     ["policy", "delete", *STORE, "-o", "f", "--yes"]),
    (["policy restore", *STORE, "f", "--yes", "--digest", "sha256:" + "0" * 64], 6, BUCKETS,
     ["policy", "delete", *STORE, "-o", "f", "--yes"]),
    (["preflight", "audit", CLEAN], 0, SCENARIO),
    (["preflight", "audit", FOUND], 4, UNREAD),
    (["preflight", "audit"], 5, OFF),
    (["can-i", "audit", CLEAN], 0, SCENARIO),
    (["can-i", "audit", FOUND], 3, DENIED),
    (["can-i", "audit", FOUND], 4, FROM_SOMEWHERE),
    (["can-i", "audit", "999999999999"], 5, SCENARIO),
    (["explain scp", CLEAN], 0, SCENARIO),
    (["explain scp", FOUND], 3, DENIED),
    (["explain scp", FOUND], 4, FROM_SOMEWHERE),
    (["explain scp", "999999999999"], 5, SCENARIO),
    (["what-if", "--detach", "Guard", "--from", "Found"], 3, DENIED),
    (["what-if", "--attach", "f", "--to", "Found"], 0, SCENARIO, write("f", policy(deny("ec2:*")))),
    (["what-if", "--attach", "f", "--to", "Found"], 4, SCENARIO, write("f", policy(SOMEWHERE))),
    (["policy check", "f", "--as", "scp"], 0, SCENARIO, write("f", policy(deny("*")))),
    (["policy check", "f", "--as", "scp"], 3, SCENARIO, write("f", '{"Statement":1}')),
    (["policy eval"], 0, SCENARIO),
    (["completion", "bash"], 0, SCENARIO),
]

# What no row reaches, and why.
UNREACHED = {
    ("enable", 4): "needs a switch that stays hidden for two minutes, which is how long it is waited",
    ("disable", 4): "as enable",
    ("delegate add", 4): "as enable",
    ("delegate rm", 4): "as enable",
}

# Commands that ask nobody, or read what an earlier command wrote before they ask.
NOT_ASKING = {"drift", "diff", "report", "explain error", "show", "apply", "resume", "policy restore", "policy check",
              "policy eval", "completion", "rehearse"}


def documented():
    """(command, status) of the document's table."""
    text = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")
    table = text.split("## `mattock run`")[0].split("| command |")[1]
    head, *lines = [line for line in table.splitlines() if line.count("|") > 3]
    statuses = [int(cell) for cell in head.split("|")[:-1]]
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        commands = re.findall(r"`([^`]+)`", cells[0])
        for status, cell in zip(statuses, cells[1:]):
            alone = re.match(r"`([^`]+)`: ", cell)
            for command in commands:
                if cell and (not alone or alone.group(1) == command):
                    yield command, status


def commands():
    """All but those that the harness has; docs/exit-codes.md tells of it apart."""
    text = subprocess.run([MATTOCK, "--help"], capture_output=True, text=True, check=True).stdout
    text = re.sub(r"Try it inside a scenario:.*?\n\n", "", text, flags=re.DOTALL)
    return re.findall(r"^  ([a-z-]+(?: [a-z]+)?)  +\S", text.split("Options of every")[0], re.MULTILINE)


def words_of(row):
    return row[0][0].split() + row[0][1:]


def run_row(row):
    """What the row's command comes to, in a world of its own."""
    caller = "admin"
    with World(MATTOCK, MATTOCKD, row[2]) as world:
        for step in row[3:]:
            if callable(step):
                step(world)
            elif isinstance(step, list):
                world.run(step)
            else:
                caller = step
        return world.run(words_of(row), caller)


class ExitStatuses(unittest.TestCase):
    def test_each_row(self):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            results = list(pool.map(run_row, ROWS))
        for row, result in zip(ROWS, results):
            with self.subTest(" ".join(words_of(row)), status=row[1]):
                self.assertEqual(row[1], result.returncode, result.stdout + result.stderr)

    def test_the_document_and_the_rows_are_alike(self):
        rows = {(row[0][0], row[1]) for row in ROWS if row[1] in (0, 3, 4, 5, 6)}
        self.assertEqual(set(documented()), rows | set(UNREACHED))
        self.assertEqual(set(), rows & set(UNREACHED))

    def test_every_command_has_a_row(self):
        self.assertEqual(set(commands()), {row[0][0] for row in ROWS})

    def test_a_wrong_command_line_is_2_for_every_command(self):
        for command in commands():
            for wrong in (["--no-such-option"], ["--output", "xml"], ["--parallel", "0", "x"]):
                with self.subTest(command, wrong=wrong):
                    result = subprocess.run([MATTOCK, *command.split(), *wrong], text=True, env={},
                                            capture_output=True, check=False)
                    self.assertEqual((2, ""), (result.returncode, result.stdout))
                    self.assertIn("mattock: ", result.stderr)

    def test_without_an_answer_it_is_1_for_every_command_that_asks(self):
        environment = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
                       "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}
        for row in {row[0][0]: row for row in ROWS if not any(map(callable, row[3:]))
                    and row[0][0] not in NOT_ASKING}.values():
            with self.subTest(" ".join(words_of(row))):
                result = subprocess.run([MATTOCK, *words_of(row)], text=True, env=environment,
                                        capture_output=True, check=False)
                self.assertEqual(1, result.returncode, result.stdout + result.stderr)
                self.assertIn("127.0.0.1:1", result.stderr)


if __name__ == "__main__":
    unittest.main()

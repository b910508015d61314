"""Commands that look send no write, whatever the organization; nor does what was not confirmed.

    write_minimality_test.py ROOT MATTOCK MATTOCKD

Every command of the help is here: one that is new fails until somebody says which kind it is. The
property is asked of the wire: the server's journal of each run has reads alone.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT, MATTOCK, MATTOCKD = pathlib.Path(sys.argv[1]), *map(os.path.abspath, sys.argv[2:4])
del sys.argv[1:]
sys.path.insert(0, str(ROOT / "tests/client/report"))  # a server with a credentials file
from world import World, scenario  # noqa: E402

LIBRARY = ROOT / "scenarios/library"
READ = re.compile(r"[a-z0-9-]+:(Get|List|Describe|Simulate|AssumeRoot$)")
LOOK, UNLOCK = "IAMAuditRootUserCredentials", "S3UnlockBucketPolicy"

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]})
SHOP, CLEAN = "222222222222", "333333333333"
LOCKED = {**scenario(), "accounts": [*scenario()["accounts"], {
    "id": "555555555555", "name": "store", "root": {"keys": [{}], "password": True},
    "buckets": [{"name": "b", "policy": {"Version": "2012-10-17", "Statement": [
        {"Sid": "Lock", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]}}]}]}
STORE = ["s3", "555555555555", "b"]

# Every command that looks, with what a run of it needs before.
LOOKS = {
    "whoami": [["whoami"]],
    "status": [["status"]],
    "accounts": [["accounts", "--tag", "a=b", "--allow-empty"]],
    "delegate ls": [["delegate", "ls"]],
    "audit": [["audit", "--all"]],
    "plan": [["plan", "--all", "-o", "p"]],
    "show": [["plan", "--all", "-o", "p"], ["show", "p"]],
    "verify": [["plan", "--all", "-o", "p"], ["verify", "--plan", "p"], ["verify", "--all"]],
    "policy show": [["policy", "show", *STORE]],
    "preflight": [["preflight", job, "--all"] for job in
                  ("enable", "audit", "plan", "apply", "recover", "unlock-s3", "unlock-sqs")],
    "can-i": [["can-i", "delete", SHOP]],
    "explain scp": [["explain", "scp", SHOP]],
    "explain error": [["explain", "error", "AccessDenied"]],
    "what-if": [["what-if", "--attach", "policy", "--to", "root"]],
    "policy check": [["policy", "check", "policy", "--as", "scp"]],
    "policy eval": [["policy", "eval"]],
    "drift": [["audit", "-o", "a"], ["drift", "--baseline", "a"]],
    "diff": [["audit", "-o", "a"], ["diff", "a", "a"]],
    "report": [["audit", "-o", "a"], ["report", "a", "--format", "html"]],
    "snapshot": [["snapshot", "--credentials", "-o", "s"]],
    "rehearse": [["plan", "--all", "-o", "p"], ["snapshot", "--credentials", "-o", "s"],
                 ["rehearse", "p", "--snapshot", "s"]],
    "completion": [["completion", "bash"]],
}

# Every command that changes something: without --yes, or dry, it sends no write either.
UNCONFIRMED = {
    "enable": [["enable"]],
    "disable": [["disable", "--trust", "--deregister"]],
    "delegate add": [["delegate", "add", CLEAN]],
    "delegate rm": [["delegate", "rm", CLEAN]],
    "apply": [["plan", "--all", "-o", "p"], ["apply", "p"], ["apply", "p", "--dry-run"]],
    "resume": [["plan", "--all", "-o", "p"], ["resume", "p"]],
    "recover": [["recover", CLEAN]],
    "relock": [["relock", SHOP]],
    "exec": [["exec", SHOP, "--task", "delete", "--", "true"],
             ["exec", SHOP, "--task", "audit", "--", "true"]],
    "policy delete": [["policy", "delete", *STORE]],
    "policy edit": [["policy", "edit", *STORE], ["policy", "edit", *STORE, "--dry-run"]],
    "policy restore": [["policy", "restore", *STORE, "policy"]],
}

# What starts a server of its own, or nothing.
APART = {"run", "env", "record", "scenario", "sweep"}

# What is tried in every organization of the library.
EVERYWHERE = (["plan", "--all", "-o", "p"], ["apply", "p", "--dry-run"],
              ["snapshot", "--credentials", "-o", "s"])
# Too large to be looked at so often.
LARGE = {"big-10000", "paged-1000"}
# Faults that only take time.
SLOW = {"stall", "latency", "dribble", "halfClose", "throttle"}


def commands():
    """The names in the help."""
    text = subprocess.run([MATTOCK, "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  ([a-z]+(?:-[a-z]+)?(?: [a-z]+)?)  ", text, re.MULTILINE)


def writes(requests, tasks):
    """Of a journal what is no read, or a session that could do more than look."""
    for entry in requests:
        operation = entry.get("operation", "")
        task = entry.get("parameters", {}).get("TaskPolicyArn", {}).get("arn", "")
        if not READ.match(operation):
            yield operation
        elif operation == "sts:AssumeRoot" and task.rpartition("/")[2] not in tasks:
            yield f"{operation} for {task}"


def state(name):
    """The beginning of a scenario of the library, without what only takes time."""
    document = json.loads((LIBRARY / name).read_text(encoding="utf-8"))
    for member in ("steps", "expect", "consistency"):
        document.pop(member, None)
    document["faults"] = [{**rule, "match": rule.get("match", {})}
                          for rule in document.get("faults", ()) if not SLOW & set(rule["do"])]
    return document


def look_around(name):
    """The writes of what is tried everywhere, and how the commands ended."""
    document = state(name)
    caller = "admin" if "admin" in document["callers"] else min(document["callers"])
    with World(MATTOCK, MATTOCKD, document) as world:
        ends = [world.run(*words, AWS_PROFILE=caller, AWS_MAX_ATTEMPTS="1")[0]
                for words in EVERYWHERE]
        seen = world.control("/_mattock/requests?limit=20000")["requests"]
    return name, ends, len(seen), list(writes(seen, {LOOK}))


class Writes(unittest.TestCase):
    def check(self, table, tasks):
        for name, runs in table.items():
            with self.subTest(name), World(MATTOCK, MATTOCKD, LOCKED) as world:
                world.file("policy", POLICY)
                for words in runs:
                    status, out, err = world.run(*words)
                    self.assertNotIn(status, {1, 2}, " ".join(words) + out + err)
                seen = world.control("/_mattock/requests?limit=20000")["requests"]
                self.assertEqual([], list(writes(seen, tasks)))

    def test_every_command_is_of_one_kind(self):
        names = commands()
        self.assertGreater(len(names), 25)
        self.assertEqual(sorted(names), sorted([*LOOKS, *UNCONFIRMED, *APART]))

    def test_commands_that_look_send_no_write(self):
        self.check(LOOKS, {LOOK, UNLOCK})

    def test_what_was_not_confirmed_sends_no_write(self):
        self.check(UNCONFIRMED, {LOOK, UNLOCK})

    def test_a_write_is_seen(self):
        with World(MATTOCK, MATTOCKD, LOCKED) as world:
            world.run("recover", CLEAN, "--yes")
            world.run("relock", CLEAN, "--yes")
            seen = world.control("/_mattock/requests?limit=20000")["requests"]
        found = list(writes(seen, {LOOK}))
        self.assertIn("iam:DeleteLoginProfile", found)
        self.assertTrue(any(text.startswith("sts:AssumeRoot for ") for text in found))

    def test_in_no_organization_of_the_library_a_look_writes(self):
        names = [path.name for path in sorted(LIBRARY.glob("*.json")) if path.stem not in LARGE]
        requests = 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for name, ends, count, found in pool.map(look_around, names):
                with self.subTest(name):
                    self.assertEqual([], found)
                    self.assertNotIn(2, ends)
                requests += count
        self.assertGreater(requests, 20 * len(names))
        print(f"# {len(names)} organizations, {requests} requests, no write", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()

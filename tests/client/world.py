"""A mattockd of its own with a small organization, and `mattock` run against it."""

import copy
import json
import os
import pathlib
import re
import subprocess
import tempfile
import urllib.request

MANAGEMENT, CLEAN, FOUND, BLOCKED = "111111111111", "222222222222", "333333333333", "444444444444"

KEY_OF = {"admin": "AKIAIOSFODNN7ADMIN00", "nobody": "AKIAIOSFODNN7NOBODY0",
          "member": "AKIAIOSFODNN7MEMBER0"}
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

# What the address sanitizer says of every program with stacks of its own, and is no finding.
SANITIZER_NOTE = re.compile(r"==\d+==WARNING: ASan doesn't fully support makecontext[^\n]*\n")


def deny(action, condition=None):
    """A service control policy that denies @action to root users, root sessions too."""
    statement = {"Sid": "DenyRoot", "Effect": "Deny", "Action": action, "Resource": "*",
                 "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}
    if condition:
        statement["Condition"].update(condition)
    return {"Version": "2012-10-17", "Statement": [statement]}


SCENARIO = {
    "mattock": 1,
    "seed": 7,
    "organization": {
        "management": MANAGEMENT,
        "policyTypes": ["SERVICE_CONTROL_POLICY"],
        "trustedAccess": ["iam.amazonaws.com"],
        "features": ["RootCredentialsManagement", "RootSessions"],
        "units": [{"name": "Clean"}, {"name": "Found"}, {"name": "Blocked"}],
    },
    "accounts": [
        {"id": MANAGEMENT, "name": "management", "root": {"password": True}},
        {"id": CLEAN, "name": "clean", "unit": "Clean", "root": {}},
        {"id": FOUND, "name": "found", "unit": "Found",
         "root": {"password": {"created": "-700d", "lastUsed": "-400d"}}},
    ],
    "callers": {
        "admin": {"account": MANAGEMENT, "user": "admin", "policies": ["AdministratorAccess"],
                  "key": {"id": KEY_OF["admin"], "secret": SECRET}},
        "nobody": {"account": MANAGEMENT, "user": "nobody",
                   "key": {"id": KEY_OF["nobody"], "secret": SECRET}},
        "member": {"account": CLEAN, "user": "sam", "policies": ["AdministratorAccess"],
                   "key": {"id": KEY_OF["member"], "secret": SECRET}},
    },
}


def scenario(**organization):
    """SCENARIO with other members of its organization."""
    changed = copy.deepcopy(SCENARIO)
    changed["organization"].update(organization)
    return changed


def with_policy(content, unit):
    """SCENARIO with a service control policy on a unit."""
    return scenario(policies=[{"name": "Guard", "content": content, "attach": [unit]}])


def with_blocked():
    """SCENARIO with an account that no root session can look into."""
    changed = with_policy(deny("*"), "Blocked")
    changed["accounts"].append({"id": BLOCKED, "name": "blocked", "unit": "Blocked", "root": {}})
    return changed


def with_root(root):
    """SCENARIO whose account "found" has these root credentials."""
    changed = copy.deepcopy(SCENARIO)
    changed["accounts"][2]["root"] = root
    return changed


class World:
    """A running server; a context manager."""

    def __init__(self, mattock, mattockd, content):
        self.mattock, self.mattockd, self.content = mattock, mattockd, content
        self.held = None  # a file that stays open as long as the server

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        (self.folder / "scenario.json").write_text(json.dumps(self.content), encoding="utf-8")
        self.server = subprocess.Popen(
            [self.mattockd, "--scenario", self.folder / "scenario.json"], text=True,
            stdout=subprocess.PIPE, env={})
        line = self.server.stdout.readline()
        if "url=" not in line:
            raise AssertionError("mattockd is not ready: " + line)
        self.url = line.split("url=")[1].split()[0]
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.server.stdout.close()
        if self.held:
            self.held.close()
        self.temporary.cleanup()

    def environment(self, caller="admin", **more):
        """What mattock is given; nothing of the user's own."""
        # rehearse looks for a mattockd.
        path = os.path.dirname(self.mattockd) + os.pathsep + os.environ["PATH"]
        return {"PATH": path, "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.url,
                "AWS_ACCESS_KEY_ID": KEY_OF[caller], "AWS_SECRET_ACCESS_KEY": SECRET,
                "AWS_REGION": "us-east-1", **more}

    def calls(self, operation):
        """The journal's entries of an operation."""
        with urllib.request.urlopen(f"{self.url}/_mattock/requests?operation={operation}") as page:
            return json.load(page)["requests"]

    def run(self, words, caller="admin", text="", **more):
        done = subprocess.run([self.mattock, *words], cwd=self.folder, input=text, timeout=60,
                              env=self.environment(caller, **more), text=True,
                              capture_output=True, check=False)
        done.stderr = SANITIZER_NOTE.sub("", done.stderr)
        return done

"""Whether the state of a namespace, written as a scenario, makes the same state again.

    export_test.py ROOT MATTOCKD
"""

import json
import pathlib
import sys
import unittest

ROOT, MATTOCKD = pathlib.Path(sys.argv[1]), sys.argv[2]
del sys.argv[1:]
sys.path.insert(0, str(ROOT / "tests/support"))
from json_schema import errors  # noqa: E402
from mattockd import Server, form  # noqa: E402

SCHEMA = json.loads((ROOT / "scenarios/scenario.schema.json").read_text(encoding="utf-8"))
DENY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]})


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(MATTOCKD)

    @classmethod
    def tearDownClass(cls):
        cls.server.end()

    def make(self, wish):
        status, text = self.server.change("POST", "/_mattock/ns", wish)
        self.assertEqual(201, status, text)
        answer = json.loads(text)
        self.addCleanup(self.server.change, "DELETE", f"/_mattock/ns?name={answer['name']}")
        return answer

    def read(self, name, what):
        status, text = self.server.request("GET", f"/_ns/{name}/_mattock/{what}")
        self.assertEqual(200, status, text)
        return json.loads(text)

    def round_trip(self, first):
        """The scenario that was written, after holding the state it makes against the first."""
        written = self.read(first["name"], "export")
        self.assertEqual([], list(errors(SCHEMA, SCHEMA, written)))
        again = self.make({"scenario": written})
        states = [self.read(each["name"], "state") for each in (first, again)]
        clock = states[0].pop("clock")
        self.assertTrue(written.get("clock", clock) == clock and states[1].pop("clock"))
        for state in states:
            for policy in (state["organization"] or {"policies": ()})["policies"]:
                policy["attached"].sort()  # in which order nodes were made is not written
        self.assertEqual(*states)
        self.assertEqual(first["credentials"], again["credentials"])
        rules = [[rule["rule"] for rule in self.read(each["name"], "faults")["faults"]]
                 for each in (first, again)]
        self.assertEqual(*rules)
        self.assertEqual(written, self.read(again["name"], "export"))
        return written

    def test_every_scenario_of_the_library_comes_back(self):
        paths = sorted((ROOT / "scenarios/library").glob("*.json"))
        self.assertGreater(len(paths), 40)
        for path in paths:
            scenario = json.loads(path.read_text(encoding="utf-8"))
            if sum(each["count"] for each in scenario.get("accountTemplates", ())) > 200:
                continue  # the same, a thousand times
            with self.subTest(path.name):
                self.round_trip(self.make({"scenario": scenario}))

    def test_what_calls_have_changed_comes_back(self):
        first = self.make({})
        path = f"/_ns/{first['name']}/"
        for action in (form(Action="CreateUser", UserName="ada", Path="/team/"),
                       form(Action="TagUser", UserName="ada", **{"Tags.member.1.Key": "a",
                                                               "Tags.member.1.Value": "b"}),
                       form(Action="PutUserPolicy", UserName="ada", PolicyName="p",
                            PolicyDocument=DENY),
                       form(Action="CreateAccessKey", UserName="ada")):
            status, text = self.server.ask(action.removeprefix("Action="), path=path)
            self.assertEqual(200, status, text)
        written = self.round_trip(first)
        ada = next(user for user in written["accounts"][0]["users"] if user["name"] == "ada")
        self.assertEqual(({"a": "b"}, "/team/", [json.loads(DENY)]),
                         (ada["tags"], ada["path"], ada["policies"]))
        self.assertEqual([], written["unknown"])
        self.assertIn("iam:TagUser", [each["action"] for user in written["accounts"][0]["users"]
                                      for each in user.get("accesses", ())])

    def test_what_a_scenario_cannot_have_is_said(self):
        first = self.make({})
        path = f"/_ns/{first['name']}/"
        for action in (form(Action="CreateGroup", GroupName="g"),
                       form(Action="CreatePolicy", PolicyName="own", PolicyDocument=DENY),
                       form(Action="AttachUserPolicy", UserName="admin",
                            PolicyArn="arn:aws:iam::123456789012:policy/own")):
            self.assertEqual(200, self.server.ask(action.removeprefix("Action="), path=path)[0])
        written = self.read(first["name"], "export")
        self.assertEqual(["g", "own"], [each["name"] for each in written["unknown"]])
        self.assertIn(json.loads(DENY), written["accounts"][0]["users"][0]["policies"])


if __name__ == "__main__":
    unittest.main()

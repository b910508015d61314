"""Whether the state of a namespace, written as a scenario, makes the same state again.

    export_test.py ROOT MATTOCKD
"""

import collections
import contextlib
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
import time
import unittest

ROOT, MATTOCKD = pathlib.Path(sys.argv[1]), sys.argv[2]
del sys.argv[1:]
sys.path.insert(0, str(ROOT / "tests/support"))
from json_schema import errors  # noqa: E402
from mattockd import KEY, SECRET, Server, form, signed_headers  # noqa: E402

SCHEMA = json.loads((ROOT / "scenarios/scenario.schema.json").read_text(encoding="utf-8"))
DENY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]})
STORY = {
    "mattock": 1,
    "organization": {"management": "123456789012", "policyTypes": ["SERVICE_CONTROL_POLICY"]},
    "accounts": [{"id": f"{digit * 12}", "name": digit, "joined": "INVITED", "created": "-900d"}
                 for digit in "2345"],
    "callers": {"admin": {"account": "123456789012", "user": "admin",
                          "policies": ["AdministratorAccess"],
                          "key": {"id": KEY, "secret": SECRET}}},
}


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

    def ask(self, space, action, **members):
        status, text = self.server.ask(f"{action}&{form(**members)}", path=f"/_ns/{space['name']}/")
        self.assertEqual(200, status, text)
        return text

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
        clocks = [state.pop("clock") for state in states]
        self.assertTrue("clock" not in written or clocks[0][:16] == clocks[1][:16], clocks)
        self.assertEqual(*states)
        self.assertEqual(first["credentials"], again["credentials"])
        rules = [[rule["rule"] for rule in self.read(each["name"], "faults")["faults"]]
                 for each in (first, again)]
        self.assertEqual(*rules)
        self.assertEqual(*(self.server.request("GET", f"/_ns/{each['name']}/_mattock/export")
                           for each in (first, again)))
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
        self.assertEqual(({"a": "b"}, "/team/", [{"name": "p", "document": DENY}]),
                         (ada["tags"], ada["path"], ada["policies"]))
        self.assertEqual([], written["unknown"])
        self.assertIn("iam:TagUser", [each["action"] for user in written["accounts"][0]["users"]
                                      for each in user.get("accesses", ())])

    def test_what_holds_beside_the_state_comes_back(self):
        first = self.make({"seed": 7})
        prefix = f"/_ns/{first['name']}/_mattock/"
        for path, value in (("consistency", {"model": "adversarial", "scale": 0.3, "time": "clock"}),
                            ("clock", {"mode": "offset", "time": "2031-02-03T04:05:06.789Z"})):
            self.assertEqual(200, self.server.change("POST", prefix + path, value)[0])
        written = self.round_trip(first)
        self.assertEqual((7, {"model": "adversarial", "scale": 0.3, "time": "clock"}),
                         (written["seed"], written["consistency"]))
        self.assertEqual(["offsetMs"], list(written["clock"]))
        self.server.change("POST", prefix + "clock", {"mode": "frozen",
                                                      "time": "2031-02-03T04:05:06.789Z"})
        self.assertEqual("2031-02-03T04:05:06.789Z", self.round_trip(first)["clock"])

    def test_the_streams_of_a_seed_go_on_where_they_were(self):
        first = self.make({"seed": 7})
        self.ask(first, "CreateUser", UserName="ada")
        self.server.request("POST", f"/_ns/{first['name']}/", "nonsense")
        again = self.make({"scenario": self.read(first["name"], "export")})
        fork = self.make({"from": first["name"]})
        users = [self.ask(each, "CreateUser", UserName="bob") for each in (first, again, fork)]
        self.assertEqual(1, len({re.search("AIDA[A-Z0-9]*", user)[0] for user in users}), users)
        for each in (again, fork):  # and after a reset too
            self.server.change("POST", f"/_ns/{each['name']}/_mattock/reset")
            self.assertIn(re.search("AIDA[A-Z0-9]*", users[0])[0],
                          self.ask(each, "CreateUser", UserName="bob"))

    def test_a_name_that_comes_twice_is_told(self):
        policy = {"name": "p", "document": json.loads(DENY)}
        for part in ({"users": [{"name": "a", "policies": [policy, policy]}]},
                     {"groups": [{"name": "g"}, {"name": "g"}]},
                     {"groups": [{"name": "g", "members": ["nobody"]}]},
                     {"managedPolicies": [{"name": "p"}]},
                     {"managedPolicies": [{"name": "p", "document": "no JSON"}]},
                     {"managedPolicies": [{"name": "p", "default": "v2", "versions": [
                         {"version": "v1", "document": json.loads(DENY)}]}]}):
            status, text = self.server.change("POST", "/_mattock/ns", {"scenario": {
                "mattock": 1, "accounts": [{"id": "222222222222", "name": "a", **part}]}})
            self.assertEqual(400, status, part)
            self.assertRegex(text, r"scenario:1:[0-9]+: accounts\[0\]\.(users|groups|managed)")


# What a scenario cannot have: the kind of its `unknown`, and the table whose rows it stands for.
LISTED = {
    "session": "session", "handshake": "handshake", "account creation": "create_account_request",
    "password policy": "password_policy", "account setting": "account_setting",
    "instance profile": "instance_profile", "credential report": "credential_report",
    "identity provider": "identity_provider", "unassigned MFA device": "mfa_device",
    "deletion of a role": "role_deletion_task", "report of last accesses": "access_report",
    "responsibility transfer": "responsibility_transfer", "delegation request":
    "delegation_request", "key of web identity tokens": "token_key",
}
# Columns that are said by their kind, or that no answer of the mock shows.
COLUMNS = {("queue", "attributes"), ("resource_policy", "id"), ("account", "closed_ms"),
           ("organizational_unit", "created_ms"), ("policy_attachment", "position"),
           ("signing_certificate", "body")}


class Rows(unittest.TestCase):
    """The tables of two states, the second made of the first one's export."""

    def start(self, *options):
        server = Server(MATTOCKD, *options)
        self.addCleanup(lambda: server.process.poll() is None and server.end())
        return server

    def json(self, operation, **members):
        """A call of Organizations or SQS."""
        service, action = operation.split(":")
        target = {"organizations": "AWSOrganizationsV20161128", "sqs": "AmazonSQS"}[service]
        body, now = json.dumps(members), time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        headers = {**signed_headers("mattock.test", service, body, now,
                                    target=f"{target}.{action}"),
                   "Content-Type": "application/x-amz-json-1.1"}
        status, text = self.server.request("POST", "/", body, headers)
        self.assertEqual(200, status, f"{operation}: {text}")
        return json.loads(text) if text else None

    def query(self, action, service="iam", **members):
        status, text = self.server.ask(f"{action}&{form(**members)}", service)
        self.assertEqual(200, status, f"{action}: {text}")
        return text

    def tell_iam(self):
        spaced, arn = json.dumps(json.loads(DENY), indent=1), "arn:aws:iam::123456789012:policy/own"
        trust = json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}]})
        self.query("CreateUser", UserName="ada", Path="/team/")
        self.query("CreatePolicy", PolicyName="own", PolicyDocument=spaced, Description="d")
        self.query("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=DENY, SetAsDefault="true")
        self.query("TagPolicy", PolicyArn=arn, **{"Tags.member.1.Key": "k",
                                                 "Tags.member.1.Value": "v"})
        self.query("CreateGroup", GroupName="g")
        self.query("AddUserToGroup", GroupName="g", UserName="ada")
        self.query("PutGroupPolicy", GroupName="g", PolicyName="own", PolicyDocument=spaced)
        self.query("AttachGroupPolicy", GroupName="g", PolicyArn=arn)
        self.query("PutUserPolicy", UserName="ada", PolicyName="own", PolicyDocument=spaced)
        self.query("AttachUserPolicy", UserName="ada", PolicyArn=arn)
        self.query("PutUserPermissionsBoundary", UserName="ada", PermissionsBoundary=arn)
        self.query("CreateLoginProfile", UserName="ada", Password="Tr0ub4dor&3Tr0ub4dor&3")
        self.query("CreateAccessKey")
        self.query("CreateRole", RoleName="r", AssumeRolePolicyDocument=trust, Path="/team/",
                   Description="d", MaxSessionDuration="7200")
        self.query("PutRolePolicy", RoleName="r", PolicyName="own", PolicyDocument=spaced)
        self.query("CreateServiceLinkedRole", AWSServiceName="accountdiscovery.ssm.amazonaws.com")
        self.query("AssumeRole", "sts", RoleArn="arn:aws:iam::123456789012:role/team/r",
                   RoleSessionName="ada")
        self.query("CreateVirtualMFADevice", VirtualMFADeviceName="m")
        self.query("CreateInstanceProfile", InstanceProfileName="i")
        self.query("UpdateAccountPasswordPolicy", MinimumPasswordLength="20")
        self.query("CreateAccountAlias", AccountAlias="alias")
        self.query("GenerateCredentialReport")

    def tell_organizations(self):
        root = self.json("organizations:ListRoots")["Roots"][0]["Id"]
        unit = self.json("organizations:CreateOrganizationalUnit", ParentId=root, Name="a/b")
        unit = unit["OrganizationalUnit"]["Id"]
        self.json("organizations:MoveAccount", AccountId="222222222222", SourceParentId=root,
                  DestinationParentId=unit)
        policy = self.json("organizations:CreatePolicy", Name="p", Description="",
                           Type="SERVICE_CONTROL_POLICY", Content=DENY,
                           Tags=[{"Key": "k", "Value": "v"}])["Policy"]["PolicySummary"]["Id"]
        for target in (unit, "222222222222"):
            self.json("organizations:AttachPolicy", PolicyId=policy, TargetId=target)
        self.json("organizations:EnableAWSServiceAccess", ServicePrincipal="iam.amazonaws.com")
        self.json("organizations:RegisterDelegatedAdministrator", AccountId="222222222222",
                  ServicePrincipal="iam.amazonaws.com")
        self.json("organizations:PutResourcePolicy", Content=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"AWS": "222222222222"},
                "Action": "organizations:ListAccounts", "Resource": "*"}]}))
        self.json("organizations:RemoveAccountFromOrganization", AccountId="333333333333")
        self.json("organizations:CloseAccount", AccountId="444444444444")
        self.json("organizations:CreateAccount", AccountName="new", Email="new@example.com")
        self.json("organizations:InviteAccountToOrganization",
                  Target={"Id": "333333333333", "Type": "ACCOUNT"})
        self.json("sqs:CreateQueue", QueueName="q", Attributes={"VisibilityTimeout": "7"})

    def rows(self, path):
        """Each table's rows, without the columns above."""
        with contextlib.closing(sqlite3.connect(path)) as database:
            names = [row[0] for row in database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
            return {name: collections.Counter(database.execute("SELECT {} FROM {}".format(
                ", ".join(row[1] for row in database.execute(f"PRAGMA table_info({name})")
                          if (name, row[1]) not in COLUMNS), name))) for name in names}

    def test_what_does_not_come_back_is_listed(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        scenario, states = folder.name + "/scenario.json", [folder.name + "/a", folder.name + "/b"]
        pathlib.Path(scenario).write_text(json.dumps(STORY), encoding="utf-8")
        self.server = self.start("--scenario", scenario, "--state", states[0])
        self.tell_iam()
        self.tell_organizations()
        text = self.server.request("GET", "/_mattock/export")[1]
        self.server.end()
        self.assertEqual([], list(errors(SCHEMA, SCHEMA, json.loads(text))))
        pathlib.Path(scenario).write_text(text, encoding="utf-8")
        again = self.start("--scenario", scenario, "--state", states[1])
        unknown = json.loads(text)["unknown"]
        self.assertEqual({**json.loads(text), "unknown": None},
                         {**json.loads(again.request("GET", "/_mattock/export")[1]),
                          "unknown": None})
        again.end()
        first, second = (self.rows(path) for path in states)
        listed = collections.Counter(LISTED.get(each["of"]) for each in unknown)
        for table, rows in first.items():
            with self.subTest(table):
                self.assertEqual({}, dict(second[table] - rows))
                lost = rows - second[table]
                self.assertEqual(listed[table], sum(lost.values()), lost)
        self.assertEqual({"attributes of a queue", "id of the delegation policy",
                          "date of closing"}, {each["of"] for each in unknown} - set(LISTED))


if __name__ == "__main__":
    unittest.main()

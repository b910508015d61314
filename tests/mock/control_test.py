"""Whether the control interface is what mock/openapi.json and docs/control.md say.

    control_test.py ROOT MATTOCKD
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT, MATTOCKD = pathlib.Path(sys.argv[1]), sys.argv[2]
del sys.argv[1:]
sys.path.insert(0, str(ROOT / "tests/support"))
from json_schema import errors, find  # noqa: E402
from mattockd import Server, form  # noqa: E402

DOCUMENT = json.loads((ROOT / "mock/openapi.json").read_text(encoding="utf-8"))
ROW = re.compile(r'\{ "(GET|POST|DELETE)", (?:PREFIX "([^"]+)"|OTHER_HEALTH), \w+ \}')
JSON = "application/json"
AUDIT = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"
SCENARIO = {
    "mattock": 1, "clock": "2026-11-23T09:00:00Z", "seed": 1,
    "organization": {
        "management": "111111111111", "policyTypes": ["SERVICE_CONTROL_POLICY"],
        "trustedAccess": ["iam.amazonaws.com"], "features": ["RootCredentialsManagement"],
        "delegates": [{"account": "222222222222", "service": "iam.amazonaws.com"}],
        "units": [{"name": "Workloads"}]},
    "accounts": [{
        "id": "222222222222", "name": "member", "unit": "Workloads",
        "root": {"password": {"created": "-9d"}, "keys": [{"created": "-9d"}],
                 "certificates": [{"uploaded": "-9d"}], "mfa": [{"kind": "virtual"}]},
        "users": [{"name": "ada"}],
        "roles": [{"name": "reader", "trust": {"Version": "2012-10-17", "Statement": []}}],
        "buckets": [{"name": "vault", "region": "us-east-1"}],
        "queues": [{"name": "jobs", "region": "us-east-1"}]}],
    "callers": {
        "admin": {"account": "111111111111", "user": "admin",
                  "policies": ["AdministratorAccess"]},
        "guest": {"account": "111111111111", "role": "guest", "via": "admin",
                  "policies": ["AdministratorAccess"]}},
    "faults": [{"name": "busy", "match": {"operation": "iam:ListRoles"},
                "do": {"error": "Throttling"}}],
}
# Members that no request of the story below brings about, with the test that has them.
SEEN_ELSEWHERE = {
    "hasMfa",  # tests/mock/cloudtrail_test.c
    "inTrail", "sharedEventID",  # tests/mock/cloudtrail_test.c
    "reason",  # tests/mock/journal_test.c
}


def operations():
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def answer_schema(operation, status):
    answer = operation["responses"].get(str(status), operation["responses"]["default"])
    answer = find(DOCUMENT, answer["$ref"]) if "$ref" in answer else answer
    return answer["content"].get(JSON, {}).get("schema")


def named_members(schema):
    """The members of a schema whose members are all named."""
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield from schema["properties"]
        for part in schema.values():
            yield from named_members(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from named_members(part)


def keys_of(value):
    if isinstance(value, dict):
        yield from value
    for part in value.values() if isinstance(value, dict) else value \
            if isinstance(value, list) else ():
        yield from keys_of(part)


def parts_of(text, *names):
    return [re.search(f"<{name}>(.*)</{name}>", text).group(1) for name in names]


class Description(unittest.TestCase):
    def test_it_has_the_routes_of_the_table(self):
        text = (ROOT / "mock/control.c").read_text(encoding="utf-8")
        table = text[text.index("} rows[] = {"):]
        rows = {(method, "/_mattock/" + name if name else "/_localstack/health")
                for method, name in ROW.findall(table)}
        self.assertEqual(len(re.findall(r'\{ "[A-Z]+", ', table)), len(rows))
        self.assertEqual(rows, {(method, path) for method, path, _ in operations()})

    def test_every_form_is_named_somewhere_and_every_name_has_a_form(self):
        text = json.dumps(DOCUMENT)
        named = {name for name in re.findall(r'"#/(components/\w+/\w+)"', text)}
        there = {f"components/{kind}/{name}" for kind, forms in DOCUMENT["components"].items()
                 for name in forms if kind != "securitySchemes"}
        self.assertEqual(there, named)
        names = [operation["operationId"] for _, _, operation in operations()]
        self.assertEqual(len(names), len(set(names)))

    def test_the_reference_is_written_from_it(self):
        run = subprocess.run([ROOT / "ci/control-reference"], capture_output=True, text=True,
                             check=True)
        self.assertEqual(run.stdout, (ROOT / "docs/control.md").read_text(encoding="utf-8"),
                         "docs/control.md is behind: ci/control-reference > docs/control.md")


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(MATTOCKD)

    @classmethod
    def tearDownClass(cls):
        cls.server.end()

    def setUp(self):
        self.assertEqual(200, self.server.change("POST", "/_mattock/reset")[0])

    def say(self, method, path, value=None, prefix=""):
        """Asks, holds the answer against its description, and returns its status and value."""
        status, text = self.server.change(method, prefix + path, value)
        operation = DOCUMENT["paths"][path.partition("?")[0]][method.lower()]
        schema = answer_schema(operation, status)
        if schema is None:
            return status, text
        answer = json.loads(text)
        self.assertEqual([], list(errors(DOCUMENT, schema, answer, f"{method} {path}")))
        return status, answer

    def test_the_server_answers_with_the_description(self):
        self.assertEqual(DOCUMENT, self.server.control("openapi.json"))

    def test_a_method_that_is_not_described_is_refused(self):
        for path, methods in DOCUMENT["paths"].items():
            for method in {"GET", "POST", "DELETE", "PUT"} - {name.upper() for name in methods}:
                with self.subTest(f"{method} {path}"):
                    self.assertEqual(405, self.server.change(method, path)[0])

    def test_a_body_with_a_member_that_is_not_described_is_refused(self):
        for method, path, operation in operations():
            if "requestBody" in operation:
                with self.subTest(path):
                    self.assertEqual(400, self.say(method, path, {"nonsense": 1})[0])

    def test_an_expectation_with_a_member_that_comes_twice_is_refused(self):
        calls = [{"operation": "iam:GetUser"}] * 100
        for text in ('{"never": [], "never": %s}', '{"never": %s, "never": []}',
                     '{"calls": [{"operation": "iam:*", "operation": "sts:*"}], "never": %s}'):
            status, told = self.server.request("POST", "/_mattock/verify",
                                               text % json.dumps(calls),
                                               {"Content-Type": "application/json"})
            self.assertEqual(400, status)
            self.assertRegex(told, "line 1, column [0-9]+: (never|operation): this member comes twice")

    def test_the_examples_are_taken(self):
        for method, path, operation in operations():
            if "text/event-stream" in operation["responses"].get("200", {}).get("content", ()):
                continue  # it does not end; tests/mock/stream_test.py
            value = None
            with self.subTest(f"{method} {path}"):
                if "requestBody" in operation:
                    content = operation["requestBody"]["content"][JSON]
                    value = content["example"]
                    self.assertEqual([], list(errors(DOCUMENT, content["schema"], value)))
                query = form(**{each["name"]: each["example"]
                                for each in operation.get("parameters", ()) if each["in"] == "query"})
                path += "?" + query if query else ""
                self.assertIn(self.say(method, path, value)[0], (200, 201))

    def test_every_member_of_the_answers_is_seen(self):
        name = self.say("POST", "/_mattock/ns", {"scenario": SCENARIO})[1]["name"]
        self.addCleanup(self.say, "DELETE", f"/_mattock/ns?name={name}")
        self.tell_story(f"/_ns/{name}")
        answers = [self.say("GET", path, prefix=f"/_ns/{name}")[1]
                   for method, path, operation in operations()
                   if method == "GET" and answer_schema(operation, 200)
                   and path != "/_mattock/openapi.json"]
        answers.append(self.say("POST", "/_mattock/verify",
                                {"calls": [{"operation": "iam:CreateGroup"}]})[1])
        answers.append(self.say("POST", "/_mattock/ns", {})[1])
        self.say("DELETE", f"/_mattock/ns?name={answers[-1]['name']}")
        answers.append(self.say("DELETE", "/_mattock/ns?name=nothing")[1])
        wanted = {member for _, _, operation in operations()
                  for status in operation["responses"] if status != "default"
                  for member in named_members(self.inlined(answer_schema(operation, status)))}
        of_rules = set(DOCUMENT["components"]["schemas"]["Rule"]["properties"])
        self.assertEqual(set(), wanted - set(keys_of(answers)) - SEEN_ELSEWHERE - of_rules)

    def inlined(self, schema):
        """The schema with the forms it points at."""
        if isinstance(schema, dict):
            if "$ref" in schema:
                return self.inlined(find(DOCUMENT, schema["$ref"]))
            return {key: self.inlined(part) for key, part in schema.items()}
        return [self.inlined(part) for part in schema] if isinstance(schema, list) else schema

    def tell_story(self, path):
        """Calls that leave every kind of entry in the journal."""
        credentials = self.keys_of(path)
        ask = lambda action, service="iam", **keys: self.server.ask(  # noqa: E731
            action, service, path=path + "/", **(keys or credentials))
        ask("GetUser&UserName=nobody")
        ask("ListRoles")
        ask("CreateUser&UserName=new")
        ask("GetUser", key=credentials["key"], secret="wrong")
        for action in (form(TargetPrincipal="222222222222", **{"TaskPolicyArn.arn": AUDIT}),
                       form(RoleArn="arn:aws:iam::111111111111:role/guest",
                            RoleSessionName="ada")):
            operation = "AssumeRoot" if "TargetPrincipal" in action else "AssumeRole"
            status, text = ask(f"{operation}&{action}", "sts")
            self.assertEqual(200, status, text)
            key, secret, token = parts_of(text, "AccessKeyId", "SecretAccessKey", "SessionToken")
            ask("ListAccessKeys", key=key, secret=secret, token=token)

    def keys_of(self, path):
        """The admin's key of the namespace, which its state does not show."""
        name = path.rpartition("/")[2]
        fork = self.say("POST", "/_mattock/ns", {"from": name})[1]
        self.say("DELETE", f"/_mattock/ns?name={fork['name']}")
        words = fork["credentials"].partition("[admin]")[2].split()
        return {"key": words[2], "secret": words[5]}


if __name__ == "__main__":
    unittest.main()

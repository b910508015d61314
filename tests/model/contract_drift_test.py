"""Tests of ci/contract-drift: a model as our contract has it, changed once a row.

    contract_drift_test.py TOOL MODELS
"""

import copy
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL, MODELS = sys.argv[1], pathlib.Path(sys.argv[2])
PATH = pathlib.Path("account", "2021-02-01", "service-2.json")
EMAIL = "GetPrimaryEmailRequest"


def set_at(*keys_and_value):
    """A change that puts a value into the model."""
    *keys, last, value = keys_and_value

    def change(model):
        for key in keys:
            model = model[key]
        model[last] = value

    return change


def drop(*keys):
    def change(model):
        for key in keys[:-1]:
            model = model[key]
        del model[keys[-1]]

    return change


# Each row: what it proves, the change, the line that must be told.
ROWS = [
    ("a member that AWS added", set_at("shapes", EMAIL, "members", "Colour", {"shape": "Otp"}),
     "account: GetPrimaryEmail input Colour: new, Otp optional body Colour"),
    ("a member that AWS took away", drop("shapes", EMAIL, "members", "AccountId"),
     "account: GetPrimaryEmail input AccountId: gone, was AccountId required body AccountId"),
    ("a member that may now be absent", set_at("shapes", EMAIL, "required", []),
     "account: GetPrimaryEmail input AccountId: was AccountId required body AccountId, "
     "is AccountId optional body AccountId"),
    ("a limit that moved", set_at("shapes", "PrimaryEmailAddress", "max", 128),
     "account: shape PrimaryEmailAddress: was string 5..64 sensitive, is string 5..128 sensitive"),
    ("a pattern that changed", set_at("shapes", "Otp", "pattern", "[0-9]{6}"),
     "account: shape Otp pattern: was [a-zA-Z0-9]{6}, is [0-9]{6}"),
    ("a status that changed",
     set_at("shapes", "ConflictException", "error", {"httpStatusCode": 412}),
     "account: error ConflictException: was 409 ConflictException None, "
     "is 412 ConflictException None"),
    ("an error that AWS no longer lists", set_at("operations", "GetPrimaryEmail", "errors", []),
     "account: GetPrimaryEmail throws TooManyRequestsException: gone, was yes"),
    ("a path that moved",
     set_at("operations", "GetPrimaryEmail", "http", "requestUri", "/v2/getPrimaryEmail"),
     "account: GetPrimaryEmail: was POST /getPrimaryEmail 200, is POST /v2/getPrimaryEmail 200"),
    ("an operation that AWS took away", drop("operations", "GetPrimaryEmail"),
     "account: GetPrimaryEmail: gone, was POST /getPrimaryEmail 200"),
    ("a version that went up", set_at("metadata", "apiVersion", "2031-01-01"),
     "account: version: was 2021-02-01, is 2031-01-01"),
]


def run(folder):
    return subprocess.run([TOOL, str(folder)], capture_output=True, text=True, check=False)


class ContractDrift(unittest.TestCase):
    def test_rows(self):
        model = json.loads((MODELS / PATH).read_text(encoding="utf-8"))
        for name, change, line in ROWS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                changed = copy.deepcopy(model)
                change(changed)
                path = pathlib.Path(folder, PATH)
                path.parent.mkdir(parents=True)
                path.write_text(json.dumps(changed), encoding="utf-8")
                result = run(folder)
                self.assertEqual(result.returncode, 1)
                self.assertIn(line, result.stdout.splitlines())

    def test_no_model(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(run(folder).returncode, 2)

    def test_no_json(self):
        for text in ("{", "{}"):
            with self.subTest(text), tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, "iam.json").write_text(text, encoding="utf-8")
                result = run(folder)
                self.assertEqual(result.returncode, 2)
                self.assertIn("iam.json: expected", result.stderr)

    def test_no_folder(self):
        self.assertEqual(run("/nonexistent").returncode, 2)

    def test_same(self):
        result = run(MODELS)
        self.assertEqual(result.stdout, "contract-drift: 1 services, 0 differences\n")
        self.assertEqual(result.returncode, 0)

    def test_flat_layout(self):
        with tempfile.TemporaryDirectory() as folder:
            flat = pathlib.Path(folder, "account.json")
            flat.write_bytes((MODELS / PATH).read_bytes())
            self.assertEqual(run(folder).returncode, 0)

    def test_packed(self):
        with tempfile.TemporaryDirectory() as folder:
            packed = pathlib.Path(folder, PATH).with_name("service-2.json.gz")
            packed.parent.mkdir(parents=True)
            packed.write_bytes(gzip.compress((MODELS / PATH).read_bytes()))
            self.assertEqual(run(folder).returncode, 0)

    def test_what_a_partial_service_lacks_is_no_drift(self):
        model = json.loads((MODELS / PATH).read_text(encoding="utf-8"))
        model["operations"]["PutColour"] = {"name": "PutColour", "http": {}}
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "account.json").write_text(json.dumps(model), encoding="utf-8")
            self.assertEqual(run(folder).returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

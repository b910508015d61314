"""Tests of the contract's generator: what it refuses, and what it writes.

    apigen_test.py GENERATOR GOLDEN
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

GENERATOR, GOLDEN = sys.argv[1], pathlib.Path(sys.argv[2])

# The generator's own modules.
sys.path.insert(0, GENERATOR)
import checker
import contract
import names
import reader

HEAD = """service tiny
  id Tiny
  protocol query
  version 2020-01-01
  endpoint tiny
  namespace https://tiny/
resource thing arn:${Partition}:tiny::${Account}:thing/${Name}
error NoSuchThingException 404 NoSuchThing
string nameType 1..8
"""

OP = "op GetThing read\n  authorize tiny:GetThing thing(Name)\n  Name! nameType\n"

# Each row: what it proves, the text after HEAD, the line and what was expected.
REFUSED = [
    ("an unknown kind of declaration", "thing X\n", 10, "expected one of"),
    ("a declaration without a name", "op\n", 10, "expected a name after 'op'"),
    ("a line that is indented by three", "structure X\n   A nameType\n", 11, "expected an indent"),
    ("a tab", "structure X\n\tA nameType\n", 11, "expected an indent"),
    ("an operation without its access", "op GetThing\n", 10, "expected 'op NAME ACCESS'"),
    ("an operation without an authorize line", "op GetThing read\n", 10, "authorize line"),
    ("an unknown shape", OP + "  Age ageType\n", 13, "expected a known shape, not 'ageType'"),
    ("a member twice", OP + "  Name nameType\n", 13, "expected member 'Name' once"),
    ("an operation twice", OP + OP, 13, "expected a new operation"),
    ("a shape twice", "string nameType\n", 10, "expected a new shape"),
    ("two shapes that are one in C", "string NameType\n", 10, "expected a new shape"),
    ("an error twice", "error NoSuchThing 400\n", 10, "expected a new error"),
    ("an unknown error", OP + "  throws NoSuchPlace\n", 13, "known error, not 'NoSuchPlace'"),
    ("an error listed twice", OP + "  throws NoSuchThing NoSuchThing\n", 13, "once"),
    ("an empty throws line", OP + "  throws\n", 13, "expected the names of errors"),
    ("a resource named by no member", OP.replace("(Name)", "(Id)"), 11, "input member, not 'Id'"),
    ("an unknown resource type", OP.replace("thing(", "place("), 11, "resource type, not 'place'"),
    ("an action without its service", OP.replace("tiny:", ""), 11, "expected 'authorize ACTION"),
    ("a key from no member", OP.replace("(Name)", "(Name) keys a:b=Id"), 11, "not 'Id'"),
    ("authorize none beside an action", OP + "  authorize none\n", 13, "to stand alone"),
    ("a range upside down", "integer ageType 9..1\n", 10, "expected 1..9, the least first"),
    ("a negative length", "string t -1..2\n", 10, "expected a length of 0 or more"),
    ("a broken pattern", "string t\n  pattern [a-\n", 10, "expected a regular expression"),
    ("an enum value twice", "string t\n  enum A A\n", 10, "expected each enum value once"),
    ("a property that is none", "string t secret\n", 10, "not 'secret'"),
    ("a list of nothing", "list t of\n", 10, "expected 'list NAME of SHAPE"),
    ("a list of an unknown shape", "list t of x\n", 10, "expected a known shape"),
    ("a map from a number", "integer n\nmap m from n to n\n", 11, "map from a string"),
    ("an error without a status", "error Broken\n", 10, "expected 'error NAME STATUS"),
    ("an error with a status of success", "error Fine 200\n", 10, "expected an HTTP status"),
    ("a place that is none", OP + "  Age nameType body\n", 13, "expected a location"),
    ("a path without its member", OP + "  http GET /{Id}\n", 10, "uri members ['Id']"),
    ("two payloads", OP + "  A nameType payload\n  B nameType payload\n", 14, "one payload"),
    ("paging over no output", OP + "  pages Things by Name\n", 13, "output member, not"),
    ("a second service", "service tiny\n", 10, "expected one 'service tiny' only"),
    ("a service of another folder", "service other\n", 10, "as the folder is named"),
]


def generate(files, *options):
    return subprocess.run(
        [sys.executable, "-B", GENERATOR, *options, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )


class Refuses(unittest.TestCase):
    def test_rows(self):
        for name, text, line, expected in REFUSED:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder, "tiny.api")
                file.write_text(HEAD + text, encoding="utf-8")
                with self.assertRaises(contract.ContractError) as refused:
                    checker.check_service(reader.read_service("tiny", [str(file)]))
                self.assertTrue(str(refused.exception).startswith(f"{file}:{line}: "))
                self.assertIn(expected, str(refused.exception))

    def test_nothing_is_written(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "tiny", "tiny.api")
            file.parent.mkdir()
            file.write_text(HEAD + "op GetThing read\n", encoding="utf-8")
            result = generate([file], "--output", folder)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(
                result.stderr, f"{file}:10: expected an authorize line for 'GetThing'\n"
            )
            self.assertEqual([path.name for path in pathlib.Path(folder).iterdir()], ["tiny"])


class Writes(unittest.TestCase):
    def test_golden(self):
        files = sorted(GOLDEN.glob("tiny/*.api"))
        with tempfile.TemporaryDirectory() as folder:
            result = generate(files, "--output", folder)
            self.assertEqual(result.stderr, "")
            for path in sorted(pathlib.Path(folder).iterdir()):
                with self.subTest(path.name):
                    wanted = (GOLDEN / (path.name + ".golden")).read_text(encoding="utf-8")
                    self.assertEqual(path.read_text(encoding="utf-8"), wanted)

    def test_list(self):
        result = generate(sorted(GOLDEN.glob("tiny/*.api")), "--list")
        self.assertEqual(result.stdout, "tiny GetThing\ntiny ListThings\n")


class Names(unittest.TestCase):
    def test_rows(self):
        for name, wanted in [
            ("UserName", "user_name"),
            ("MFADevice", "mfa_device"),
            ("MFADevices", "mfa_devices"),
            ("SSHPublicKey", "ssh_public_key"),
            ("OpenIDConnectProvider", "open_id_connect_provider"),
            ("CreateSAMLProvider", "create_saml_provider"),
            ("AWSServiceAccess", "aws_service_access"),
            ("ClientIDToOpenIDConnectProvider", "client_id_to_open_id_connect_provider"),
            ("ARN", "arn"),
            ("OUs", "ous"),
            ("URL", "url"),
            ("AuthenticationCode1", "authentication_code1"),
            ("ContentMD5", "content_md5"),
            ("tagKeyListType", "tag_key_list_type"),
        ]:
            with self.subTest(name):
                self.assertEqual(names.snake(name), wanted)
        self.assertEqual(names.member("Default"), "default_")
        self.assertEqual(names.error("NoSuchEntityException"), "no_such_entity")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

"""What an audit says, in every form, of an organization with something of everything.

    audit_test.py ROOT MATTOCK MATTOCKD [--update]

The forms are compared with golden files in tests/data/audit, in which times are TIME, days are
DATE and made-up ids are words; --update writes them anew. The second half is a server that answers as Organizations may and
mattockd does not: empty pages, members that are missing, the same account twice.
"""

import http.server
import json
import pathlib
import re
import subprocess
import sys
import threading
import unittest

from world import KEY_OF, MANAGEMENT, SCENARIO, SECRET, World, deny

ROOT, MATTOCK, MATTOCKD = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
UPDATE = "--update" in sys.argv
del sys.argv[1:]

GOLDEN = ROOT / "tests" / "data" / "audit"


def key(status, used=None):
    more = {"lastUsed": used, "service": "s3", "region": "eu-west-1"} if used else {}
    return {"status": status, "created": "-900d", **more}


PASSWORD = {"created": "-700d", "lastUsed": "-400d"}
CERTIFICATE = {"status": "Active", "uploaded": "-800d"}

# Names that break tables, spreadsheets and pages; an id that is no number; every kind of risk.
ACCOUNTS = [
    ("000000000012", "leading zeros", {"keys": [key("Active", "-1d")]}, {}),
    ("200000000001", "=HYPERLINK(\"x\")", {"keys": [key("Active")]}, {}),
    ("200000000002", "comma, \"quoted\"", {"password": PASSWORD}, {}),
    ("200000000003", "a name that is much longer than its column", {"certificates": [CERTIFICATE]},
     {}),
    ("200000000004", "two keys", {"password": PASSWORD, "mfa": ["virtual", "passkey"],
                                  "keys": [key("Active", "-91d"), key("Inactive", "-2d")]}, {}),
    ("200000000005", "inactive", {"keys": [key("Inactive", "-2d")]}, {}),
    ("200000000006", "device", {"mfa": ["hardware"]}, {}),
    ("200000000007", "blocked", {"password": PASSWORD}, {"unit": "Blocked"}),
    ("200000000008", "clean", {}, {"unit": "Clean"}),
    ("200000000009", "with mfa", {"password": PASSWORD, "mfa": ["virtual"]}, {}),
    ("300000000001", "suspended", {}, {"state": "SUSPENDED"}),
    ("300000000002", "closing", {}, {"state": "PENDING_CLOSURE"}),
    ("300000000003", "closed", {}, {"state": "CLOSED"}),
    ("300000000004", "new", {}, {"state": "PENDING_ACTIVATION"}),
]

WORLD = {
    **SCENARIO,
    "organization": {**SCENARIO["organization"],
                     "policies": [{"name": "Guard", "content": deny("*"), "attach": ["Blocked"]}]},
    "accounts": [{"id": MANAGEMENT, "name": "management", "root": {}},
                 *({"id": id, "name": name, "root": root, **more}
                   for id, name, root, more in ACCOUNTS)],
    "callers": {"admin": SCENARIO["callers"]["admin"]},
}

FORMS = [
    ("screen-80.txt", ["--color", "never"], {"COLUMNS": "80"}),
    ("screen-160.txt", [], {"COLUMNS": "160"}),
    ("screen-40.txt", [], {"COLUMNS": "40"}),
    ("audit.csv", ["--output", "csv"], {}),
    ("audit.json", ["--output", "json"], {}),
    ("audit.jsonl", ["--output", "jsonl", "--parallel", "1"], {}),
]


# What differs from run to run, and what stands for it.
CHANGING = [
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME"), (r"\d{4}-\d\d-\d\d", "DATE"), (r"\r\n", "\n"),
    (r"AKIA[A-Z0-9]{16}", "KEY"), (r"\b[A-Z0-9]{28}\b", "CERTIFICATE"), (r"GAHT[A-Z0-9]{8}", "TOKEN"),
    (r"passkey-[A-Z0-9]+", "passkey-ID"), (r"\bo-[a-z0-9]{10}\b", "o-ID"),
    (r"\bp-[a-z0-9]{8}\b", "p-ID"),
]


def lasting(text):
    for pattern, word in CHANGING:
        text = re.sub(pattern, word, text)
    return text


class Forms(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.world = World(str(MATTOCK), str(MATTOCKD), WORLD)
        cls.world.__enter__()
        cls.addClassCleanup(cls.world.__exit__)

    def test_each_form_is_the_golden_one(self):
        for name, words, environment in FORMS:
            with self.subTest(name):
                result = self.world.run(["audit", *words], **environment)
                self.assertEqual((4, ""), (result.returncode, result.stderr))
                text = lasting(result.stdout)
                if UPDATE:
                    GOLDEN.mkdir(exist_ok=True)
                    (GOLDEN / name).write_text(text, encoding="utf-8")
                self.assertEqual((GOLDEN / name).read_text(encoding="utf-8"), text)

    def test_the_forms_tell_the_same(self):
        whole = json.loads(self.world.run(["audit", "--output", "json"]).stdout)
        lines = [json.loads(line) for line in
                 self.world.run(["audit", "--output", "jsonl"]).stdout.splitlines()]
        self.assertEqual({"mattock.audit/1"}, {line["schema"] for line in [whole, *lines]})
        self.assertEqual(["end"], [line["event"] for line in lines if line["event"] != "account"])
        self.assertEqual(whole["totals"], lines[-1]["totals"])
        risks = {account["accountId"]: account["risk"] for account in whole["accounts"]}
        self.assertEqual(risks, {line["accountId"]: line["risk"] for line in lines[:-1]})
        totals = whole["totals"]
        self.assertEqual(totals["accounts"], sum(totals[name] for name in
                                                 ("clean", "present", "unknown", "skipped")))
        self.assertEqual(len(ACCOUNTS) + 1, totals["accounts"])

    def test_the_order_can_be_chosen(self):
        for order, first in (("risk", "000000000012"), ("account", "000000000012"),
                             ("name", "200000000001")):
            with self.subTest(order):
                text = self.world.run(["audit", "--output", "csv", "--sort", order]).stdout
                ids = [line.split(",")[0] for line in text.splitlines()[1:] if line]
                self.assertEqual((first, len(ACCOUNTS) + 1), (ids[0], len(set(ids))))


def account(number, **more):
    return {"Id": f"{number:012}", "Name": f"account {number}", "Email": "a@example.com", **more}


# The pages of ListAccounts; what stands in CSV of each account, or the status and a text.
PAGES = [
    ("an empty page with a token is no end",
     [[account(1, State="ACTIVE")], [], [], [account(2, State="ACTIVE")]],
     ["000000000001,account 1,ACTIVE", "000000000002,account 2,ACTIVE"]),
    ("an account without Status has its State", [[account(1, State="PENDING_CLOSURE")]],
     ["000000000001,account 1,PENDING_CLOSURE"]),
    ("an older server's Status counts where there is no State", [[account(1, Status="SUSPENDED")]],
     ["000000000001,account 1,SUSPENDED"]),
    ("State counts where both are there", [[account(1, State="CLOSED", Status="SUSPENDED")]],
     ["000000000001,account 1,CLOSED"]),
    ("an account without either is shown, and not as active", [[account(1)]],
     ["000000000001,account 1,UNKNOWN"]),
    ("an account that moved to the next page is one account",
     [[account(1, State="ACTIVE"), account(2, State="ACTIVE")], [account(2, State="ACTIVE")]],
     ["000000000001,account 1,ACTIVE", "000000000002,account 2,ACTIVE"]),
    ("an organization without an answer's accounts is refused", [[]], (5, "no account to work on")),
]


class Organizations(http.server.BaseHTTPRequestHandler):
    """Answers DescribeOrganization and ListAccounts; everything else is denied."""

    pages = []

    def answer(self, operation, request):
        if operation == "DescribeOrganization":
            return {"Organization": {"Id": "o-exampleorg1", "MasterAccountId": MANAGEMENT,
                                     "FeatureSet": "ALL"}}
        if operation == "ListAccounts":
            page = int(request.get("NextToken", 0))
            more = {"NextToken": str(page + 1)} if page + 1 < len(self.pages) else {}
            return {"Accounts": self.pages[page], **more}
        return None

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.answer(self.headers["X-Amz-Target"].split(".")[-1], request)
        body = json.dumps(answer or {"__type": "AccessDeniedException", "Message": "no"}).encode()
        self.send_response(200 if answer else 400)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Pages(unittest.TestCase):
    def list_accounts(self, pages):
        handler = type("Handler", (Organizations,), {"pages": pages})
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            result = subprocess.run(
                [str(MATTOCK), "accounts", "--output", "csv"], capture_output=True, text=True,
                timeout=60, check=False,
                env={"AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_address[1]}",
                     "AWS_ACCESS_KEY_ID": KEY_OF["admin"], "AWS_SECRET_ACCESS_KEY": SECRET})
            server.shutdown()
        return result

    def test_every_answer_of_organizations(self):
        for name, pages, wanted in PAGES:
            with self.subTest(name):
                result = self.list_accounts(pages)
                if isinstance(wanted, tuple):
                    self.assertEqual(wanted[0], result.returncode, result.stderr)
                    self.assertIn(wanted[1], result.stderr)
                    continue
                self.assertEqual(0, result.returncode, result.stderr)
                rows = [",".join(line.split(",")[:3]) for line in result.stdout.splitlines()[1:]
                        if line]
                self.assertEqual(wanted, rows)


if __name__ == "__main__":
    unittest.main()

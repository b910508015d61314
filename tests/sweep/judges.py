"""The judges of Mattock's own sweeps: what each command says of a run, and whether it may."""

import collections
import csv
import io
import json
import re
import subprocess
import tempfile
import xml.etree.ElementTree

KINDS = {"accessKey": ("iam:ListAccessKeys", "keys"),
         "signingCertificate": ("iam:ListSigningCertificates", "certificates"),
         "mfaDevice": ("iam:ListMFADevices", "mfa"),
         "password": ("iam:GetLoginProfile", "password")}
WORDS = {"access key": "accessKey", "signing certificate": "signingCertificate",
         "MFA device": "mfaDevice", "console password": "password"}
COLUMNS = {"PASSWORD": "password", "KEYS": "accessKey", "CERTS": "signingCertificate",
           "MFA": "mfaDevice"}
HARMLESS = {"dribble", "wrongType", "emptyPage"}
LIES = {"stale", "no-such-entity"}


class Wrong(Exception):
    """Something was said that is not so, or that nobody saw."""


class Run:
    """One cell, with what was true and what was seen."""

    def __init__(self, cell, fault, baseline):
        self.baseline = baseline["output"]
        self.state = cell["state"]
        self.status, self.output, self.errors = cell["status"], cell["output"], cell["errors"]
        self.fault = fault
        self.requests = cell["requests"]
        self.root = {a["id"]: a.get("root") or {} for a in cell["state"]["accounts"]}

    def is_absent(self, account, kind):
        return not self.root[account].get(KINDS[kind][1])

    def is_clean(self, account):
        return all(self.is_absent(account, kind) for kind in KINDS)

    def is_spoilt(self, request):
        return any(f["action"] not in HARMLESS for f in request.get("faults", ()))

    def was_answered(self, operation, account, after=None):
        """Whether one such call, behind the last one named @after, was answered and not spoilt."""
        seen = False
        for request in self.requests:
            if request.get("principal", {}).get("accountId") != account:
                continue
            if after and request["operation"].startswith(after):
                seen = False
            if request["operation"] == operation and not self.is_spoilt(request):
                seen = seen or request["status"] in (200, 404)
        return seen

    def was_lied_to(self, operation, account):
        return self.fault in LIES and any(
            r["operation"] == operation and r["principal"]["accountId"] == account and
            self.is_spoilt(r) for r in self.requests)

    def check_absent(self, account, kind, after=None):
        operation = KINDS[kind][0]
        if not self.is_absent(account, kind):
            raise Wrong(f"{account} is said to have no {kind}, and has one")
        if self.was_answered(operation, account, after):
            return
        if self.was_lied_to(operation, account) and \
                self.was_answered("iam:GetAccountSummary", account):
            return
        raise Wrong(f"{account} is said to have no {kind}, which nobody saw")

    def check_gone(self, account, kind, is_verified):
        """What is deleted or gone is not there; of what was verified nobody has seen it since."""
        if not self.is_absent(account, kind):
            raise Wrong(f"{kind} of {account} is said to be gone, and is there")
        if is_verified:
            self.check_absent(account, kind, after="iam:Delete")

    def check_seen(self, account, after):
        """Verified: every kind was looked for after the last delete."""
        for kind, (operation, _) in KINDS.items():
            if not self.was_answered(operation, account, after) and \
                    not self.was_lied_to(operation, account):
                raise Wrong(f"{account} is verified, and nobody looked for its {kind}")

    def check_clean(self, account, after=None):
        for kind in KINDS:
            self.check_absent(account, kind, after)

    def check_present(self, account, kind):
        if self.is_absent(account, kind):
            raise Wrong(f"{account} is said to have a {kind}, and has none")


# What a form says: {account: {kind: "absent" or "present" or "unknown"}} and the clean accounts.
Said = collections.namedtuple("Said", "kinds clean")


def said_by_accounts(accounts):
    kinds = {a["accountId"]: {k: v["presence"] for k, v in a["kinds"].items()}
             for a in accounts}
    return Said(kinds, {a["accountId"] for a in accounts if a["verdict"] == "clean"})


def said_by_table(text):
    lines = text.splitlines()
    header = next((line for line in lines if line.startswith("ACCOUNT")), None)
    said = Said({}, set())
    if not header:
        return said
    starts = [(m.group(), m.start()) for m in re.finditer(r"\S+", header)]
    ends = [start for _, start in starts[1:]] + [None]
    for line in lines[lines.index(header) + 1:]:
        if not re.match(r"\d{12}\b", line):
            break
        cells = {name: line[start:end].strip() for (name, start), end in zip(starts, ends)}
        said.kinds[cells["ACCOUNT"]] = {kind: "absent" for column, kind in COLUMNS.items()
                                        if cells[column] == "-"}
        if cells["STATE"] in ("clean", "lists only"):
            said.clean.add(cells["ACCOUNT"])
    count = re.search(r": (\d+) clean", text)
    if count and int(count.group(1)) != len(said.clean):
        raise Wrong(f"the table counts {count.group(1)} clean and shows {len(said.clean)}")
    return said


def said_by_csv(text):
    said = Said({}, set())
    columns = {"password": "password", "accessKeys": "accessKey", "mfaDevices": "mfaDevice",
               "signingCertificates": "signingCertificate"}
    for row in csv.DictReader(io.StringIO(text)):
        said.kinds[row["accountId"]] = {kind: "absent" for column, kind in columns.items()
                                        if row[column] in ("absent", "0", "-", "no")}
        if row["verdict"] == "clean":
            said.clean.add(row["accountId"])
    return said


def said_by_lines(text):
    events = [json.loads(line) for line in text.splitlines()]
    return said_by_accounts([e for e in events if e["event"] == "account"])


def judge_said(run, said):
    for account in said.clean:
        run.check_clean(account)
    for account, kinds in said.kinds.items():
        for kind, presence in kinds.items():
            if presence == "absent":
                run.check_absent(account, kind)
            elif presence == "present":
                run.check_present(account, kind)


def judge_status(run, said, wanted):
    """0: all were looked at and clean; 3: nothing is unknown. Otherwise anything may be missing."""
    if run.status in (0, 3) and not wanted <= set(said.kinds):
        raise Wrong(f"it ends with {run.status} and says nothing of {wanted - set(said.kinds)}")
    if run.status == 0 and not wanted <= said.clean:
        raise Wrong("it ends with 0, and not everything is clean")
    if run.status == 3 and any("unknown" in kinds.values() for kinds in said.kinds.values()):
        raise Wrong("it ends with 3 and knows that something is unknown")


def absent_in_reports(text, form):
    """The (account, kind) that a report shows as absent."""
    if form in ("csv", "jsonl"):
        rows = csv.DictReader(io.StringIO(text)) if form == "csv" else \
            map(json.loads, text.splitlines())
        return {(r["accountId"], r["kind"]) for r in rows if r["result"] == "absent"}
    if form == "ocsf":
        return {tuple(f["resources"][0]["uid"].split("/")[:2]) for f in json.loads(text)
                if f["compliance"].get("status") == "Pass"}
    if form == "sarif":
        texts = [r["message"]["text"] for run in json.loads(text)["runs"]
                 for r in run["results"] if r["kind"] == "pass"]
        found = [re.match(r"(.*?)s? in account (\d+)", t).groups() for t in texts]
    elif form == "junit":
        found = [(case.get("name"), case.get("classname").split(".")[1])
                 for case in xml.etree.ElementTree.fromstring(text).iter("testcase")
                 if not len(case)]
    else:
        row = r"\| (\d{12}) \| [^|]* \| ([^|]*) \| absent" if form == "markdown" else \
            r'class="id">(\d{12})<.*?</td><td>([^<]*)</td><td><span class="state good">absent'
        found = [(what, account) for account, what in re.findall(row, text)]
    return {(account, next(k for word, k in WORDS.items() if what.startswith(word)))
            for what, account in found}


class Reports:
    """`mattock report` of each audit that says something else: every form says what the file says."""

    def __init__(self):
        self.seen, self.count = set(), 0

    def judge(self, text):
        kinds = said_by_accounts(json.loads(text)["accounts"]).kinds
        if json.dumps(kinds) in self.seen:
            return
        self.seen.add(json.dumps(kinds))
        said = {(account, kind) for account, of_account in kinds.items()
                for kind, presence in of_account.items() if presence == "absent"}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(text)
            file.flush()
            for form in ("csv", "jsonl", "markdown", "html", "junit", "sarif", "ocsf"):
                done = subprocess.run(["mattock", "report", file.name, "--format", form],
                                      capture_output=True, text=True, check=True)
                self.count += 1
                if absent_in_reports(done.stdout, form) != said:
                    raise Wrong(f"the {form} report says something else than the audit")


def parts_of(output):
    """(what a command wrote, the file that it wrote besides)"""
    written, _, file = ("\n" + output).partition("\n===\n")
    return written[1:], file


def judge_audit(run, wanted, reports):
    table, text = parts_of(run.output)
    judge_said(run, said_by_table(table))
    if not text:
        if run.status in (0, 3):
            raise Wrong(f"it ends with {run.status} and wrote no audit")
        return
    audit = json.loads(text)
    said = said_by_accounts(audit["accounts"])
    judge_said(run, said)
    judge_status(run, said, wanted)
    if audit["totals"]["clean"] != len(said.clean):
        raise Wrong("the totals count another number of clean accounts")
    reports.judge(text)


def judge_form(read):
    def judge(run, wanted, _):
        said = read(run.output)
        judge_said(run, said)
        judge_status(run, said, wanted)
    return judge


def judge_verify(run, wanted, reports):
    if not run.output:
        if run.status in (0, 3):
            raise Wrong(f"it ends with {run.status} and says nothing")
        return
    said = said_by_accounts(json.loads(run.output)["accounts"])
    judge_said(run, said)
    judge_status(run, said, wanted)


def judge_plan(run, wanted, _):
    if not run.output:
        if run.status == 0:
            raise Wrong("it ends with 0 and wrote no plan")
        return
    accounts = {a["accountId"]: a for a in json.loads(run.output)["accounts"]}
    for account, planned in accounts.items():
        if planned["decision"] == "nothing":
            run.check_clean(account)
        items = collections.Counter(i["kind"] for i in planned.get("items", ()))
        for kind in items:
            run.check_present(account, kind)
        if planned["decision"] == "delete":
            for kind in set(KINDS) - set(items):
                run.check_absent(account, kind)
    if run.status == 0 and not wanted <= set(accounts):
        raise Wrong("it ends with 0 and leaves an account out")


def judge_apply(run, wanted, _):
    if not run.output:
        if run.status == 0:
            raise Wrong("it ends with 0 and says nothing")
        return
    done = json.loads(run.output)
    for account in done["accounts"]:
        for item in account.get("items", ()):
            if item["result"] in ("deleted", "gone"):
                run.check_gone(account["accountId"], item["kind"], account["verified"])
        if account["verified"]:
            run.check_seen(account["accountId"], after="iam:Delete")
    if run.status == 0 and not all(run.is_clean(account) for account in wanted):
        raise Wrong("it ends with 0, and something is there")
    if run.status == 0 and not all(a["verified"] for a in done["accounts"]):
        raise Wrong("it ends with 0, and an account was not verified")

def judge_drift(run, wanted, _):
    """Of the scenario: 222222222222 got a password since, and nothing else changed."""
    if not run.output:
        if run.status in (0, 3):
            raise Wrong(f"it ends with {run.status} and says nothing")
        return
    changes = json.loads(run.output)["changes"]
    for change in changes:
        kind = next((k for word, k in WORDS.items() if change["what"].startswith(word)), None)
        if kind and change["after"] == "absent":
            run.check_absent(change["accountId"], kind)
        if kind and change["after"] == "present":
            run.check_present(change["accountId"], kind)
    appeared = {(c["accountId"], c["what"]) for c in changes if c["after"] == "present"}
    if run.status == 0 or (run.status == 3 and appeared != {("222222222222", "console password")}):
        raise Wrong(f"it ends with {run.status}, and a password appeared")
    if run.status == 3 and any(c["after"] == "unknown" for c in changes):
        raise Wrong("it ends with 3 and knows that something is unknown")
    if run.status == 3:
        for account in wanted:
            run.check_seen(account, after=None)


def judge_checks(run, _, __):
    """Nothing passes that does not pass without a fault; what fails there cannot end with 0."""
    truth = {(c["id"], c["subject"]): c["result"] for c in json.loads(run.baseline)["checks"]}
    failing = {name for (name, _), result in truth.items() if result == "fail"}
    said = json.loads(run.output)["checks"] if run.output else ()
    for check in said:
        key = (check["id"], check["subject"])
        if check["result"] == "pass" and truth.get(key) != "pass":
            raise Wrong(f"{key} passes")
        if check["id"] == "target.policy" and check["subject"] is None and \
                check["result"] == "pass" and "1 of 2" not in check["detail"]:
            raise Wrong(f"of the policies it says: {check['detail']}")
    if run.status == 0:
        raise Wrong(f"it ends with 0, and {failing} fails")
    if run.status == 5 and said and not any(c["result"] == "fail" for c in said):
        raise Wrong("it ends with 5, and nothing fails")


def judge_switches(run, _, __):
    """What a run without a fault knows is so; another run says the same or that it is unknown."""
    truth = {s["switch"]: s["state"] for s in json.loads(run.baseline)["switches"]}
    said = {s["switch"]: s["state"] for s in json.loads(run.output)["switches"]} \
        if run.output else {}
    for name, state in said.items():
        if state not in (truth[name], "unknown"):
            raise Wrong(f"{name} is said to be {state}")
    if run.status == 0 and said != truth:
        raise Wrong("it ends with 0 and does not know all")


def judge_change(rows, key, done, is_so):
    """A command that changes one thing: it says that it is done, or ends with 0, only if it is."""
    def judge(run, _, __):
        said = {row[key] for row in json.loads(run.output)[rows]} if run.output else set()
        if (said & done or run.status == 0) and not is_so(run):
            raise Wrong(f"it ends with {run.status} and says {said}, and it is not so")
        if run.status == 0 and not said & done:
            raise Wrong(f"it ends with 0 and says {said}")
    return judge


def has_delegate(run):
    return "222222222222" in json.dumps(run.state["organization"]["delegates"])


def has_password(account):
    return lambda run: not run.is_absent(account, "password")


def has_no_password(account):
    return lambda run: run.is_absent(account, "password")


def judge_policy_delete(run, _, __):
    """The policy is gone only where it was saved before, and said to be gone only where it is."""
    said, saved = parts_of(run.output)
    policy = next(bucket.get("policy") for account in run.state["accounts"]
                  for bucket in account["buckets"])
    lock = {"Sid": "Lock", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": "arn:aws:s3:::vault"}
    if not policy and (not saved or json.loads(saved)["Statement"] != [lock]):
        raise Wrong("the policy is gone, and was not saved")
    says_so = '"result": "deleted"' in said
    if policy and (says_so or run.status == 0):
        raise Wrong(f"it ends with {run.status} and says {said}, and the policy is there")

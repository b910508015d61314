"""Lets every call of a command go wrong in every way, and looks for a false clean.

    sweep_test.py NAME... [--write]      with mattock, mattock-run and mattockd to be found

For each row of SWEEPS `mattock sweep` runs the command with each call that it makes and each fault.
Its matrix must be the one in tests/sweep/NAME.txt (--write makes that file), without a hang or a
crash, and every run is judged: nothing may be said to be clean, absent, deleted or verified that is
not so, or that was not seen.

What counts as seen. That a kind of credential is absent in an account is seen if that account's own
list of the kind (for the password GetLoginProfile) was answered whole in that run: by an answer that
no fault spoilt, whatever happened to other tries of the same call. Slow pieces, another Content-Type
and an empty page before the full one spoil nothing. A stale answer and a false NoSuchEntity cannot
be told from true ones by looking at them; then it is seen only if GetAccountSummary, which was not
spoilt, says the same. In every case it must also be true.
"""

import argparse
import collections
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
CLIENT = "AWS_MAX_ATTEMPTS=1 mattock --cli-read-timeout 2 --parallel 1"
LYING = ("--fault", "no-such-entity", "--fault", "stale")
OF_EACH_CLASS = ("--fault", "denied", "--fault", "throttled", "--fault", "truncated",
                 "--fault", "hollow", *LYING)

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

    def __init__(self, cell, fault):
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


def judge_audit(run, wanted, reports):
    table, _, text = run.output.partition("\n===\n")
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


BOTH = {"222222222222", "333333333333"}
ROOM = "; status=$?; test -f audit.json && echo === && cat audit.json; exit $status"

# Scenario, options of the sweep, command, judge, the accounts that it is about.
SWEEPS = {
    "audit": ("audit.json", (), CLIENT + " audit --all -o audit.json" + ROOM, judge_audit, BOTH),
    "audit-csv": ("audit.json", OF_EACH_CLASS, CLIENT + " audit --all --output csv",
                  judge_form(said_by_csv), BOTH),
    "audit-jsonl": ("audit.json", OF_EACH_CLASS, CLIENT + " audit --all --output jsonl",
                    judge_form(said_by_lines), BOTH),
    "verify": ("audit.json", (), CLIENT + " verify 333333333333 --output json", judge_verify,
               {"333333333333"}),
    "plan": ("audit.json", (), CLIENT + " plan 222222222222 -o rollout.plan --output json",
             judge_plan, {"222222222222"}),
    "apply": ("rollout.json", (),
              CLIENT + " apply rollout.plan --yes --verify-wait 3 --output json", judge_apply,
              {"222222222222"}),
}


def command_of(name):
    scenario, options, command, _, _ = SWEEPS[name]
    return ["mattock", "sweep", "--scenario", f"tests/sweep/{scenario}", *options, "--", "sh",
            "-c", command]


def quoted(words):
    return " ".join(f"'{w}'" if re.search(r"[^\w./=-]", w) else w for w in words)


def sweep(name, jobs):
    """(what the golden file should be, all of it as JSON)"""
    words = command_of(name)
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "sweep.json")
        done = subprocess.run([*words[:2], "--jobs", jobs, "--limit", "60", "--json", file,
                               *words[2:]], cwd=HERE.parent.parent, capture_output=True,
                              text=True, check=False)
        if done.returncode:
            raise Wrong(f"the sweep ended with {done.returncode}: {done.stderr}{done.stdout}")
        with open(file, encoding="utf-8") as text:
            return f"$ {quoted(words)}\n\n{done.stdout}", json.load(text), done.stderr


def judge_all(name, swept):
    """Judges every run; the number of runs, and of reports made of them."""
    _, _, _, judge, wanted = SWEEPS[name]
    reports, count, wrong = Reports(), 0, []
    for call in swept["calls"]:
        for fault, cell in call["cells"].items():
            if cell["outcome"] == "notPossible":
                continue
            count += 1
            try:
                judge(Run(cell, fault), wanted, reports)
            except Wrong as error:
                wrong.append(f"{call['operation']} {call['account']} {call['nth']}, {fault}: "
                             f"{error} (status {cell['status']})")
    return count, reports.count, wrong


def check_faults(swept):
    """A fault that never met a call would be a column that says nothing."""
    idle = [f["name"] for f in swept["faults"]
            if all(c["cells"][f["name"]]["outcome"] == "notPossible" for c in swept["calls"])]
    return [f"the fault {name} met no call" for name in idle]


def check(name, writes):
    path = HERE / f"{name}.txt"
    text, swept, notes = sweep(name, "12")
    if not writes and path.read_text(encoding="utf-8") != text:
        # A machine too busy to answer within two seconds spoils a cell, but not twice.
        text, swept, notes = sweep(name, "6")
    count, reports, wrong = judge_all(name, swept)
    wrong += check_faults(swept)
    if notes:
        wrong.append(notes)
    if writes:
        path.write_text(text, encoding="utf-8")
    elif path.read_text(encoding="utf-8") != text:
        wrong.append(f"{path} is not the matrix any more; --write makes it anew:\n{text}")
    print(f"{name}: {len(swept['calls'])} calls, {len(swept['faults'])} faults, {count} runs "
          f"judged, {reports} reports of them, {len(wrong)} wrong")
    for line in wrong:
        print("  " + line)
    return not wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="+", choices=SWEEPS)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    return 0 if all([check(name, options.write) for name in options.names]) else 1


if __name__ == "__main__":
    sys.exit(main())

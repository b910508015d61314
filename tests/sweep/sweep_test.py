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
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from judges import (Reports, Run, Wrong, has_delegate, has_no_password, has_password, judge_apply,
                    judge_audit, judge_change, judge_checks, judge_drift, judge_form, judge_plan,
                    judge_policy_delete, judge_switches, judge_verify, said_by_csv, said_by_lines)

HERE = pathlib.Path(__file__).resolve().parent
CLIENT = "AWS_MAX_ATTEMPTS=1 mattock --cli-read-timeout 2 --parallel 1"
LYING = ("--fault", "no-such-entity", "--fault", "stale")
# They make calls of all kinds; not every fault can meet a call of the others.
LONG = ("apply", "audit", "audit-csv", "audit-jsonl", "drift", "plan", "verify")
OF_EACH_CLASS = ("--fault", "denied", "--fault", "throttled", "--fault", "truncated",
                 "--fault", "hollow", *LYING)

BOTH = {"222222222222", "333333333333"}


def with_file(command, file):
    """Writes also the file that the command writes."""
    return f"{command}; status=$?; test -f {file} && echo === && cat {file}; exit $status"


# Scenario, options of the sweep, command, judge, the accounts that it is about.
SWEEPS = {
    "audit": ("audit.json", (), with_file(CLIENT + " audit --all -o audit.json", "audit.json"),
              judge_audit, BOTH),
    "audit-csv": ("audit.json", OF_EACH_CLASS, CLIENT + " audit --all --output csv",
                  judge_form(said_by_csv), BOTH),
    "audit-jsonl": ("audit.json", OF_EACH_CLASS, CLIENT + " audit --all --output jsonl",
                    judge_form(said_by_lines), BOTH),
    "verify": ("audit.json", (), CLIENT + " verify 333333333333 --output json", judge_verify,
               {"333333333333"}),
    "plan": ("audit.json", ("--clean", '"decision": "nothing"'), CLIENT + " plan 222222222222 -o rollout.plan --output json",
             judge_plan, {"222222222222"}),
    "apply": ("rollout.json", (),
              CLIENT + " apply rollout.plan --yes --verify-wait 3 --output json", judge_apply,
              {"222222222222"}),
    "drift": ("drift.json", (), CLIENT + " drift --all --baseline baseline.json --output json",
              judge_drift, BOTH),
    "preflight": ("locked.json", (),
                  CLIENT + " preflight apply --all --mailbox-ok example.org "
                  "--mailbox-ok example.com --output json", judge_checks, BOTH),
    "status": ("locked.json", (), CLIENT + " status --output json", judge_switches, set()),
    "delegate": ("locked.json", (), CLIENT + " delegate add 222222222222 --yes --output json",
                 judge_change("delegates", "action", {"registered", "already"}, has_delegate),
                 set()),
    "recover": ("locked.json", (), CLIENT + " recover 222222222222 --yes --output json",
                judge_change("accounts", "result", {"allowed"}, has_password("222222222222")),
                {"222222222222"}),
    "relock": ("locked.json", (), CLIENT + " relock 333333333333 --yes --output json",
               judge_change("accounts", "result", {"locked", "locked already"},
                            has_no_password("333333333333")), {"333333333333"}),
    "policy-delete": ("locked.json", (),
                      with_file(CLIENT + " policy delete s3 222222222222 vault --yes --output json",
                                "s3-222222222222-vault.policy.json"), judge_policy_delete,
                      {"222222222222"}),
}


def command_of(name):
    scenario, options, command, _, _ = SWEEPS[name]
    return ["mattock", "sweep", "--scenario", f"tests/sweep/{scenario}", *options, "--", "sh",
            "-c", command]


def quoted(words):
    return " ".join(f"'{w}'" if re.search(r"[^\w./=-]", w) else w for w in words)


def sweep(name, jobs=()):
    """(what the golden file should be, all of it as JSON)"""
    words = command_of(name)
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "sweep.json")
        done = subprocess.run([*words[:2], *jobs, "--json", file,
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
                judge(Run(cell, fault, swept["baseline"]), wanted, reports)
            except Wrong as error:
                wrong.append(f"{call['operation']} {call['account']} {call['nth']}, {fault}: "
                             f"{error} (status {cell['status']})")
    return count, reports.count, wrong


def check_faults(name, swept):
    """A fault that never met a call would be a column that says nothing."""
    idle = [f["name"] for f in swept["faults"]
            if all(c["cells"][f["name"]]["outcome"] == "notPossible" for c in swept["calls"])]
    return [f"the fault {fault} met no call" for fault in idle if name in LONG]


def check(name, writes):
    path = HERE / f"{name}.txt"
    text, swept, notes = sweep(name)
    if not writes and path.read_text(encoding="utf-8") != text:
        # A machine too busy to answer within two seconds spoils a cell, but not twice.
        text, swept, notes = sweep(name, ("--jobs", "2"))
    count, reports, wrong = judge_all(name, swept)
    wrong += check_faults(name, swept)
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

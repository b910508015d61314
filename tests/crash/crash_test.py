"""Kills `mattock apply` at every point, goes on with `mattock resume`, and looks what came of it.

    crash_test.py MATTOCK MATTOCKD CRASH_POINT.so SCENARIO [--every N] [--seed N] [--jobs N]

A run of apply over twelve accounts is ended before each of its effects on the world, behind the
last, and within each write (crash_point.c says what that is). Without its power-failing mode what
was written and not synced is lost. Then the run is resumed. It must come to the state that a run
without a crash comes to, with each credential reported as deleted or gone; no delete may be sent
twice without another look between; and what is reported as absent must have been looked at after
the last delete. The same for a disk that is full at each write, where no delete may be sent
that is not in the journal. `mattock plan`, ended the same way, must leave a whole plan or none.

--every N takes each Nth place only, from a random first one, and --seed makes that repeat.
"""

import argparse
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import random
import signal
import sys
import tempfile
import threading

from place import READS, Place, Wrong, look

NAMES = {">": "requests", "<": "responses", "w": "writes", "s": "syncs", "c": "files made",
         "t": "cuts", "r": "renames"}


@dataclasses.dataclass
class Case:
    """One crash: how crash_point.c is told, and in words."""
    settings: dict
    name: str
    is_killed: bool = True


def check_report(done, totals_of_plan):
    if done.returncode != 0:
        raise Wrong(f"going on ended with {done.returncode}: {done.stderr}")
    totals = json.loads(done.stdout)["totals"]
    if totals["deleted"] + totals["gone"] != totals["planned"] or \
            totals["planned"] != totals_of_plan:
        raise Wrong(f"it reports {totals}")


def check_journal(path):
    """Each line has the digest of the line before it."""
    previous = "0" * 64
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if json.loads(line)["previous"] != previous:
            raise Wrong(f"line {number} of the journal does not follow")
        previous = hashlib.sha256(line).hexdigest()


def check_intents(place, requests):
    """Nothing was sent that the journal does not have."""
    intents = [json.loads(line) for line in place.journal.read_text().splitlines(True)
               if line.endswith("\n")] if place.journal.exists() else []
    intents = {("iam:" + i["operation"], i["account"], i.get("id"))
               for i in intents if i["event"] == "intent"}
    for entry in requests:
        operation = entry.get("operation")
        if operation not in READS:
            continue
        target = entry.get("parameters", {}).get(READS[operation][1])
        if (operation, entry["principal"]["accountId"], target) not in intents:
            raise Wrong(f"request {entry['number']}, {operation} {target}, was sent without an "
                        "intent in the journal")


def run_case(place, case, planned):
    place.reset()
    # With others under way a line may not come to stand behind half a line.
    crashed = place.apply("--parallel", "1" if case.is_killed else "6", **case.settings)
    if case.is_killed and crashed.returncode != -signal.SIGKILL:
        raise Wrong(f"it ended with {crashed.returncode} instead of being killed")
    if not case.is_killed and crashed.returncode != 1:
        raise Wrong(f"a full disk ended it with {crashed.returncode}: {crashed.stderr}")
    check_intents(place, place.control("requests")["requests"])
    check_report(place.go_on(), planned)
    if place.state() != place.wanted_state:
        raise Wrong(f"the state is {place.state()} instead of {place.wanted_state}")
    look(place.control("requests")["requests"])
    check_journal(place.journal)


def cases_of(effects):
    """Every place: before each effect, behind the last, within each write, and a full disk."""
    for at in range(len(effects) + 1):
        what = f"before effect {at} ({NAMES[effects[at]]})" if at < len(effects) else "at the end"
        yield Case({"CRASH_AT": str(at)}, what)
        if at == len(effects):
            continue
        if effects[at] == "s":
            yield Case({"CRASH_AT": str(at), "CRASH_KEEPS": "1"}, what + ", the disk goes on")
        if effects[at] == "w":
            yield Case({"CRASH_AT": str(at), "CRASH_TORN": "1"}, f"within effect {at}")
            yield Case({"CRASH_FULL": str(at)}, f"the disk is full at effect {at}", False)


def run_plan_cases(place):
    """plan, killed at each effect on files: afterwards there is no plan or a whole one."""
    path = place.folder / "killed.plan"
    done = place.mattock("plan", "--all", "-o", str(path), CRASH_LOG=str(place.log))
    effects = place.log.read_text()
    count = 0
    if done.returncode != 0:
        raise Wrong(f"plan ended with {done.returncode}: {done.stderr}")
    for at, letter in enumerate(effects):
        for torn in [{}] + [{"CRASH_TORN": "1"}] * (letter == "w"):
            if letter in "<>":
                continue
            path.unlink(missing_ok=True)
            count += 1
            killed = place.mattock("plan", "--all", "-o", str(path), CRASH_AT=str(at), **torn)
            if killed.returncode != -signal.SIGKILL:
                raise Wrong(f"plan, effect {at}: it ended with {killed.returncode}")
            if path.exists() and place.mattock("show", str(path)).returncode != 0:
                raise Wrong(f"plan, effect {at} ({NAMES[letter]}): what is left is no whole plan")
    return count


class Runner:
    """Takes cases from one list, on a place for each thread."""

    def __init__(self, cases, planned):
        self.cases = iter(cases)
        self.lock = threading.Lock()
        self.planned = planned
        self.done, self.wrong = 0, []

    def next_case(self):
        with self.lock:
            return None if len(self.wrong) > 4 else next(self.cases, None)

    def work(self, place):
        while (case := self.next_case()) is not None:
            try:
                run_case(place, case, self.planned)
            except (Wrong, ValueError) as wrong:
                self.wrong.append(f"{case.name} {case.settings}: {wrong}")
            self.done += 1


def read_options():
    parser = argparse.ArgumentParser()
    for name in ("mattock", "mattockd", "crash_point", "scenario"):
        parser.add_argument(name)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 4))
    options = parser.parse_args()
    for name in ("mattock", "mattockd", "crash_point", "scenario"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    return options


def run(options, folder):
    places = []
    try:
        for job in range(options.jobs):
            (own := pathlib.Path(folder) / str(job)).mkdir()
            places.append(Place(options, own))
        effects = [place.prepare() for place in places][0]
        planned = json.loads(places[0].mattock("show", str(places[0].plan), "--output",
                                               "json").stdout)
        planned = sum(item["decision"] == "delete"
                      for account in planned["accounts"] for item in account["items"])
        every = list(cases_of(effects))
        first = random.Random(options.seed).randrange(options.every)
        runner = Runner(every[first::options.every], planned)
        print("effects:", ", ".join(f"{effects.count(letter)} {name}"
                                    for letter, name in NAMES.items() if letter in effects))
        places[0].reset()
        plan_cases = run_plan_cases(places[0])
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(runner.work, places))
    finally:
        for place in places:
            place.end()
    print(f"seed {options.seed}: {runner.done} of {len(every)} crashes of apply, which are "
          f"{2 * len(effects)} points before and after {len(effects)} effects; "
          f"{plan_cases} crashes of plan")
    for wrong in runner.wrong:
        print("wrong:", wrong)
    return 1 if runner.wrong or not runner.done else 0


def main():
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        sys.exit(run(read_options(), folder))


if __name__ == "__main__":
    main()

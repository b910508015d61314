#!/usr/bin/env python3
"""Compares the engine with the second opinion on random cases.

    second_opinion.py DECIDE [--first SEED] [--count N]

DECIDE is the program of decide.c. Ends with 1 and one line for each seed on
which the two disagree; `--first SEED --count 1` repeats it.
"""

import argparse
import json
import subprocess
import sys

from generate import Generator
from opinion import decide

BATCH = 2000


def answers(program, cases):
    """The engine's answers by id."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit("second_opinion: " + done.stderr)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def compare(program, first, count):
    """The number of cases of a batch on which the two disagree."""
    cases = [Generator(seed).case() for seed in range(first, first + count)]
    engine = answers(program, cases)
    wrong = 0
    for case in cases:
        opinion = " ".join(decide(case))
        if engine[case["id"]] != opinion:
            wrong += 1
            print("%s: engine %s, second opinion %s" % (case["id"], engine[case["id"]], opinion))
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("decide")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=BATCH)
    options = parser.parse_args()
    wrong = 0
    for done in range(0, options.count, BATCH):
        size = min(BATCH, options.count - done)
        wrong += compare(options.decide, options.first + done, size)
    print("1..1")
    print("%s 1 - %d random cases" % ("not ok" if wrong else "ok", options.count))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

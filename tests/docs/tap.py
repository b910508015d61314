"""Checks as TAP: each is a name and a function, which gets an empty folder."""

import os
import shutil
import subprocess
import tempfile


class Skip(Exception):
    """Why a check is not made."""


def need(program):
    """The path of a program."""
    path = shutil.which(program)
    if not path:
        raise Skip(f"{program} is not installed")
    return path


def run(command, folder, programs, expect=0, **environment):
    """What a command prints, with the folders @programs before all others in PATH."""
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300,
                            env={**os.environ, "PATH": os.pathsep.join([*programs, os.environ["PATH"]]),
                                 **environment})
    if result.returncode != expect:
        raise AssertionError(f"{command} ended with {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def checks_run(checks):
    """Makes the checks; 1 if one failed."""
    failed = 0
    for number, (name, check) in enumerate(checks, 1):
        try:
            with tempfile.TemporaryDirectory() as folder:
                check(folder)
            print(f"ok {number} - {name}", flush=True)
        except Skip as why:
            print(f"ok {number} - {name} # SKIP {why}", flush=True)
        except (AssertionError, OSError, subprocess.SubprocessError) as why:
            failed += 1
            print(f"not ok {number} - {name}")
            print("\n".join("#   " + line for line in str(why).splitlines()), flush=True)
    print(f"1..{len(checks)}")
    return 1 if failed else 0

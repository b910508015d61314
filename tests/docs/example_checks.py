"""Checks of examples: each is a name and a function, which gets an empty folder. TAP."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))

from tap import Tap  # noqa: E402


class Skip(Exception):
    """Why a check is not made."""


def need(program):
    """The path of a program."""
    path = shutil.which(program)
    if not path:
        raise Skip(f"{program} is not installed")
    return path


def run(command, folder, programs, **environment):
    """What a command prints, with the folders @programs before all others in PATH."""
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300,
                            env={**os.environ, "PATH": os.pathsep.join([*programs, os.environ["PATH"]]),
                                 **environment})
    if result.returncode:
        raise AssertionError(f"{command} ended with {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def checks_run(checks):
    """Makes the checks; 1 if one failed."""
    tap = Tap()
    for name, check in checks:
        try:
            with tempfile.TemporaryDirectory() as folder:
                check(folder)
            tap.check(True, name)
        except Skip as why:
            tap.skip(name, why)
        except (AssertionError, OSError, subprocess.SubprocessError) as why:
            tap.check(False, name, why)
    return tap.end()

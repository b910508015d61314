"""Whether an installation stands on its own: its programs find each other and the scenarios.

    install_test.py MESON BUILD
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

MESON, BUILD = sys.argv[1:3]
del sys.argv[1:]

WANTED = (
    "bin/mattock", "bin/mattockd", "bin/mattock-run",
    "share/man/man1/mattock.1", "share/man/man1/mattockd.1", "share/man/man1/mattock-run.1",
    "share/man/man5/mattock-scenario.5", "share/mattock/scenarios/demo.json",
    "share/mattock/scenarios/scenario.schema.json",
    "share/bash-completion/completions/mattock", "share/zsh/site-functions/_mattock",
    "share/fish/vendor_completions.d/mattock.fish",
    "share/doc/mattock/LICENSE", "share/doc/mattock/NOTICE",
)


class Installation(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        subprocess.run([MESON, "install", "-C", BUILD, "--no-rebuild", "--quiet",
                        "--destdir", folder.name], check=True, capture_output=True)
        binary = next(pathlib.Path(folder.name).rglob("bin/mattock"))
        self.prefix = binary.parent.parent

    def test_what_is_needed_is_there_and_the_programs_find_each_other(self):
        self.assertEqual([], [name for name in WANTED if not (self.prefix / name).exists()])
        scenario = self.prefix / "share/mattock/scenarios/org-none.json"
        run = subprocess.run([self.prefix / "bin/mattock", "run", "--scenario", scenario],
                             env={"PATH": os.defpath}, capture_output=True, text=True)
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()

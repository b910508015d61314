"""Whether docs/coverage.md is what `mattockd --coverage` prints.

    coverage_test.py ROOT MATTOCKD
"""

import pathlib
import subprocess
import sys

root, mattockd = sys.argv[1:]
wanted = subprocess.run([mattockd, "--coverage"], capture_output=True, text=True, check=True).stdout
if pathlib.Path(root, "docs/coverage.md").read_text(encoding="utf-8") != wanted:
    sys.exit("docs/coverage.md is behind: mattockd --coverage > docs/coverage.md")

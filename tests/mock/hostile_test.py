"""What comes of a mattockd that somebody wishes ill: it is bounded, it answers, it goes on.

    hostile_test.py MATTOCKD MIB

It may take MIB of memory at most: a thousand namespaces take more than half a gibibyte.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

MATTOCKD, MEMORY_MIB = sys.argv[1], int(sys.argv[2])
del sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import hostile  # noqa: E402
from mattockd import Server  # noqa: E402

SLOWEST_MS = 5000  # of an honest call meanwhile, on a machine that has other things to do


class Hostile(unittest.TestCase):
    def test_every_attack_is_answered_as_it_should_and_harms_nobody(self):
        for name, attack, wanted in hostile.ATTACKS:
            with self.subTest(name):
                server = Server(MATTOCKD)
                try:
                    statuses, slowest, _ = attack(server)
                    self.assertEqual(wanted, statuses)
                    self.assertLess(slowest, SLOWEST_MS)
                    self.assertLess(hostile.memory_mib(server), MEMORY_MIB)
                    hostile.honest_call_ms(server)
                finally:
                    self.assertEqual(0, server.end())

    def test_a_scenario_file_of_300_mib_is_told_and_nothing_starts(self):
        with tempfile.NamedTemporaryFile() as file:
            file.truncate(300 * hostile.MIB)
            run = subprocess.run([MATTOCKD, "--scenario", file.name], capture_output=True,
                                 text=True, timeout=60)
        self.assertEqual((1, ""), (run.returncode, run.stdout))
        self.assertIn("it is too large", run.stderr)


if __name__ == "__main__":
    unittest.main()

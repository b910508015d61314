"""Checks counted and written as TAP, for tests that are no unittest."""


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def check(self, holds, name, *found):
        """Counts a check; what was @found instead is told under one that does not hold."""
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {name}")
        if not holds:
            self.say(*found)

    def skip(self, name, why):
        """Counts a check that cannot be made here."""
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")

    def say(self, *texts):
        """Comments, a line of each text in a line of its own."""
        for text in texts:
            for line in str(text).splitlines():
                print(f'#   {line}')

    def end(self):
        """Writes how many checks there were; the status to exit with."""
        print(f'1..{self.count}')
        return 1 if self.failed else 0

"""Whether each shell, really run, completes what the tables of commands and options say.

    completion_test.py MATTOCK

zsh and fish are skipped where they are not installed; `ci/setup --clients` installs them.
zsh's completion works in an editor only, so what it would show is asked of its own functions'
stand-ins; bash and fish answer by themselves.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

MATTOCK = os.path.abspath(sys.argv[1])
del sys.argv[1:]

COMMAND = re.compile(r"^  ([a-z-]+(?: [a-z0-9-]+)?)  +\S", re.MULTILINE)
FILES = {"rollout.plan", "rollout.json", "other.txt"}

# The words of the line, the last of which is completed, and what is offered.
ROWS = [
    ("a command by its beginning", ["au"], {"audit"}),
    ("nothing for what is no command", ["xyzzy"], set()),
    ("the second word of a command", ["delegate", ""], {"add", "rm", "ls"}),
    ("the second word by its beginning", ["policy", "res"], {"restore"}),
    ("a command behind a global option and its argument", ["--output", "json", "who"],
     {"whoami"}),
    ("a command behind an option whose argument is a command's name", ["--profile", "audit", "who"],
     {"whoami"}),
    ("the choices of an option", ["--output", "json"], {"json", "jsonl"}),
    ("an option of the command", ["audit", "--all"], {"--all", "--allow-empty"}),
    ("a global option behind the command", ["whoami", "--colo"], {"--color"}),
    ("no option of another command", ["whoami", "--al"], set()),
    ("a choice in the command's words", ["policy", "show", "s"], {"s3", "sqs"}),
    ("no such choice in the second place", ["policy", "show", "s3", "s"], set()),
    ("a task, whose words are the option's", ["can-i", "unlock"], {"unlock-s3", "unlock-sqs"}),
    ("the shells themselves", ["completion", "z"], {"zsh"}),
    ("a file where a plan stands", ["show", "rollout"], {"rollout.plan", "rollout.json"}),
    ("a file of an option", ["audit", "--accounts-file", "oth"], {"other.txt"}),
    ("account ids are nobody's guess", ["audit", "1"], set()),
]


def script(shell):
    return subprocess.run([MATTOCK, "completion", shell], capture_output=True, text=True,
                          check=True).stdout


def run(folder, *command):
    # No HOME: a completion needs no settings of the user.
    result = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60,
                            env={"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb"})
    if result.returncode or result.stderr:
        raise AssertionError(f"{command[0]}: {result.returncode}: {result.stderr}")
    return result.stdout


def split(text):
    """The offers of each answer, which ends with a line "."; what stands behind a tab is meaning."""
    offers, answer = [], set()
    for line in text.splitlines():
        if line == ".":
            offers.append(answer)
            answer = set()
        elif line:
            answer.add(line.split("\t")[0])
    return offers


class Bash:
    name = "bash"
    ask = ('COMP_WORDS=({words}); COMP_CWORD={index}; _mattock; '
           'printf "%s\\n" "${{COMPREPLY[@]}}"; echo .')

    def offers(self, folder, lines):
        asks = [self.ask.format(words=" ".join(map(shlex.quote, ["mattock", *words])),
                                index=len(words)) for words in lines]
        text = script("bash") + "\n" + "\n".join(asks)
        return split(run(folder, "bash", "--norc", "-c", text))


class Zsh:
    name = "zsh"
    stand_ins = """
compdef() { true }
_message() { true }
compset() { current=${current#*=} }
_files() { for word in *(N); do [[ $word == $words[CURRENT]* ]] && print -r -- $word; done }
_describe() { for word in $lines; do [[ ${word%%:*} == $current* ]] && print -r -- ${word%%:*}; done }
"""

    def offers(self, folder, lines):
        asks = [f"words=({' '.join(map(shlex.quote, ['mattock', *words]))}); "
                f"CURRENT={len(words) + 1}; _mattock; print ." for words in lines]
        text = self.stand_ins + script("zsh") + "\n" + "\n".join(asks)
        return split(run(folder, "zsh", "-f", "-c", text))


class Fish:
    name = "fish"

    def offers(self, folder, lines):
        asks = [f"complete -C {shlex.quote(' '.join(['mattock', *words]))}; echo ." for words in lines]
        text = script("fish") + "\n" + "\n".join(asks)
        return split(run(folder, "fish", "--no-config", "-c", text))


def commands():
    text = subprocess.run([MATTOCK, "--help"], capture_output=True, text=True, check=True).stdout
    return COMMAND.findall(text[:text.index("Options of every command")])


class Completion(unittest.TestCase):
    def check(self, shell):
        if not shutil.which(shell.name):
            self.skipTest(f"{shell.name} is not installed")
        with tempfile.TemporaryDirectory() as folder:
            for name in FILES:
                open(os.path.join(folder, name), "w", encoding="utf-8").close()
            offers = shell.offers(folder, [words for _, words, _ in ROWS])
            self.assertEqual(len(ROWS), len(offers))
            for (sentence, words, wanted), got in zip(ROWS, offers):
                with self.subTest(sentence, words=words):
                    self.assertEqual(wanted, got)
            names = [name.split() for name in commands()]
            self.assertGreater(len(names), 20)
            for words, got in zip(names, shell.offers(folder, names)):
                with self.subTest("every command is offered", words=words):
                    self.assertIn(words[-1], got)

    def test_bash(self):
        self.check(Bash())

    def test_bash_takes_an_equals_sign_for_a_word(self):
        offers = Bash().offers("/", [["--output", "=", "js"], ["--output", "="],
                                     ["--output", "=", "csv", "who"]])
        self.assertEqual([{"json", "jsonl"}, {"table", "json", "jsonl", "csv"}, {"whoami"}], offers)

    def test_zsh(self):
        self.check(Zsh())

    def test_fish(self):
        self.check(Fish())

    def test_another_shell_is_refused(self):
        result = subprocess.run([MATTOCK, "completion", "tcsh"], capture_output=True, text=True)
        self.assertEqual(2, result.returncode)
        self.assertIn('there is no completion for "tcsh"', result.stderr)


if __name__ == "__main__":
    unittest.main()

"""`mattock env`, `scenario`, `record` and `run --target aws`, as a user types them; unittest.

    commands_test.py MATTOCK
"""

import json
import os
import pathlib
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request
import xml.etree.ElementTree

MATTOCK = sys.argv.pop(1)
SCENARIO = {
    "mattock": 1, "seed": 1,
    "organization": {"management": "111111111111", "policyTypes": ["SERVICE_CONTROL_POLICY"],
                     "units": [{"name": "Work", "units": [{"name": "Prod & more"}]}],
                     "policies": [{"name": "DenyRoot", "attach": ["Work"], "content": {
                         "Version": "2012-10-17",
                         "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}}],
                     "detachDefault": ["222222222222"]},
    "accounts": [{"id": "222222222222", "name": "shop", "unit": "Work/Prod & more",
                  "root": {"password": True, "keys": [{}], "mfa": ["virtual"]}},
                 {"id": "333333333333", "name": "clean"}],
    "callers": {"ada": {"account": "111111111111", "user": "ada",
                        "policies": ["AdministratorAccess"]}},
}


class Commands(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.scenario = self.folder / "scenario.json"
        self.scenario.write_text(json.dumps(SCENARIO), encoding="utf-8")

    def mattock(self, *words, status=0, **environment):
        result = subprocess.run([MATTOCK, *words], capture_output=True, text=True, check=False,
                                timeout=60, env={**os.environ, **environment})
        self.assertEqual(status, result.returncode, result.stdout + result.stderr)
        return result.stdout if status == 0 else result.stdout + result.stderr

    def sh(self, script, **environment):
        script = f"mattock() {{ {shlex.quote(MATTOCK)} \"$@\"; }}\n" + script
        return subprocess.run(["sh", "-ec", script], capture_output=True, text=True, check=True,
                              timeout=60, env={**os.environ, **environment}).stdout

    # env

    def test_a_shell_uses_a_server_that_stays_until_it_is_ended(self):
        out = self.sh(f"""
            eval "$(mattock env --scenario {self.scenario} --caller ada)"
            mattock whoami
            stat -c 'mode %a' "$AWS_SHARED_CREDENTIALS_FILE" "$MATTOCK_ENV"
            echo "secret ${{AWS_SECRET_ACCESS_KEY-unset}} proxy ${{https_proxy-unset}}"
            was=$MATTOCK_ENV url=$AWS_ENDPOINT_URL
            eval "$(mattock env --end)"
            test ! -e "$was"
            echo "left ${{AWS_ENDPOINT_URL-none}} ${{AWS_PROFILE-none}} ${{MATTOCK_ENV-none}}"
            echo "url $url"
            """, AWS_SECRET_ACCESS_KEY="mine", https_proxy="http://proxy.invalid")
        self.assertIn("user/ada", out)
        self.assertIn("mode 600\nmode 700\n", out)
        self.assertIn("secret unset proxy unset", out)
        self.assertIn("left none none none", out)
        self.assert_gone(re.search(r"url (\S+)", out).group(1))

    def assert_gone(self, url):
        """The server was told to stop, which takes it a moment; nobody answers in the end."""
        with self.assertRaises(OSError):
            while True:
                urllib.request.urlopen(url + "/_mattock/health", timeout=10).close()

    def test_a_namespace_of_a_server_that_runs(self):
        out = self.sh(f"""
            eval "$(mattock env)"
            host=$AWS_ENDPOINT_URL first=$MATTOCK_ENV
            eval "$(mattock env --endpoint-url $host --namespace mine --scenario {self.scenario})"
            echo "$AWS_ENDPOINT_URL"
            mattock whoami
            mattock env --endpoint-url $host --namespace mine 2>&1 || echo "status $?"
            eval "$(mattock env --end)"
            python3 -c "import sys, urllib.request as r; print(r.urlopen(sys.argv[1]).read().decode())" $host/_mattock/ns
            MATTOCK_ENV=$first mattock env --end
            """)
        self.assertIn("/_ns/mine\n", out)
        self.assertIn("user/ada", out)
        self.assertIn("there is a namespace mine already", out)
        self.assertIn("status 1", out)
        self.assertNotIn('"name":"mine"', out[out.index('{"namespaces"'):])

    def test_each_shell_gets_its_own_words(self):
        words = {"sh": "export AWS_PROFILE='it'\\''s \\ $x'", "github": "AWS_PROFILE=it's \\ $x",
                 "fish": "set -gx AWS_PROFILE 'it\\'s \\\\ $x'",
                 "powershell": "$env:AWS_PROFILE = 'it''s \\ $x'"}
        unset = {"sh": "unset AWS_VAULT", "fish": "set -e AWS_VAULT", "github": "AWS_VAULT=",
                 "powershell": "Remove-Item Env:AWS_VAULT -ErrorAction SilentlyContinue"}
        for shell, line in words.items():
            with self.subTest(shell):
                out = self.mattock("env", "--shell", shell, "--caller", "it's \\ $x",
                                   AWS_VAULT="x").splitlines()
                self.assertIn(line, out)
                self.assertIn(unset[shell], out)
                folder = re.search(r"/\S*mattock-\w{6}", out[-1]).group(0)
                self.mattock("env", "--end", MATTOCK_ENV=folder)

    @unittest.skipUnless(shutil.which("fish"), "no fish here")
    def test_fish_takes_it(self):
        script = f"eval ({MATTOCK} env --scenario {self.scenario} | string collect); " \
                 f"{MATTOCK} whoami; {MATTOCK} env --end | source; echo left $AWS_PROFILE"
        out = subprocess.run(["fish", "-c", script], capture_output=True, text=True, check=True,
                             timeout=60, env={**os.environ, "SHELL": "/usr/bin/fish"}).stdout
        self.assertIn("user/ada", out)
        self.assertIn("left\n", out)

    def test_what_cannot_be_is_refused(self):
        wrong = self.folder / "wrong.json"
        wrong.write_text('{"mattock": 1, "seed": "x"}', encoding="utf-8")
        for words, status, text in (
                (["--shell", "csh"], 2, "--shell must be"),
                (["--namespace", "x"], 2, "need --endpoint-url"),
                (["--ttl", "0", "--endpoint-url", "x"], 2, "--ttl must be"),
                (["--end", "--caller", "x"], 2, "--end takes"),
                (["x"], 2, "it takes no words"),
                (["--end"], 2, "MATTOCK_ENV is not set"),
                (["--scenario", str(wrong)], 1, f"{wrong}:1:24: seed"),
                (["--endpoint-url", "http://127.0.0.1:1"], 1, "http://127.0.0.1:1/_mattock/ns")):
            with self.subTest(words):
                self.assertIn(text, self.mattock("env", *words, status=status))

    def test_a_folder_of_somebody_else_is_not_removed(self):
        (self.folder / "env.json").write_text('{"pid": 0}', encoding="utf-8")
        self.mattock("env", "--end", status=1, MATTOCK_ENV=str(self.folder))
        self.assertTrue(self.scenario.exists())

    # record

    STEPS = [{"name": "look", "run": ["mattock", "accounts"], "expect": {"exit": 9}},
             {"call": "iam:GetUser", "input": {"UserName": "nobody"}},
             {"call": "iam:CreateUser", "input": {"UserName": "new"}}]

    def test_what_was_recorded_passes_and_a_change_is_noticed(self):
        self.scenario.write_text(json.dumps({**SCENARIO, "steps": self.STEPS}), encoding="utf-8")
        new = self.folder / "new.json"
        self.mattock("record", "--scenario", str(self.scenario), "-o", str(new))
        out = self.mattock("run", "--scenario", str(new))
        self.assertIn("exits with 0", out)
        self.assertIn("organizations:ListAccounts, status 200, times 1", out)
        self.assertIn("the state is as told", out)
        recorded = json.loads(new.read_text(encoding="utf-8"))
        self.assertEqual("NoSuchEntity", recorded["steps"][1]["expect"]["error"])
        self.assertEqual({"password": {}, "mfa": [{"kind": "virtual"}], "certificates": []},
                         {key: value for key, value in next(
                             account for account in recorded["expect"]["state"]["accounts"]
                             if account["id"] == "222222222222")["root"].items() if key != "keys"})
        recorded["accounts"][0]["root"] = {}
        recorded["steps"][0]["run"].append("--all")
        new.write_text(json.dumps(recorded), encoding="utf-8")
        self.assertIn("not ok", self.mattock("run", "--scenario", str(new), status=1))

    def test_a_command_becomes_the_step(self):
        new = self.folder / "new.json"
        self.mattock("record", "--scenario", str(self.scenario), "-o", str(new), "--", "mattock",
                     "accounts", "--no-such-option")
        step = json.loads(new.read_text(encoding="utf-8"))["steps"][0]
        self.assertEqual({"exit": 2, "calls": []}, step["expect"])
        self.assertIn("is there already", self.mattock("record", "--scenario", str(self.scenario), "-o",
                                                  str(new), "--", "true", status=1))
        self.assertIn("must be given", self.mattock("record", "-o", "x", status=2))
        self.assertIn("no steps", self.mattock("record", "--scenario", str(self.scenario), "-o",
                                               str(self.folder / "other"), status=2))

    # --target aws: a mock that stays is the target

    TARGET = [{"run": ["mattock", "whoami"], "expect": {"exit": 0, "calls": [{"times": 1}]}},
              {"call": "iam:GetUser", "input": {"UserName": "ada"},
               "expect": {"answer": {"User": {"UserName": "ada"}}}},
              {"name": "change", "call": "iam:CreateUser", "input": {"UserName": "new"}},
              {"name": "other", "run": ["sh", "-c", "touch made"],
               "expect": {"files": {"made": {"lacks": ["x"]}}}},
              {"name": "clock", "control": "POST /_mattock/reset"},
              {"name": "eve", "caller": "eve", "run": ["mattock", "whoami"]}]

    def at_target(self, *words, answer=None):
        """(status, output) of the steps at the target; @answer is typed on a terminal."""
        callers = {**SCENARIO["callers"], "eve": {"account": "222222222222", "user": "eve"}}
        self.scenario.write_text(json.dumps({**SCENARIO, "callers": callers, "steps": self.TARGET}), encoding="utf-8")
        command = [MATTOCK, "run", "--target", "aws", "--scenario", str(self.scenario), *words]
        if answer is None:
            result = subprocess.run(command, capture_output=True, text=True, check=False,
                                    stdin=subprocess.DEVNULL, timeout=60, env=self.target)
            return result.returncode, result.stdout
        terminal, inner = pty.openpty()
        os.write(terminal, answer.encode() + b"\n")
        result = subprocess.run(command, stdin=inner, stderr=inner, stdout=subprocess.PIPE,
                                text=True, check=False, timeout=60, env=self.target)
        os.close(inner)
        os.close(terminal)
        return result.returncode, result.stdout

    def users(self):
        url = self.target["AWS_ENDPOINT_URL"] + "/_mattock/state"
        with urllib.request.urlopen(url, timeout=60) as answer:
            return [user["name"] for account in json.load(answer)["accounts"]
                    for user in account["users"]]

    def test_at_a_target_only_what_looks_is_done_unless_it_was_confirmed(self):
        lines = self.mattock("env", "--shell", "github", "--scenario",
                             str(self.scenario)).splitlines()
        self.target = {**os.environ, **dict(line.split("=", 1) for line in lines)}
        self.target.pop("AWS_CA_BUNDLE", None)
        self.addCleanup(self.mattock, "env", "--end", MATTOCK_ENV=self.target["MATTOCK_ENV"])
        status, out = self.at_target()
        self.assertEqual(0, status, out)
        self.assertIn("calls # SKIP only a mock can tell", out)
        for line in ("change # SKIP it may change", "other # SKIP it may change",
                     "clock # SKIP only a mock", "eve # SKIP the environment stands for ada"):
            self.assertIn(line, out)
        self.assertNotIn("new", self.users())
        for words, answer in ((["--allow-writes"], None), (["--allow-writes"], "yes")):
            status, out = self.at_target(*words, answer=answer)
            self.assertEqual(1, status, out)
            self.assertNotIn("new", self.users())
        status, out = self.at_target("--allow-writes", answer="111111111111")
        self.assertEqual(0, status, out)
        self.assertIn("new", self.users())
        self.assertNotIn("change # SKIP", out)

    def test_options_of_a_target_go_together(self):
        for words in (["--allow-writes"], ["--target", "gcp"], ["--target", "aws"],
                      ["--target", "aws", "--scenario", "x", "--", "true"],
                      ["--target", "aws", "--scenario", "x", "--artifacts", "y"]):
            with self.subTest(words):
                self.assertIn("--", self.mattock("run", *words, status=2))

    # scenario

    def test_the_library_is_listed_with_its_stories(self):
        rows = json.loads(self.mattock("scenario", "ls", "--output", "json"))["scenarios"]
        self.assertIn("demo", [row["name"] for row in rows])
        self.assertTrue(all(row["story"] for row in rows))
        lines = self.mattock("scenario", "ls", COLUMNS="80").splitlines()
        self.assertEqual(len(rows), len([line for line in lines if line.startswith(tuple(
            row["name"] + " " for row in rows))]))
        self.assertIn("pw-only", "".join(line for line in lines if "an old password" in line))
        self.assertIn("mattock scenario show NAME", lines[-1])

    def test_one_is_shown_as_it_is(self):
        folder = pathlib.Path(os.environ["MATTOCK_SCENARIOS"])
        self.assertEqual((folder / "demo.json").read_text(encoding="utf-8"),
                         self.mattock("scenario", "show", "demo"))
        self.assertIn("no scenario nothing in the library",
                      self.mattock("scenario", "show", "nothing", status=2))

    def test_each_mistake_is_told_with_its_place(self):
        step = ',\n "steps": [%s]}'
        for text, place in (
                ('{"mattock": 1,\n "sed": 1}', ":2:9: sed"),
                ('{"mattock": 1', ":1:14"),
                ('{"mattock": 1' + step % '{"name": "x"}', ":2:12: steps[0]: expected one of run, call, "),
                ('{"mattock": 1' + step % '{"run": []}', ':2:20: steps[0].run: expected ["command"'),
                ('{"mattock": 1' + step % '{"run": ["a", 1]}', ":2:26: steps[0].run[1]: expected a text"),
                ('{"mattock": 1' + step % '{"control": "x"}', ":2:24: steps[0].control: expected a request"),
                ('{"mattock": 1' + step % '{"write": "a/b"}', ":2:22: steps[0].write: expected a file's name"),
                ('{"mattock": 1' + step % '{"call": "iam:No"}', ":2:21: steps[0].call: expected an operation"),
                ('{"mattock": 1' + step % '{"call": "iam:GetUser", "input": {"A": 1}}',
                 "steps[0].input: GetUser has no member A"),
                ('{"mattock": 1' + step % '{"run": ["true"], "expect": {"stdout": {"contain": []}}}',
                 ":2:63: steps[0].expect.stdout.contain: there is no member of that name")):
            with self.subTest(text):
                self.scenario.write_text(text, encoding="utf-8")
                out = self.mattock("scenario", "check", str(self.scenario), status=1)
                self.assertIn(f"{self.scenario}", out)
                self.assertIn(place, out)

    def test_what_is_good_is_said_to_be(self):
        self.assertEqual(f"{self.scenario}: good\n",
                         self.mattock("scenario", "check", str(self.scenario)))

    def test_the_starter_passes_and_overwrites_nothing(self):
        path = self.folder / "new.json"
        self.mattock("scenario", "init", str(path))
        self.assertIn("good", self.mattock("scenario", "check", str(path)))
        self.assertIn("ok 1", self.mattock("run", "--scenario", str(path)))
        self.assertIn("is there already", self.mattock("scenario", "init", str(path), status=1))

    def test_the_tree_has_units_policies_and_root_credentials(self):
        lines = self.mattock("scenario", "graph", str(self.scenario)).splitlines()
        self.assertEqual([
            "└─ Root",
            "   ├─ 111111111111 management  management account",
            "   ├─ 333333333333 clean",
            "   └─ Work                     SCP DenyRoot",
            "      └─ Prod & more",
            "         └─ 222222222222 shop  password, 1 key, virtual MFA, no SCP FullAWSAccess",
        ], [line.rstrip() for line in lines[1:]])

    def long_names(self):
        """Five units below each other, a note that takes lines, wide letters and a control one."""
        names = [f"unit {level} with a long name of many words" for level in range(1, 6)]
        units = []
        for name in reversed(names):
            units = [{"name": name, "units": units}]
        deny = {"Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
        self.scenario.write_text(json.dumps({
            "mattock": 1, "seed": 1,
            "organization": {"management": "111111111111", "units": units,
                             "policyTypes": ["SERVICE_CONTROL_POLICY"], "policies": [
                                 {"name": f"a-policy-with-quite-a-name-{n}", "content": deny,
                                  "attach": ["222222222222"]} for n in range(4)]},
            "accounts": [{"id": "222222222222", "unit": "/".join(names),
                          "name": "an account of fifty characters, the longest of all",
                          "root": {"password": True, "mfa": ["virtual"]}},
                         {"id": "333333333333", "name": "支払い", "root": {"password": True}},
                         {"id": "444444444444", "name": "six\x1b by", "root": {"password": True}}],
        }), encoding="utf-8")

    def test_the_tree_keeps_to_the_terminal(self):
        self.long_names()
        lines = self.mattock("scenario", "graph", str(self.scenario), COLUMNS="80").splitlines()
        below = [line for line in lines if not re.search("[├└]─", line)][1:]
        self.assertTrue(all(len(line) <= 80 for line in below), below)
        self.assertGreater(len(below), 2)
        self.assertIn("a-policy-with-quite-a-name-3", "".join(below))
        wide, narrow = [next(line for line in lines if name in line) for name in ("支払い", "six")]
        self.assertEqual(narrow.index("password"), wide.index("password") + len("支払い"))
        self.assertIn("six? by", narrow)

    def test_nothing_of_the_image_lies_on_another_or_outside(self):
        self.long_names()
        image = self.folder / "tree.svg"
        self.mattock("scenario", "graph", str(self.scenario), "--svg", str(image))
        root = xml.etree.ElementTree.parse(image).getroot()
        texts = [element for element in root if element.tag.endswith("text")]
        # A letter of this size takes eight pixels at most, a wide one twice that.
        for text in texts:
            wide = sum(2 if ord(letter) > 0x2000 else 1 for letter in text.text)
            self.assertLessEqual(int(text.get("x")) + 8 * wide, int(root.get("width")), text.text)
            self.assertLess(int(text.get("y")), int(root.get("height")))
        rows = [int(text.get("y")) for text in texts]
        self.assertEqual(sorted(set(rows)), rows)
        self.assertTrue(all(below - above >= 16 for above, below in zip(rows, rows[1:])))

    def test_the_image_is_xml_with_every_account(self):
        image = self.folder / "tree.svg"
        self.mattock("scenario", "graph", str(self.scenario), "--svg", str(image))
        texts = [element.text for element in xml.etree.ElementTree.parse(image).iter()
                 if element.tag.endswith("text")]
        self.assertEqual(7, len(texts))
        self.assertIn("222222222222 shop · password, 1 key, virtual MFA, no SCP FullAWSAccess", texts)

    def test_a_world_without_an_organization_is_drawn_too(self):
        self.scenario.write_text(json.dumps({"mattock": 1, "accounts": [
            {"id": "222222222222", "name": "alone"}]}), encoding="utf-8")
        self.assertEqual("222222222222 alone\n",
                         self.mattock("scenario", "graph", str(self.scenario)))

    def test_other_words_are_refused(self):
        for words in ([], ["other"], ["ls", "x"], ["show"], ["check"], ["ls", "--output", "xml"]):
            with self.subTest(words):
                self.assertIn("mattock scenario: ", self.mattock("scenario", *words, status=2))


if __name__ == "__main__":
    unittest.main()

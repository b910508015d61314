"""Whether the examples for CI systems do what they say: each `run` and `script` block is run by a
shell, one after another, in a folder with nothing but what a checkout brings, and with the
environment that the system would give. TAP.

    ci_systems_test.py ROOT FOLDER-OF-MATTOCK FOLDER-OF-MATTOCKD FOLDER-OF-MATTOCK-RUN

Not run is the step that builds Mattock: the programs of the build are in PATH in its place.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import example_checks

try:
    import yaml
except ImportError:
    print("1..0 # SKIP there is no reader of YAML; ci/setup --clients installs it")
    sys.exit(0)

EXAMPLES = pathlib.Path(sys.argv[1]) / "ci/examples"
PROGRAMS = [str(pathlib.Path(folder).resolve()) for folder in sys.argv[2:5]]


def read(name):
    return yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))


def checkout(folder):
    """What the repository of a user has."""
    tests = pathlib.Path(folder) / "work/tests"
    shutil.copytree(EXAMPLES / "pytest", tests / "python")
    shutil.copy(EXAMPLES / "organization.json", tests)
    return tests.parent


class Runner:
    """Runs the steps of one job, as GitHub's runner does."""

    def __init__(self, folder):
        self.work = checkout(folder)
        self.told = pathlib.Path(folder) / "GITHUB_ENV"
        self.told.touch()
        python = pathlib.Path(sys.executable).parent
        self.environment = {
            "PATH": os.pathsep.join([*PROGRAMS, str(python), os.environ["PATH"]]), "HOME": folder,
            "GITHUB_ENV": str(self.told), "CI": "true", "XDG_RUNTIME_DIR": folder}
        self.failed = False

    def shell(self, script):
        """Whether a block succeeds; what it prints."""
        done = subprocess.run(["bash", "-e"], input=script, cwd=self.work, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120)
        return done.returncode == 0, done.stdout

    def take_environment(self):
        """What a step wrote to GITHUB_ENV is the environment of the steps after it."""
        lines = iter(self.told.read_text(encoding="utf-8").splitlines())
        for line in lines:
            name, here, end = line.partition("<<")
            if here and "=" not in name:
                value = []
                while (line := next(lines)) != end:
                    value.append(line)
                self.environment[name] = "\n".join(value)
                continue
            name, equals, value = line.partition("=")
            assert equals and name, f"GITHUB_ENV has the line {line!r}"
            self.environment[name] = value
        self.told.write_text("", encoding="utf-8")

    def job(self, steps):
        """Runs what is to be run of the steps; the text of those that failed."""
        said = []
        for step in steps:
            if "run" not in step or step.get("name") == "Build Mattock":
                continue
            if self.failed and step.get("if") != "always()":
                continue
            succeeded, text = self.shell(step["run"])
            self.take_environment()
            if not succeeded:
                self.failed = True
                said.append(f"{step['run']}\n{text}")
        return said


def github_steps():
    jobs = read("github-actions.yml")["jobs"]
    assert list(jobs) == ["scenarios"], jobs
    return jobs["scenarios"]["steps"]


def exist(work, paths):
    for path in paths:
        assert (work / path).exists(), f"{path} is kept, and nothing made it"


def github(folder):
    runner = Runner(folder)
    steps = github_steps()
    said = runner.job(steps)
    assert not said, "\n".join(said)
    kept = [step for step in steps if "upload-artifact" in step.get("uses", "")]
    assert len(kept) == 1, kept
    exist(runner.work, kept[0]["with"]["path"].split())


def github_fails(folder):
    """The scenario's step fails, and with it the job; what is always run is run."""
    runner = Runner(folder)
    path = runner.work / "tests/organization.json"
    scenario = json.loads(path.read_text(encoding="utf-8"))
    scenario["steps"][0]["expect"]["exit"] = 0
    path.write_text(json.dumps(scenario), encoding="utf-8")
    said = runner.job(github_steps())
    assert said and "mattock run" in said[0], said
    exist(runner.work, ["report.xml"])


def github_environment(folder):
    """mattock env leads the following steps into the mock, and no step after its end."""
    runner = Runner(folder)
    runner.environment["AWS_SESSION_TOKEN"] = "of-somebody-else"
    begin, end = (step["run"] for step in github_steps() if step.get("run", "").startswith("mattock env"))
    said = runner.job([{"run": begin}])
    assert not said, said
    url = runner.environment.get("AWS_ENDPOINT_URL", "")
    said = runner.job([{"run": "mattock whoami --output json | grep 111111111111"}])
    token = runner.environment["AWS_SESSION_TOKEN"]
    said += runner.job([{"run": end, "if": "always()"}])
    assert re.match(r"http://127\.0\.0\.1:\d+", url) and not token and not said, (url, token, said)
    assert not runner.environment["AWS_ENDPOINT_URL"], runner.environment
    ended, _ = runner.shell(f"exec 3<> /dev/tcp/127.0.0.1/{url.split(':')[2].split('/')[0]}")
    assert not ended, "the server is still there"


def gitlab(folder, name):
    runner = Runner(folder)
    job = read("gitlab-ci.yml")[name]
    succeeded, text = runner.shell("set -o pipefail\n" + "\n".join(job["script"]))
    assert succeeded, text
    artifacts = job["artifacts"]
    exist(runner.work, [*artifacts.get("paths", []), artifacts["reports"]["junit"]])
    report = (runner.work / artifacts["reports"]["junit"]).read_text(encoding="utf-8")
    assert "<testcase" in report, report


def gitlab_scenarios(folder):
    gitlab(folder, "scenarios")


def gitlab_tests(folder):
    gitlab(folder, "tests")


CHECKS = (
    ("GitHub: a scenario that does not hold fails the job", github_fails),
    ("GitHub: every step of the job succeeds and makes what is kept", github),
    ("GitHub: mattock env leads the steps into the mock and out of it", github_environment),
    ("GitLab: the scenarios' job succeeds and makes what is kept", gitlab_scenarios),
    ("GitLab: the tests' job succeeds and makes what is kept", gitlab_tests),
)

if __name__ == "__main__":
    sys.exit(example_checks.checks_run(CHECKS))

"""Whether what ci/examples shows works: each example is run by its own language's tool. Where the
language is not there the check is skipped with its reason. TAP.

    examples_test.py ROOT FOLDER-OF-MATTOCK FOLDER-OF-MATTOCKD FOLDER-OF-MATTOCK-RUN [CLIENTS]

With CLIENTS, the folder that ci/setup --clients makes, those examples are run that need it; without,
the others.
"""

import pathlib
import re
import shutil
import socket
import subprocess
import sys
import urllib.request

import example_checks
from example_checks import Skip, need

ROOT = pathlib.Path(sys.argv[1])
EXAMPLES = ROOT / "ci/examples"
PROGRAMS = [str(pathlib.Path(folder).resolve()) for folder in sys.argv[2:5]]
CLIENTS = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 else None


def run(command, folder, **options):
    return example_checks.run(command, folder, PROGRAMS, **options)


def copied(folder):
    """A copy of the examples: tools write beside what they run."""
    return shutil.copytree(EXAMPLES, pathlib.Path(folder) / "examples")


def need_part(part):
    """That ci/setup --clients has installed a part."""
    if not (CLIENTS / f"{part}.stamp").exists():
        missing = CLIENTS / f"{part}.missing"
        raise Skip(missing.read_text(encoding="utf-8").strip() if missing.exists()
                   else f"{part}: ci/setup --clients has not installed it")


def says(output, pattern):
    if not re.search(pattern, output):
        raise AssertionError(f"{pattern} is not in\n{output}")


def scenario(_):
    run(["mattock-run", "--scenario", "organization.json"], EXAMPLES)


def go(folder):
    settings = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    program = need("go")
    run([program, "vet", "./..."], copied(folder) / "go", **settings)
    says(run([program, "test", "-count=1", "-v", "./..."], pathlib.Path(folder) / "examples/go", **settings),
         r"--- PASS: TestTheAudit[\s\S]*--- PASS: TestWhat")


def node(_):
    says(run([need("node"), "--test"], EXAMPLES / "node"), r"# pass 2\n# fail 0")


def options(_):
    """Every option of ours that a file names is one."""
    known = "".join(run(command, EXAMPLES) for command in (
        ["mattock-run", "--help"], ["mattockd", "--help"], ["mattock", "env", "--help"],
        ["mattock", "audit", "--help"]))
    for path in [*EXAMPLES.glob("*.yml"), EXAMPLES / "docker/Dockerfile", EXAMPLES / "README.md"]:
        for line in path.read_text(encoding="utf-8").splitlines():
            words = re.search(r"\b(?:mattockd|mattock (?:run|env|audit))\b(.*)", line)
            ours = words.group(1).split(" -- ")[0] if words else ""
            for option in re.findall(r"(?<!\S)--[a-z-]+", ours):
                if option not in known:
                    raise AssertionError(f"{path}: {option}")


def here(unit, folder):
    """A unit with the programs of the build, and its own places, in the place of those installed."""
    text = (EXAMPLES / "systemd" / unit).read_text(encoding="utf-8")
    text = text.replace("/usr/bin/mattockd", f"{PROGRAMS[1]}/mattockd")
    (pathlib.Path(folder) / unit).write_text(text, encoding="utf-8")
    return unit, text


def units(folder):
    names = [here(unit, folder)[0] for unit in ("mattockd.service", "mattockd.socket")]
    said = run([need("systemd-analyze"), "verify", "--man=no", *names], folder)
    if said:
        raise AssertionError(said)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def activated(command, port):
    """The command behind a socket of systemd's; None if somebody was faster to take the port."""
    process = subprocess.Popen([need("systemd-socket-activate"), f"--listen=127.0.0.1:{port}", *command],
                               text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    line = process.stderr.readline()
    if line.startswith("Listening on"):
        return process
    process.communicate()
    if "already in use" in line:
        return None
    raise AssertionError(line)


def activation(folder):
    """The unit's own command line, started by the first connection."""
    command = re.search(r"^ExecStart=(.*)$", here("mattockd.service", folder)[1], re.MULTILINE).group(1)
    command = command.replace("/etc/mattockd/scenario.json", str(EXAMPLES / "organization.json"))
    command = command.replace("${STATE_DIRECTORY}", folder).split()
    process = None
    while process is None:
        port = free_port()
        process = activated(command, port)
    try:
        if (pathlib.Path(folder) / "state").exists():
            raise AssertionError("the server was started before anybody asked")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_mattock/ready", timeout=60) as answer:
            says(answer.read().decode(), '"ready"')
        if not (pathlib.Path(folder) / "state").exists():
            raise AssertionError("no state is kept")
    finally:
        process.terminate()
        process.communicate()


def pytest(folder):
    need_part("python")
    out = run([CLIENTS / "python/bin/python", "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider",
               EXAMPLES / "pytest"], folder)
    says(out, "4 passed")


def vitest(folder):
    need_part("vitest")
    copy = copied(folder) / "vitest"
    (copy / "node_modules").symlink_to(CLIENTS.resolve() / "vitest/node_modules")
    says(run([need("node"), "node_modules/vitest/vitest.mjs", "run", "--no-color"], copy),
         r"Tests +2 passed \(2\)")


def junit(folder):
    need("javac")
    need("mvn")
    need_part("java")
    copy = copied(folder) / "junit"
    run(["mvn", "--offline", "--batch-mode", "--log-file", "said",
         f"-Dmaven.repo.local={CLIENTS.resolve() / 'maven'}", "test"], copy)
    says((copy / "said").read_text(encoding="utf-8"), r"Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")


CHECKS = (
    ("the scenario of the examples passes", scenario),
    ("go runs its example", go),
    ("node runs its example", node),
    ("they name only options that there are", options),
    ("systemd has nothing to say of the units", units),
    ("the first connection to systemd's socket starts the server", activation),
)
WITH_CLIENTS = (
    ("pytest runs its example", pytest),
    ("Vitest runs its example", vitest),
    ("Maven runs the example of JUnit, offline", junit),
)

if __name__ == "__main__":
    sys.exit(example_checks.checks_run(WITH_CLIENTS if CLIENTS else CHECKS))

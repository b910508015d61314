"""Whether what ci/examples shows works: each example is run by its own language's tool. Where the
language is not there the check is skipped with its reason; what is only read is said to be. TAP.

    examples_test.py ROOT FOLDER-OF-MATTOCK FOLDER-OF-MATTOCKD FOLDER-OF-MATTOCK-RUN [CLIENTS]
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXAMPLES = pathlib.Path(sys.argv[1]) / "ci/examples"
PROGRAMS = [str(pathlib.Path(folder).resolve()) for folder in sys.argv[2:5]]
CLIENTS = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 and sys.argv[5] else None

# Reads Java without the libraries that it is compiled with: the syntax alone.
PARSE = """
import com.sun.source.util.JavacTask;
import java.nio.file.Path;
import javax.tools.*;
public class Parse {
    public static void main(String[] files) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null);
        JavacTask task = (JavacTask) compiler.getTask(null, manager, found, null, null,
                manager.getJavaFileObjects(files));
        task.parse();
        found.getDiagnostics().forEach(System.out::println);
        System.exit(found.getDiagnostics().isEmpty() ? 0 : 1);
    }
}
"""


class Skip(Exception):
    pass


def run(command, folder, **environment):
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300,
                            env={**os.environ, "PATH": os.pathsep.join([*PROGRAMS, os.environ["PATH"]]),
                                 **environment})
    if result.returncode:
        raise AssertionError(f"{command} ended with {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def need(program):
    path = shutil.which(program)
    if not path:
        raise Skip(f"{program} is not installed")
    return path


def python_with(module):
    for python in (sys.executable, "python3", "/usr/bin/python3"):
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            return python
    raise Skip(f"no Python here has {module}")


def scenario(_):
    run(["mattock-run", "--scenario", "organization.json"], EXAMPLES)


def pytest(folder):
    python = python_with("pytest")
    packages = [str(path) for path in CLIENTS.glob("python/lib/*/site-packages")] if CLIENTS else []
    out = run([python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", EXAMPLES / "pytest"], folder,
              PYTHONPATH=os.pathsep.join(packages))
    if CLIENTS and "4 passed" not in out:
        raise AssertionError(out)


def go(folder):
    program = need("go")
    copy = shutil.copytree(EXAMPLES, pathlib.Path(folder) / "examples") / "go"
    settings = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    run([program, "vet", "./..."], copy, **settings)
    run([program, "test", "-count=1", "./..."], copy, **settings)


def node(_):
    run([need("node"), "--test"], EXAMPLES / "node")


def vitest(_):
    run([need("node"), "--check", "example.test.mjs"], EXAMPLES / "vitest")


def java(folder):
    program = need("java")
    need("javac")
    source = pathlib.Path(folder) / "Parse.java"
    source.write_text(PARSE, encoding="utf-8")
    run([program, source, *sorted(map(str, (EXAMPLES / "junit").glob("*.java")))], folder)


def yaml(folder):
    if not CLIENTS:
        raise Skip("without -Dclients there is no reader of YAML")
    python = CLIENTS / "python/bin/python"
    run([python, "-c", "import sys, yaml\nfor name in sys.argv[1:]: assert yaml.safe_load(open(name))",
         *map(str, EXAMPLES.glob("*.yml"))], folder)


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


CHECKS = (
    ("the scenario of the examples passes", scenario),
    ("pytest runs its example", pytest),
    ("go runs its example", go),
    ("node runs its example", node),
    ("the example of Vitest is read as JavaScript", vitest),
    ("the example of JUnit is read as Java", java),
    ("the examples of CI systems are YAML", yaml),
    ("they name only options that there are", options),
)


def main():
    failed = 0
    for number, (name, check) in enumerate(CHECKS, 1):
        try:
            with tempfile.TemporaryDirectory() as folder:
                check(folder)
            print(f"ok {number} - {name}")
        except Skip as why:
            print(f"ok {number} - {name} # SKIP {why}")
        except AssertionError as why:
            failed += 1
            print(f"not ok {number} - {name}")
            print("\n".join("#   " + line for line in str(why).splitlines()))
    print(f"1..{len(CHECKS)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

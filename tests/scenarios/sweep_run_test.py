"""How `mattock sweep` runs: at any number of jobs, on a terminal, in a pipe, and interrupted.

    sweep_run_test.py MATTOCK MATTOCKD

Prints TAP.
"""
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

MATTOCK, MATTOCKD = sys.argv[1:]
COLUMNS = 60
FAULTS = [word for name in ('denied', 'throttled', 'lost', 'half-closed', 'stalled', 'wrong-type')
          for word in ('--fault', name)]
QUICK = ['--', 'env', 'AWS_MAX_ATTEMPTS=1', 'mattock', '--cli-read-timeout', '2', 'whoami']
SLOW = ['--fault', 'late', '--', 'sh', '-c', 'mattock whoami; status=$?; exit $status']


def same_for_any_jobs(tap):
    done = [subprocess.run([MATTOCK, 'sweep', *FAULTS, *jobs, *QUICK], capture_output=True,
                           text=True, timeout=120, check=False)
            for jobs in (['--jobs', '1'], ['--jobs', '7'], [])]
    tap.check(all(run.returncode == 0 for run in done) and len({run.stdout for run in done}) == 1,
              'the matrix is the same for any number of jobs', *(run.stdout for run in done))
    tap.check(all(run.stderr == '' for run in done), 'in a pipe nothing is said meanwhile',
              *(run.stderr for run in done))


def screen_of(words, environment, until):
    """Runs on a terminal of few columns and types Ctrl-C once @until is there: (status, screen)."""
    pid, end = pty.fork()
    if pid == 0:
        os.environ.update(environment)
        subprocess.run(['stty', 'cols', str(COLUMNS)], check=True)
        os.execv(words[0], words)
    screen, is_stopped = b'', False
    while True:
        try:
            piece = os.read(end, 65536)
        except OSError:
            piece = b''
        if not piece:
            break
        screen += piece
        if until and until in screen and not is_stopped:
            os.write(end, b'\x03')
            is_stopped = True
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(end)
    return status, screen.decode()


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def interrupted(tap):
    with tempfile.TemporaryDirectory() as folder:
        temporary, program = pathlib.Path(folder, 'tmp'), pathlib.Path(folder, 'mattockd')
        temporary.mkdir()
        program.write_text(f'#!/bin/sh\necho $$ > {folder}/pid\nexec {MATTOCKD} "$@"\n')
        program.chmod(0o700)
        status, screen = screen_of(
            [MATTOCK, 'sweep', *SLOW], {'MATTOCKD': str(program), 'TMPDIR': str(temporary)},
            b'Sweeping: 0 of 2')
        pid = int(pathlib.Path(folder, 'pid').read_text())
        left = list(temporary.iterdir())
        is_left = is_running(pid)
        if is_left:
            os.kill(pid, signal.SIGKILL)
    drawn = [line for line in re.split(r'[\r\n]', screen) if '\033[K' in line]
    tap.check(status == 130, 'Ctrl-C ends a sweep with 130', status, screen)
    tap.check('A signal stopped it: 2 runs were not made.' in screen and
              re.search(r'GetCallerIdentity +-\r', screen) is not None,
              'and the matrix shows what was not run', screen)
    tap.check(not is_left and not left, 'no server and no folder stays behind', is_left, left)
    tap.check(drawn and all(len(line.replace('\033[K', '')) < COLUMNS for line in drawn),
              'on a terminal its progress is a line that fits', *drawn)


def main():
    tap = Tap()
    same_for_any_jobs(tap)
    interrupted(tap)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

"""Whether `mattock run -- COMMAND` returns what it should, and says why; prints TAP.

    run_test.py MATTOCK-RUN
"""

import json
import pathlib
import subprocess
import sys
import tempfile

SCENARIO = {
    'mattock': 1,
    'name': 'a command',
    'accounts': [{'id': '111111111111', 'name': 'standalone'}],
    'callers': {'admin': {'account': '111111111111', 'user': 'admin',
                          'policies': ['AdministratorAccess']}},
}

# Name, what the scenario expects, the command, the status to be returned, a text of either output.
ROWS = (
    ('a status that is not the expected one fails', {'exit': 3}, 'exit 4', 1, 'it exited with 4'),
    ('an output that lacks its text fails', {'stdout': {'contains': ['clean']}}, 'echo other', 1,
     'contains "clean"'),
    ('an output with a text it must lack fails', {'stderr': {'lacks': ['secret']}},
     'echo secret >&2', 1, 'lacks "secret"'),
    ('a call that was never made fails', {'calls': [{'operation': 'iam:GetUser'}]}, 'true', 1,
     'there were 0'),
    ('a state that is another fails', {'state': {'organization': {'id': 'o-none'}}}, 'true', 1,
     'state.organization'),
    ('a command that is not there is an error', {}, None, 1, 'cannot run'),
    ("the command's own status is returned when none is expected", {}, 'exit 4', 4, ''),
    ('an expected status is a success', {'exit': 3}, 'exit 3', 0, ''),
    ('what the command says is passed on', {'stdout': {'contains': ['said']}}, 'echo said', 0,
     'said'),
    ('standard input is the command\'s', {}, 'cat', 0, 'typed'),
    ('the environment names the server and hides the user\'s settings', {},
     'echo $AWS_ENDPOINT_URL $AWS_PROFILE; test -z "$AWS_SECRET_ACCESS_KEY"', 0, 'http://127.'),
)


def run(program, folder, row):
    """(status, both outputs) of one row."""
    _, expect, script, _, _ = row
    scenario = pathlib.Path(folder) / 'scenario.json'
    scenario.write_text(json.dumps({**SCENARIO, 'expect': expect}), encoding='utf-8')
    command = ['/bin/sh', '-c', script] if script else ['/nowhere/command']
    done = subprocess.run([program, '--scenario', scenario, '--', *command], input='typed',
                          capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(ROWS, 1):
            status, said = run(sys.argv[1], folder, row)
            holds = status == row[3] and row[4] in said
            failed += not holds
            print(f"{'ok' if holds else 'not ok'} {number} - {row[0]}")
            if not holds:
                print(f'#   status {status}: {said!r}')
    print(f'1..{len(ROWS)}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())

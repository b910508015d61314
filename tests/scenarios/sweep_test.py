"""What `mattock sweep` says of commands that hang, crash, or make no call; prints TAP.

    sweep_test.py MATTOCK
"""
import json
import pathlib
import subprocess
import sys
import tempfile

STEP = {'call': 'iam:GetUser', 'input': {'UserName': 'nobody'}}
ONE = ('--fault', 'denied')
# A command that makes two calls and minds what comes of them.
MINDS = 'mattock whoami > out || '

# Name, the scenario's steps, options, the command, the status, a text of either output.
ROWS = (
    ('without a command there is nothing to run', (), ONE, None, 2, 'name a command'),
    ('a fault that is not there is refused', (), ('--fault', 'flood'), 'true', 2,
     'no fault of that name'),
    ('a number of jobs that is none is refused', (), ('--jobs', 'x'), 'true', 2, '--jobs must be'),
    ('a limit that is none is refused', (), ('--limit', '0'), 'true', 2, '--limit must be'),
    ('a scenario that is not there is an error', (), ('--scenario', '/nowhere'), 'true', 1,
     '/nowhere'),
    ('a command that makes no call is an error', (), ONE, 'true', 1, 'makes no call'),
    ('a command that is not there is an error', (), ONE, '/no/such/program', 1, 'cannot run'),
    ('a command that always hangs is an error', (), ('--limit', '1', *ONE),
     'mattock whoami; sleep 60', 1, 'also without a fault'),
    ('steps that do not come to what they expect are an error', (STEP,), ONE, 'mattock whoami', 1,
     'do not come to what they expect'),
    ('a run that hangs is found', (), ('--limit', '2', *ONE), MINDS + 'sleep 60', 3, '2 hangs'),
    ('a run that crashes is found', (), ONE, MINDS + 'kill -SEGV $$', 3, '2 crashes'),
    ('another status is a digit', (), ONE, MINDS + 'exit 7', 0, 'GetCallerIdentity 7'),
    ('a status of two digits is a plus', (), ONE, MINDS + 'exit 42', 0, 'GetCallerIdentity +'),
    ('another output is a wave', (), ONE, MINDS + 'echo oh; true', 0, 'GetCallerIdentity ~'),
    ('a command that minds nothing is the same', (), ONE, MINDS + 'true', 0,
     'GetCallerIdentity ='),
    ('a fault that the operation never has is not possible', (), ('--fault', 'empty-page'),
     MINDS + 'true', 0, 'GetCallerIdentity .'),
    ('times of two runs do not count', (), ONE, MINDS + 'true; date -u +%Y-%m-%dT%H:%M:%S.%NZ', 0,
     'GetCallerIdentity ='),
    ('a command that never says the same twice is said', (), ONE, 'mattock whoami; echo $$', 0,
     'two runs without a fault differ'),
    ('calls of steps are not swept',
     ({**STEP, 'expect': {'error': 'NoSuchEntity'}},), ONE, MINDS + 'true', 0, '2 calls, 1 faults'),
    ('a call that is written wrongly is refused', (), ('--call', 'GetUser/0', *ONE), 'true', 2,
     'OPERATION[@ACCOUNT][/N]'),
    ('a call without an account behind its sign is refused', (), ('--call', 'GetUser@', *ONE),
     'true', 2, 'OPERATION[@ACCOUNT][/N]'),
    ('a call that the command does not make is an error', (),
     ('--call', 'sts:GetCallerIdentity/9', *ONE), MINDS + 'true', 1, 'makes no such call'),
    ('a pattern that is none is refused', (), ('--clean', '(', *ONE), 'true', 2, 'is no pattern'),
    ('a status that is none is refused', (), ('--clean-status', '256', *ONE), 'true', 2,
     '--clean-status must be'),
    ('an outcome that is no finding cannot be accepted', (), ('--accept', 'same', *ONE), 'true', 2,
     '--accept must be'),
    ('a hang that is accepted is no finding', (), ('--limit', '2', '--accept', 'hang', *ONE),
     MINDS + 'sleep 60', 0, '2 hangs'),
    ('only the call that is named is swept', (), ('--call', 'GetCallerIdentity', *ONE),
     MINDS + 'true', 0, '1 calls, 1 faults, 1 runs'),
    ('of one cell it is shown what was written', (),
     ('--call', 'GetCallerIdentity@111111111111/1', *ONE), MINDS + 'echo so; echo oh >&2', 0,
     'It wrote to standard output: so It wrote to standard error: '),
    ('a finding is shown with the line that repeats it', (), ('--caller', 'admin', *ONE),
     MINDS + "kill -SEGV $$ # 'it", 3,
     '--caller admin --limit 60 --call sts:GetCallerIdentity@111111111111/1 --fault denied -- sh -c '
     "'mattock whoami > out || kill -SEGV $$ # '\\''it'"),
    ('a status is not taken for clean where no credential is asked for', (), ONE, MINDS + 'true', 0,
     'Nothing is taken for "clean": it asks for no root credential'),
    ('as JSON every run has what it made', (), ('--json', '-', *ONE), MINDS + 'true', 0,
     '"outcome":"same"'),
)


def scenario(folder, steps):
    path = pathlib.Path(folder, 'scenario.json')
    path.write_text(json.dumps({
        'mattock': 1, 'accounts': [{'id': '111111111111', 'name': 'alone'}],
        'callers': {'admin': {'account': '111111111111', 'user': 'admin',
                              'policies': ['AdministratorAccess']}},
        'steps': list(steps)}))
    return str(path)


def main():
    failed = 0
    for number, (name, steps, options, command, status, text) in enumerate(ROWS, 1):
        with tempfile.TemporaryDirectory() as folder:
            words = [] if command is None else ['--', 'sh', '-c', command]
            if command and command.startswith('/'):
                words = ['--', command]
            done = subprocess.run(
                [sys.argv[1], 'sweep', '--scenario', scenario(folder, steps), '--jobs', '4', *options,
                 *words], capture_output=True, text=True, timeout=60, check=False)
        said = ' '.join((done.stdout + done.stderr).split())
        holds = done.returncode == status and text in said
        failed += not holds
        print(f"{'ok' if holds else 'not ok'} {number} - {name}")
        if not holds:
            print(f'#   status {done.returncode}: {said}')
    print(f'1..{len(ROWS)}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())

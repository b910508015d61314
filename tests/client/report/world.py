"""A mattockd of its own with a scenario, and mattock run against it."""

import json
import os
import pathlib
import subprocess
import tempfile
import urllib.request

ORGANIZATION = 'o-exampleorg1'
MANAGEMENT = '111111111111'


def scenario(**members):
    """A small organization; @members replace or add sections."""
    base = {
        'mattock': 1,
        'name': 'a small organization',
        'seed': 7,
        'organization': {
            'id': ORGANIZATION,
            'rootId': 'r-abcd',
            'management': MANAGEMENT,
            'policyTypes': ['SERVICE_CONTROL_POLICY'],
            'trustedAccess': ['iam.amazonaws.com'],
            'features': ['RootCredentialsManagement', 'RootSessions'],
            'units': [{'id': 'ou-abcd-11111111', 'name': 'Workloads'}],
        },
        'accounts': [
            {'id': '222222222222', 'name': 'shop', 'unit': 'Workloads',
             # Whole times: two servers that start one after the other must be the same.
             'root': {'password': {'created': '2022-01-02T03:04:05Z',
                                   'lastUsed': '2023-01-02T03:04:05Z'},
                      'keys': [{'id': 'AKIAROOTKEY000000001', 'created': '2022-01-02T03:04:05Z'}],
                      'mfa': [{'kind': 'virtual', 'enabled': '2022-01-02T03:04:05Z'}]}},
            {'id': '333333333333', 'name': 'clean', 'root': {}},
        ],
        'callers': {'admin': {'account': MANAGEMENT, 'user': 'admin',
                              'policies': ['AdministratorAccess']}},
    }
    return {**base, **members}


class World:
    """with World(programs, scenario) as world: world.run('audit') -> (status, out, err)"""

    def __init__(self, mattock, mattockd, document):
        self.mattock, self.mattockd = map(os.path.abspath, (mattock, mattockd))
        self.document = document

    def __enter__(self):
        self.keeper = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.keeper.name)
        path = self.folder / 'scenario.json'
        path.write_text(json.dumps(self.document), encoding='utf-8')
        credentials = self.folder / 'credentials'
        self.server = subprocess.Popen(
            [self.mattockd, '--listen', '127.0.0.1:0', '--scenario', path,
             '--credentials-file', credentials], stdout=subprocess.PIPE, text=True)
        line = self.server.stdout.readline()
        self.url = next(word[4:] for word in line.split() if word.startswith('url='))
        kept = {k: v for k, v in os.environ.items() if not k.startswith('AWS_')}
        self.environment = {**kept, 'AWS_ENDPOINT_URL': self.url, 'AWS_PROFILE': 'admin',
                            'AWS_SHARED_CREDENTIALS_FILE': str(credentials),
                            'AWS_CONFIG_FILE': str(credentials) + '.config',
                            'AWS_REGION': 'us-east-1', 'AWS_EC2_METADATA_DISABLED': 'true',
                            'MATTOCKD': self.mattockd}
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.server.stdout.close()
        self.keeper.cleanup()

    def run(self, *words, **variables):
        done = subprocess.run([self.mattock, *map(str, words)], cwd=self.folder,
                              env={**self.environment, **variables}, capture_output=True,
                              text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def json(self, *words, status=0):
        """The JSON that a command writes; fails unless it ends with @status."""
        got, out, err = self.run(*words, '--output', 'json')
        if got != status:
            raise AssertionError(f'{words}: ended with {got}, not {status}:\n{out}{err}')
        return json.loads(out)

    def file(self, name, document=None):
        """The path of a file of the world, written if @document is given."""
        path = self.folder / name
        if document is not None:
            text = document if isinstance(document, str) else json.dumps(document)
            path.write_text(text, encoding='utf-8')
        return path

    def control(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return json.load(answer)

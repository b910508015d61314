"""The commands that only read, against a server that others wrote; prints TAP.

    peer_moto.py MATTOCK

moto_server checks no signature, knows Organizations in parts and root access not at all. What it
knows must be shown; what it does not must be unknown or refused in words, and never clean.
"""
import json
import logging
import os
import pathlib
import subprocess
import sys

try:
    import boto3
    from moto.server import ThreadedMotoServer
except ImportError as error:
    print(f'1..0 # SKIP {error}; ci/setup --clients installs it')
    sys.exit(0)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

MANAGEMENT = '123456789012'
KEY = {'AWS_ACCESS_KEY_ID': 'AKIAIOSFODNN7EXAMPLE', 'AWS_SECRET_ACCESS_KEY': 'any',
       'AWS_DEFAULT_REGION': 'us-east-1'}
MEMBERS = 25  # more than a page


class Peer(Tap):
    """mattock against the server, and the checks of it."""

    def __init__(self, mattock, url):
        super().__init__()
        self.mattock = mattock
        self.environment = {**KEY, 'AWS_ENDPOINT_URL': url, 'HOME': '/nonexistent'}

    def run(self, *words):
        """The status, standard output and standard error of a command."""
        done = subprocess.run([self.mattock, *words], env=self.environment, text=True,
                              capture_output=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def refused(self, name, words, status, text):
        """Checks that a command ends with @status, says @text and shows nothing as a result."""
        found = self.run(*words)
        self.check(found[0] == status and text in found[2] and 'clean' not in found[1], name, found)


def make_organization(url):
    """An organization with a unit and more accounts than a page has; three are in the unit."""
    organizations = boto3.client(
        'organizations', endpoint_url=url, region_name='us-east-1',
        aws_access_key_id=KEY['AWS_ACCESS_KEY_ID'], aws_secret_access_key='any')
    organizations.create_organization(FeatureSet='ALL')
    root = organizations.list_roots()['Roots'][0]['Id']
    unit = organizations.create_organizational_unit(
        ParentId=root, Name='Workloads')['OrganizationalUnit']['Id']
    accounts = [organizations.create_account(AccountName=f'member-{n}', Email=f'm{n}@example.com')
                ['CreateAccountStatus']['AccountId'] for n in range(MEMBERS)]
    for account in accounts[:3]:
        organizations.move_account(AccountId=account, SourceParentId=root,
                                   DestinationParentId=unit)
    return accounts


def outside(peer):
    """What is said while there is no organization."""
    peer.refused('without an organization no account is listed', ['accounts'], 1,
                 '(AWSOrganizationsNotInUseException)')
    peer.refused('without an organization nothing is audited', ['audit', '--all'], 5,
                 'is in no organization')


def inside(peer, accounts):
    """What is said of the organization."""
    status, out, _ = peer.run('whoami', '--output', 'json')
    who = json.loads(out)
    peer.check('the caller is the management account',
               status == 0 and who['accountId'] == MANAGEMENT and who['callerKind'] == 'management',
               (status, out))

    status, out, _ = peer.run('accounts', '--output', 'json')
    listed = {row['accountId'] for row in json.loads(out)['accounts']}
    peer.check('every account of every page is listed', status == 0 and
               listed == {MANAGEMENT, *accounts}, (status, listed))

    status, out, _ = peer.run('accounts', '--ou', 'Workloads', '--output', 'json')
    listed = {row['accountId'] for row in json.loads(out)['accounts']}
    peer.check('a unit has its accounts, though the server gives no paths', status == 0 and
               listed == set(accounts[:3]), (status, listed))

    status, out, _ = peer.run('status', '--output', 'json')
    steps = {row['name']: row for row in json.loads(out)['switches']}
    features = [steps['root credentials management'], steps['root sessions']]
    peer.check('features that the server does not know are unknown, and the run is partial',
               status == 4 and all(row['state'] == 'unknown' for row in features), (status, out))
    peer.check('a page of HTML in the place of an answer is said', all(
        '500' in row['detail'] and 'text/html' in row['detail'] for row in features), features)
    peer.refused('without trusted access nothing is audited and nothing is clean',
                 ['audit', '--all'], 5, 'trusted access for IAM is off')
    peer.refused('a session that the server does not know is no session',
                 ['recover', accounts[0], '--yes'], 5, 'trusted access for IAM is off')


def main():
    logging.getLogger('werkzeug').setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f'http://{host}:{port}'
        peer = Peer(os.path.abspath(sys.argv[1]), url)
        outside(peer)
        inside(peer, make_organization(url))
    finally:
        server.stop()
    return peer.end()


if __name__ == '__main__':
    sys.exit(main())

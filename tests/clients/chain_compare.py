"""Asks botocore and Mattock for credentials in the same environments, drawn at random
from a seed, and compares which access key they come to. Prints TAP.

    chain_compare.py MATTOCK [CASES [SEED]]

One server plays STS, IAM Identity Center, a container's endpoint and an instance's for
both, and gives keys that say how they were had: a role's key names the role and the key
it was assumed with. Where one of the two finds nothing, the other must find nothing.
"""
import datetime
import hashlib
import http.server
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading

FOLDER = pathlib.Path(tempfile.mkdtemp(prefix='mattock-chain-'))
os.environ['HOME'] = str(FOLDER)  # before botocore keeps it

import botocore.credentials
import botocore.exceptions
import botocore.session

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

PROFILES = ['default', 'one', 'two', 'three']
LATER = (datetime.datetime.now(datetime.timezone.utc)
         + datetime.timedelta(hours=4)).strftime('%Y-%m-%dT%H:%M:%SZ')


def key_of(*parts):
    """An access key id made of how it was had; AWS's have 16 characters or more."""
    return 'ASIA' + hashlib.sha256(' '.join(parts).encode()).hexdigest()[:16].upper()


class Services(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    wbufsize = 1 << 16  # head and body in one packet

    def log_message(self, *_):
        pass

    def reply(self, body, kind='text/xml', status=200):
        body = body.encode()
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reply_key(self, key):
        self.reply(json.dumps({'Code': 'Success', 'AccessKeyId': key, 'SecretAccessKey': 's',
                               'Token': 't', 'Expiration': LATER}), 'application/json')

    def do_PUT(self):
        self.reply('token')

    def do_GET(self):
        path = self.path.split('?')[0]
        if path == '/federation/credentials':
            self.reply(json.dumps({'roleCredentials': {
                'accessKeyId': key_of('sso', self.path.partition('role_name=')[2].split('&')[0]),
                'secretAccessKey': 's', 'sessionToken': 't',
                'expiration': 1000 * int(datetime.datetime.now().timestamp() + 14400),
            }}), 'application/json')
        elif path == '/container':
            self.reply_key(key_of('container'))
        elif path.endswith('/security-credentials/'):
            self.reply('Worker')
        elif path.endswith('/security-credentials/Worker'):
            self.reply_key(key_of('instance'))
        else:
            self.reply('{}', 'application/json', 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'])).decode()
        found = re.search(r'Credential=([^/]+)/', self.headers.get('Authorization', ''))
        caller = found.group(1) if found else 'nobody'
        action = re.search(r'Action=(\w+)', body)
        if not action:
            self.reply('{"__type":"AWSOrganizationsNotInUseException"}', 'application/json', 400)
        elif action.group(1) == 'GetCallerIdentity':
            self.answer('GetCallerIdentity', '<Arn>arn:aws:iam::111122223333:user/u</Arn>'
                        '<UserId>AIDA</UserId><Account>111122223333</Account>')
        else:
            role = re.search(r'RoleArn=([^&]+)', body).group(1)
            token = re.search(r'WebIdentityToken=([^&]+)', body)
            self.answer(action.group(1), (
                f"<Credentials><AccessKeyId>{key_of(role, token.group(1) if token else caller)}"
                '</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>'
                f'<Expiration>{LATER}</Expiration></Credentials>'))

    def answer(self, operation, members):
        self.reply(f'<{operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                   f'<{operation}Result>{members}</{operation}Result><ResponseMetadata>'
                   f'<RequestId>r</RequestId></ResponseMetadata></{operation}Response>')


class Case:
    """One environment with its two files."""

    def __init__(self, random_source, url):
        self.random = random_source
        self.url = url
        self.config, self.credentials, self.variables = [], [], {}
        for name in PROFILES:
            if self.one_in(6):
                continue
            self.config.append(f'[{name}]' if name == 'default' else f'[profile {name}]')
            self.add_profile(name)
        self.add_environment()
        self.profile = self.random.choice(PROFILES + ['absent']) if self.one_in(3) else None

    def one_in(self, count):
        return self.random.randrange(count) == 0

    def add_key(self, lines, name):
        lines.append(f'aws_access_key_id = {name}')
        if not self.one_in(12):
            lines.append('aws_secret_access_key = s')
        if self.one_in(3):
            lines.append('aws_session_token = t')

    def add_role(self, name):
        self.config.append(f'role_arn = arn:aws:iam::111122223333:role/{name}-role')
        if not self.one_in(5):
            self.config.append(f'source_profile = {self.random.choice(PROFILES)}')
        elif not self.one_in(5):
            source = self.random.choice(['Environment', 'EcsContainer', 'Ec2InstanceMetadata', 'X'])
            self.config.append(f'credential_source = {source}')

    def add_sso(self, name):
        if self.one_in(2):
            self.config.append('sso_session = corp')
        else:
            self.config += ['sso_start_url = https://old.example/start', 'sso_region = eu-west-1']
        self.config.append('sso_account_id = 111122223333')
        if not self.one_in(10):
            self.config.append(f'sso_role_name = {name}')

    def add_profile(self, name):
        if self.one_in(3):
            self.add_role(name)
        if self.one_in(6):
            self.config.append(f'web_identity_token_file = {FOLDER}/web')
        if self.one_in(6):
            self.add_sso(name)
        if self.one_in(6):
            self.config.append(f'credential_process = /bin/sh {FOLDER}/process \'AKIA{name}\'"P"')
        if self.one_in(4):
            self.add_key(self.config, f'AKIA{name}CONFIG')
        if self.one_in(3):
            self.credentials.append(f'[{name}]')
            self.add_key(self.credentials, f'AKIA{name}SHARED')

    def add_environment(self):
        put = self.variables.__setitem__
        if self.one_in(6):
            put('AWS_ACCESS_KEY_ID', 'AKIAENVIRONMENT')
            if not self.one_in(6):
                put('AWS_SECRET_ACCESS_KEY', 's')
        if self.one_in(3):
            put(self.random.choice(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']),
                self.random.choice(PROFILES))
        if self.one_in(8):
            put('AWS_WEB_IDENTITY_TOKEN_FILE', f'{FOLDER}/web')
            if not self.one_in(5):
                put('AWS_ROLE_ARN', 'arn:aws:iam::111122223333:role/from-environment')
        if self.one_in(4):
            put('AWS_CONTAINER_CREDENTIALS_FULL_URI', f'{self.url}/container')
        if self.one_in(3):
            put('AWS_EC2_METADATA_DISABLED', 'true')

    def environment(self):
        shared = ['[sso-session corp]', 'sso_start_url = https://new.example/start',
                  'sso_region = eu-west-1']
        (FOLDER / 'config').write_text('\n'.join(self.config + shared) + '\n')
        (FOLDER / 'credentials').write_text('\n'.join(self.credentials) + '\n')
        return {**self.variables, 'HOME': str(FOLDER), 'PATH': os.environ['PATH'],
                'AWS_CONFIG_FILE': f'{FOLDER}/config', 'AWS_DEFAULT_REGION': 'us-east-1',
                'AWS_SHARED_CREDENTIALS_FILE': f'{FOLDER}/credentials',
                'AWS_ENDPOINT_URL': self.url, 'AWS_MAX_ATTEMPTS': '1',
                'AWS_EC2_METADATA_SERVICE_ENDPOINT': self.url}

    def text(self):
        return '\n'.join([f'--profile {self.profile}', str(self.variables), *self.config,
                          '-- credentials', *self.credentials])


def ask_botocore(case, loader):
    kept, wanted = dict(os.environ), case.environment()
    os.environ.clear()
    os.environ.update(wanted)
    try:
        session = botocore.session.Session(profile=case.profile)
        session.register_component('data_loader', loader)
        credentials = session.get_credentials()
        if not credentials:
            return None, 'nothing'
        return credentials.get_frozen_credentials().access_key, credentials.method
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
        return None, str(error)
    finally:
        os.environ.clear()
        os.environ.update(kept)


def ask_mattock(case, program):
    arguments = [program, 'whoami', '--output', 'json']
    if case.profile:
        arguments += ['--profile', case.profile]
    done = subprocess.run(arguments, env=case.environment(), capture_output=True, text=True)
    if not done.stdout:
        return None, done.stderr.strip()
    told = json.loads(done.stdout)
    return told['accessKeyId'], told['credentialsLink']


def write_files():
    (FOLDER / 'web').write_text('a.web.token')
    (FOLDER / 'process').write_text(
        'echo \'{"Version":1,"SecretAccessKey":"s","AccessKeyId":"\'"$1"\'"}\'\n')
    cache = FOLDER / '.aws/sso/cache'
    cache.mkdir(parents=True)
    for name in ('corp', 'https://old.example/start'):
        file = cache / f'{hashlib.sha1(name.encode()).hexdigest()}.json'
        file.write_text(json.dumps({'accessToken': 'token', 'expiresAt': LATER}))
        file.chmod(0o600)


def main(program, cases=60, seed=1):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Services)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    loader = botocore.session.Session().get_component('data_loader')
    write_files()
    links, tap = {}, Tap()
    print(f'# seed {seed}')
    for number in range(1, int(cases) + 1):
        case = Case(random.Random(f'{seed} {number}'), f'http://127.0.0.1:{server.server_port}')
        want, method = ask_botocore(case, loader)
        got, link = ask_mattock(case, program)
        holds = got == want and (want is None or link == method)
        links[method if want else 'nothing'] = links.get(method if want else 'nothing', 0) + 1
        tap.check(holds, method if want else 'nothing',
                  f'botocore {want} ({method}), mattock {got} ({link})', case.text())
    print('# ' + ', '.join(f'{name} {count}' for name, count in sorted(links.items())))
    server.shutdown()
    return tap.end()


try:
    STATUS = main(*sys.argv[1:])
finally:
    for path in sorted(FOLDER.rglob('*'), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    FOLDER.rmdir()
sys.exit(STATUS)

"""Compares Mattock's endpoints with those of botocore's rules: every service, a
region or more of every partition, with and without FIPS and IPv6. Prints TAP."""
import itertools
import pathlib
import subprocess
import sys

import botocore.loaders
import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointResolutionError

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

# What the services are called here and there.
SERVICES = {'sts': 'sts', 'iam': 'iam', 'organizations': 'organizations', 'account': 'account',
            's3': 's3', 'sqs': 'sqs', 'sso': 'sso', 'sso_oidc': 'sso-oidc'}
REGIONS = ['us-east-1', 'eu-west-1', 'mx-central-1', 'il-central-1', 'cn-north-1',
           'cn-northwest-1', 'us-gov-west-1', 'us-gov-east-1', 'eusc-de-east-1', 'us-iso-east-1',
           'us-iso-west-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1',
           'us-isof-east-1']
FIPS, DUAL_STACK = 1, 2


def wanted(provider, service, region, variants):
    """URL and signing region by the rules; the latter is the region where they name none."""
    parameters = {'Region': region, 'UseFIPS': bool(variants & FIPS),
                  'UseDualStack': bool(variants & DUAL_STACK)}
    if service == 'sts':
        parameters['UseGlobalEndpoint'] = False
    if service == 's3':
        parameters['UseGlobalEndpoint'] = False
    try:
        endpoint = provider.resolve_endpoint(**parameters)
    except EndpointResolutionError:
        return None  # AWS has none: S3 with FIPS in China
    schemes = endpoint.properties.get('authSchemes') or [{}]
    return f"{endpoint.url} {schemes[0].get('signingRegion', region)}"


def main(program):
    loader = botocore.session.get_session().get_component('data_loader')
    partitions = loader.load_data('partitions')
    questions = list(itertools.product(SERVICES, REGIONS, range(4)))
    answers = subprocess.run(
        [program], input=''.join(f'{s} {r} {v}\n' for s, r, v in questions), text=True,
        capture_output=True, check=True).stdout.splitlines()
    assert len(answers) == len(questions), 'an answer for each question'
    providers = {
        service: EndpointProvider(
            loader.load_service_model(SERVICES[service], 'endpoint-rule-set-1'), partitions)
        for service in SERVICES
    }
    tap = Tap()
    for service in SERVICES:
        differences = []
        for (asked, region, variants), got in zip(questions, answers):
            if asked != service:
                continue
            want = wanted(providers[service], service, region, variants)
            if want and got != want:
                differences.append(f'{region} {variants}: {got}, botocore has {want}')
        tap.check(not differences, f'{service} is where botocore has it', *differences)
    return tap.end()


sys.exit(main(sys.argv[1]))

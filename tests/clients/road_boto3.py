"""The road, walked by boto3 inside `mattock run`; prints TAP."""
import base64
import datetime
import json
import pathlib
import sys
import time

import boto3
import botocore.config
import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

TASK = 'arn:aws:iam::aws:policy/root-task/'
SCP_DENIAL = 'with an explicit deny in a service control policy'
PATH_STYLE = botocore.config.Config(s3={'addressing_style': 'path'})


class Checks(Tap):
    def refused(self, code, text, name, call, **arguments):
        """Checks that @call is refused with AWS's code and a part of its text."""
        try:
            answer = call(**arguments)
        except botocore.exceptions.ClientError as error:
            found = error.response['Error']
            self.check(found['Code'] == code and text in found.get('Message', ''), name, found)
        else:
            self.check(False, name, answer)


def root_session(account, task):
    """A boto3 session with root credentials of @account, for one task."""
    answer = boto3.client('sts').assume_root(
        TargetPrincipal=account, TaskPolicyArn={'arn': TASK + task}, DurationSeconds=900)
    credentials = answer['Credentials']
    return boto3.Session(
        aws_access_key_id=credentials['AccessKeyId'],
        aws_secret_access_key=credentials['SecretAccessKey'],
        aws_session_token=credentials['SessionToken'])


def refusals(tap):
    iam = boto3.client('iam')
    nobody = boto3.Session(profile_name='nobody')
    wrong = boto3.client('sts', aws_access_key_id='AKIAIOSFODNN7UNKNOWN',
                         aws_secret_access_key='no' * 20)
    tap.refused('ServiceAccessNotEnabledException', 'Trusted Access for IAM not enabled',
                'features are hidden while trusted access is off', iam.list_organizations_features)
    tap.refused('AccessDenied', 'no identity-based policy allows the iam:ListUsers action',
                'a user without a grant is refused', nobody.client('iam').list_users)
    tap.refused('AccessDeniedException', "You don't have permissions to access this resource.",
                'Organizations gives its short text',
                nobody.client('organizations').list_accounts)
    tap.refused('InvalidClientTokenId', 'security token included in the request is invalid',
                'an unknown key is refused', wrong.get_caller_identity)


def enable(tap):
    organizations, iam = boto3.client('organizations'), boto3.client('iam')
    pages = organizations.get_paginator('list_accounts').paginate(
        PaginationConfig={'PageSize': 1})
    accounts = [account['Id'] for page in pages for account in page['Accounts']]
    tap.check(sorted(accounts) == ['111111111111', '222222222222', '333333333333',
                                   '444444444444'], 'all accounts are paged through', accounts)
    organizations.enable_aws_service_access(ServicePrincipal='iam.amazonaws.com')
    iam.enable_organizations_root_credentials_management()
    features = iam.enable_organizations_root_sessions()['EnabledFeatures']
    tap.check(sorted(features) == ['RootCredentialsManagement', 'RootSessions'],
              'both features are on', features)


def targets(tap):
    sts = boto3.client('sts')
    audit = {'arn': TASK + 'IAMAuditRootUserCredentials'}
    tap.refused('AccessDenied', 'is not authorized to perform: sts:AssumeRoot on resource: '
                'arn:aws:iam::111111111111:root', 'the management account is no target',
                sts.assume_root, TargetPrincipal='111111111111', TaskPolicyArn=audit)
    tap.refused('ValidationError', 'valid AWS managed task policy ARN', 'other policies are no task',
                sts.assume_root, TargetPrincipal='222222222222',
                TaskPolicyArn={'arn': 'arn:aws:iam::aws:policy/AdministratorAccess'})
    blocked = root_session('333333333333', 'IAMAuditRootUserCredentials').client('iam')
    tap.refused('AccessDenied', SCP_DENIAL, 'an SCP denies inside the session, not the session',
                blocked.get_login_profile)
    vended = root_session('444444444444', 'IAMAuditRootUserCredentials').client('iam')
    tap.refused('NoSuchEntity', 'Login Profile for User null cannot be found.',
                'a vended account has no password', vended.get_login_profile)


def audit_and_delete(tap):
    audit = root_session('222222222222', 'IAMAuditRootUserCredentials').client('iam')
    keys = audit.list_access_keys()['AccessKeyMetadata']
    devices = audit.list_mfa_devices()['MFADevices']
    summary = audit.get_account_summary()['SummaryMap']
    tap.check([key['AccessKeyId'] for key in keys] == ['AKIAROOTKEYOFINVITED'],
              'the root key is listed', keys)
    tap.check(summary['AccountPasswordPresent'] == 1 and summary['AccountAccessKeysPresent'] == 1,
              'the account summary agrees', summary)
    tap.check(audit.get_user()['User']['Arn'] == 'arn:aws:iam::222222222222:root',
              'the session is the root user')
    tap.refused('AccessDenied', 'explicit deny in a session policy', 'an audit session deletes nothing',
                audit.delete_access_key, AccessKeyId='AKIAROOTKEYOFINVITED')
    delete = root_session('222222222222', 'IAMDeleteRootUserCredentials').client('iam')
    delete.delete_access_key(AccessKeyId='AKIAROOTKEYOFINVITED')
    delete.deactivate_mfa_device(SerialNumber=devices[0]['SerialNumber'])
    delete.delete_login_profile()
    summary = audit.get_account_summary()['SummaryMap']
    left = [key for key in ('AccountPasswordPresent', 'AccountAccessKeysPresent',
                            'AccountMFAEnabled') if summary[key]]
    tap.check(not left, 'nothing is left', left)


def recover(tap):
    recovery = root_session('444444444444', 'IAMCreateRootUserPassword').client('iam')
    recovery.create_login_profile()
    tap.refused('EntityAlreadyExists', 'already exists', 'a login profile is created once',
                recovery.create_login_profile)
    audit = root_session('444444444444', 'IAMAuditRootUserCredentials').client('iam')
    tap.check('CreateDate' in audit.get_login_profile()['LoginProfile'], 'the audit sees it')
    root_session('444444444444', 'IAMDeleteRootUserCredentials').client('iam').delete_login_profile()
    tap.refused('NoSuchEntity', '', 'and sees that it is gone', audit.get_login_profile)


def unlock(tap):
    owner = root_session('222222222222', 'S3UnlockBucketPolicy')
    # AWS names a bucket's region only where the request has a parameter.
    bucket = owner.client('s3', config=PATH_STYLE).list_buckets(MaxBuckets=10)['Buckets'][0]
    s3 = owner.client('s3', region_name=bucket['BucketRegion'], config=PATH_STYLE)
    tap.check('Nobody' in s3.get_bucket_policy(Bucket='locked-exports')['Policy'],
              'a locked bucket shows its policy to the root session')
    s3.delete_bucket_policy(Bucket='locked-exports')
    tap.refused('NoSuchBucketPolicy', '', 'the bucket is unlocked', s3.get_bucket_policy,
                Bucket='locked-exports')
    sqs = root_session('222222222222', 'SQSUnlockQueuePolicy').client('sqs')
    url = sqs.get_queue_url(QueueName='locked-orders')['QueueUrl']
    sqs.set_queue_attributes(QueueUrl=url, Attributes={'Policy': ''})
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=['Policy'])
    tap.check('Policy' not in attributes.get('Attributes', {}), 'the queue is unlocked', attributes)


def finished(call, **arguments):
    """The answer about a job when it is no longer in progress."""
    for _ in range(100):
        answer = call(**arguments)
        if answer['JobStatus'] != 'IN_PROGRESS':
            return answer
        time.sleep(0.1)
    return answer


def reports(tap):
    iam, organizations = boto3.client('iam'), boto3.client('organizations')
    arn = boto3.client('sts').get_caller_identity()['Arn']
    job = iam.generate_service_last_accessed_details(Arn=arn, Granularity='ACTION_LEVEL')['JobId']
    answer = finished(iam.get_service_last_accessed_details, JobId=job, MaxItems=1000)
    used = {each['ServiceNamespace']: each for each in answer['ServicesLastAccessed']
            if 'LastAuthenticated' in each}
    actions = [each['ActionName'] for each in used['iam']['TrackedActionsLastAccessed']]
    tap.check({'iam', 'organizations', 'sts'} <= set(used) and 'ListUsers' not in actions
              and 'EnableOrganizationsRootSessions' in actions,
              'a report of last accesses tells what was called', (list(used), actions))
    granting = iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=['iam'])
    policies = granting['PoliciesGrantingServiceAccess'][0]['Policies']
    tap.check([each['PolicyName'] for each in policies] == ['AdministratorAccess'],
              'and which policy lets it', policies)
    path = '/'.join((organizations.describe_organization()['Organization']['Id'],
                     organizations.list_roots()['Roots'][0]['Id']))
    job = iam.generate_organizations_access_report(EntityPath=path)['JobId']
    answer = finished(iam.get_organizations_access_report, JobId=job,
                      SortKey='LAST_AUTHENTICATED_TIME_DESCENDING', MaxItems=3)
    last = {each['ServiceNamespace']: each.get('EntityPath') for each in answer['AccessDetails']}
    tap.check(last.get('s3') == f'{path}/222222222222' and answer['IsTruncated'],
              "the organization's report has what root sessions called", answer)


def tokens(tap):
    iam, sts = boto3.client('iam'), boto3.client('sts', region_name='eu-west-1')
    wish = {'Audience': ['https://example.com'], 'SigningAlgorithm': 'ES384'}
    tap.refused('OutboundWebIdentityFederationDisabledException', 'not enabled',
                'tokens have to be enabled', sts.get_web_identity_token, **wish)
    issuer = iam.enable_outbound_web_identity_federation()['IssuerIdentifier']
    token = sts.get_web_identity_token(**wish)['WebIdentityToken'].split('.')
    claims = json.loads(base64.urlsafe_b64decode(token[1] + '=' * (-len(token[1]) % 4)))
    tap.check(len(token) == 3 and claims['iss'] == issuer and claims['exp'] - claims['iat'] == 300,
              'a token names its issuer', claims)


def handed_over(tap):
    organizations, iam = boto3.client('organizations'), boto3.client('iam')
    now = datetime.datetime.now(datetime.timezone.utc)
    start = datetime.datetime(now.year + 1, 2, 1, tzinfo=datetime.timezone.utc)
    handshake = organizations.invite_organization_to_transfer_responsibility(
        Type='BILLING', Target={'Id': 'payer@example.com', 'Type': 'EMAIL'},
        StartTimestamp=start, SourceName='customer')['Handshake']
    transfers = organizations.list_inbound_responsibility_transfers(Type='BILLING')
    transfer = transfers['ResponsibilityTransfers'][0]
    tap.check((transfer['ActiveHandshakeId'], transfer['StartTimestamp'], transfer['Status'])
              == (handshake['Id'], start, 'REQUESTED'), 'a transfer of bills is there', transfer)
    request = iam.create_delegation_request(
        Description='d', Permissions={'PolicyTemplateArn': 'arn:aws:iam::aws:template/x'},
        RequestorWorkflowId='workflow', SessionDuration=3600,
        NotificationChannel='arn:aws:sns:us-east-1:111111111111:t')['DelegationRequestId']
    iam.associate_delegation_request(DelegationRequestId=request)
    iam.accept_delegation_request(DelegationRequestId=request)
    states = [each['State'] for each in iam.list_delegation_requests()['DelegationRequests']]
    tap.check(states == ['ACCEPTED'], 'a delegation request is accepted', states)


def main():
    tap = Checks()
    for part in (refusals, enable, targets, audit_and_delete, recover, unlock, reports, tokens,
                 handed_over):
        part(tap)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

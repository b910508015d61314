// The road, walked by the AWS SDK for JavaScript v3 inside `mattock run`; prints TAP.
import { createRequire } from 'node:module';

import { check, end } from './tap.mjs';

const require = createRequire(`${process.argv[2]}/package.json`);
const sts = require('@aws-sdk/client-sts');
const iam = require('@aws-sdk/client-iam');
const organizations = require('@aws-sdk/client-organizations');
const s3 = require('@aws-sdk/client-s3');
const sqs = require('@aws-sdk/client-sqs');

const TASK = 'arn:aws:iam::aws:policy/root-task/';

// Checks that a call is refused with AWS's code and a part of its text.
async function refused(code, text, name, promise) {
  try {
    check(false, name, JSON.stringify(await promise));
  } catch (error) {
    check(error.name === code && error.message.includes(text), name, `${error.name}: ${error.message}`);
  }
}

// Root credentials of an account, for one task.
async function rootSession(account, task) {
  const { Credentials: given } = await new sts.STSClient().send(new sts.AssumeRootCommand({
    TargetPrincipal: account, TaskPolicyArn: { arn: TASK + task }, DurationSeconds: 900,
  }));
  return {
    credentials: {
      accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken,
    },
  };
}

async function refusals() {
  const wrong = { credentials: { accessKeyId: 'AKIAIOSFODNN7UNKNOWN', secretAccessKey: 'no'.repeat(20) } };
  await refused('ServiceAccessNotEnabledException', 'Trusted Access for IAM not enabled',
    'features are hidden while trusted access is off',
    new iam.IAMClient().send(new iam.ListOrganizationsFeaturesCommand({})));
  await refused('InvalidClientTokenId', 'invalid', 'an unknown key is refused',
    new sts.STSClient(wrong).send(new sts.GetCallerIdentityCommand({})));
}

async function enable() {
  const client = new organizations.OrganizationsClient();
  const accounts = [];
  for await (const page of organizations.paginateListAccounts({ client, pageSize: 2 }, {})) {
    accounts.push(...page.Accounts.map((account) => account.Id));
  }
  check(accounts.length === 4, 'all accounts are paged through', accounts);
  await client.send(new organizations.EnableAWSServiceAccessCommand({ ServicePrincipal: 'iam.amazonaws.com' }));
  await new iam.IAMClient().send(new iam.EnableOrganizationsRootCredentialsManagementCommand({}));
  const { EnabledFeatures } = await new iam.IAMClient().send(new iam.EnableOrganizationsRootSessionsCommand({}));
  check(EnabledFeatures.length === 2, 'both features are on', EnabledFeatures);
}

async function auditAndDelete() {
  await refused('AccessDenied', 'sts:AssumeRoot', 'the management account is no target',
    rootSession('111111111111', 'IAMAuditRootUserCredentials'));
  const blocked = new iam.IAMClient(await rootSession('333333333333', 'IAMAuditRootUserCredentials'));
  await refused('AccessDenied', 'explicit deny in a service control policy', 'an SCP denies inside the session',
    blocked.send(new iam.ListAccessKeysCommand({})));
  const audit = new iam.IAMClient(await rootSession('222222222222', 'IAMAuditRootUserCredentials'));
  const { AccessKeyMetadata: keys } = await audit.send(new iam.ListAccessKeysCommand({}));
  check(keys.length === 1 && keys[0].CreateDate instanceof Date, 'the root key is listed', JSON.stringify(keys));
  const remove = new iam.IAMClient(await rootSession('222222222222', 'IAMDeleteRootUserCredentials'));
  await remove.send(new iam.DeleteAccessKeyCommand({ AccessKeyId: keys[0].AccessKeyId }));
  await remove.send(new iam.DeleteLoginProfileCommand({}));
  await refused('NoSuchEntityException', 'Login Profile for User null', 'the password is gone',
    audit.send(new iam.GetLoginProfileCommand({})));
}

async function unlock() {
  const owner = await rootSession('222222222222', 'S3UnlockBucketPolicy');
  const bucket = { Bucket: 'locked-exports' };
  const client = new s3.S3Client({ ...owner, region: 'eu-west-1', forcePathStyle: true });
  const { Policy } = await client.send(new s3.GetBucketPolicyCommand(bucket));
  check(Policy.includes('Nobody'), 'a locked bucket shows its policy to the root session', Policy);
  await client.send(new s3.DeleteBucketPolicyCommand(bucket));
  await refused('NoSuchBucketPolicy', '', 'the bucket is unlocked', client.send(new s3.GetBucketPolicyCommand(bucket)));
  const queues = new sqs.SQSClient(await rootSession('222222222222', 'SQSUnlockQueuePolicy'));
  const { QueueUrl } = await queues.send(new sqs.GetQueueUrlCommand({ QueueName: 'locked-orders' }));
  await queues.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
  const { Attributes } = await queues.send(new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  check(!Attributes?.Policy, 'the queue is unlocked', JSON.stringify(Attributes));
}

for (const part of [refusals, enable, auditAndDelete, unlock]) await part();
end();

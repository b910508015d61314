// The control interface as an outside tool uses it, with the AWS SDK for JavaScript v3: namespaces,
// faults, clock and verification. Runs inside `mattock run`; prints TAP.
import { createRequire } from 'node:module';

import { check, end } from './tap.mjs';

const require = createRequire(`${process.argv[2]}/package.json`);
const sts = require('@aws-sdk/client-sts');
const iam = require('@aws-sdk/client-iam');
const organizations = require('@aws-sdk/client-organizations');

const ENDPOINT = process.env.AWS_ENDPOINT_URL;
const ACCOUNT = '222222222222';
const SCENARIO = {
  mattock: 1, clock: '2026-01-02T03:04:05Z', seed: 1, accounts: [{ id: ACCOUNT, name: 'alone' }],
  callers: { ada: { account: ACCOUNT, user: 'ada', policies: ['AdministratorAccess'] } },
};

// { status, value } of a request to the control interface.
async function control(method, path, body, base = ENDPOINT) {
  const answer = await fetch(`${base}/_mattock/${path}`, {
    method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  return { status: answer.status, value: await answer.json() };
}

// What a client of the namespace is made with; one try, so that errors are seen.
function settingsOf(space) {
  const word = (key) => new RegExp(`${key} *= *(\\S+)`).exec(space.credentials)[1];
  return {
    endpoint: space.url, maxAttempts: 1, region: 'us-east-1',
    credentials: { accessKeyId: word('aws_access_key_id'), secretAccessKey: word('aws_secret_access_key') },
  };
}

// The name of the error of a call, and '' if it succeeds.
async function errorOf(promise) {
  try {
    await promise;
    return '';
  } catch (error) {
    return error.name;
  }
}

async function refused() {
  for (const [name, body, status] of [
    ['a name with other letters is refused', { name: 'No Good' }, 400],
    ['a scenario with a mistake is refused', { scenario: { mattock: 1, sed: 1 } }, 400],
    ['a fork of nothing is refused', { from: 'nothing' }, 400],
  ]) {
    const answer = await control('POST', 'ns', body);
    check(answer.status === status, name, answer);
  }
  const missing = await control('GET', 'state', undefined, `${ENDPOINT}/_ns/nothing`);
  check(missing.status === 404, 'a namespace that is not there has no state', missing);
  const plain = await fetch(`${ENDPOINT}/_mattock/reset`, { method: 'POST' });
  check(plain.status === 415, 'a change without the header is refused', plain.status);
}

async function namespaces() {
  const { status, value: space } = await control('POST', 'ns', { name: 'of-javascript', scenario: SCENARIO });
  check(status === 201, 'a namespace is made from a scenario', space);
  const client = new iam.IAMClient(settingsOf(space));
  const identity = await new sts.STSClient(settingsOf(space)).send(new sts.GetCallerIdentityCommand({}));
  check(identity.Account === ACCOUNT, 'its path leads into it', identity);
  const byKey = { ...settingsOf(space), endpoint: ENDPOINT };
  const again = await new sts.STSClient(byKey).send(new sts.GetCallerIdentityCommand({}));
  check(again.Account === ACCOUNT, 'a key that only it has issued leads into it', again);
  await client.send(new iam.CreateUserCommand({ UserName: 'only-here' }));
  const { Users: others } = await new iam.IAMClient({}).send(new iam.ListUsersCommand({}));
  check(!others.some((user) => user.UserName === 'only-here'), 'what happens in it happens nowhere else', others);

  const { value: fork } = await control('POST', 'ns', { from: 'of-javascript' });
  await new iam.IAMClient(settingsOf({ ...fork, credentials: space.credentials }))
    .send(new iam.DeleteUserCommand({ UserName: 'only-here' }));
  const { Users: users } = await client.send(new iam.ListUsersCommand({}));
  check(users.some((user) => user.UserName === 'only-here'), 'a fork goes its own way', users);
  const ended = await control('DELETE', `ns?name=${fork.name}`);
  const { value: list } = await control('GET', 'ns');
  check(ended.status === 200 && !list.namespaces.some((entry) => entry.name === fork.name), 'what was ended is gone', list);
  return space;
}

async function clock(space) {
  const settings = settingsOf(space);
  const service = new sts.STSClient(settings);
  const { Credentials: given } = await service.send(new sts.GetSessionTokenCommand({ DurationSeconds: 900 }));
  const guest = new sts.STSClient({
    ...settings, credentials: {
      accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken,
    },
  });
  check(await errorOf(guest.send(new sts.GetCallerIdentityCommand({}))) === '', 'a session is good');
  const { value: later } = await control('POST', 'clock', { advance: '+16m' }, space.url);
  check(later.time === '2026-01-02T03:20:05Z', 'a clock that stands can be advanced', later);
  const error = await errorOf(guest.send(new sts.GetCallerIdentityCommand({})));
  check(error.startsWith('ExpiredToken'), 'its session is over then', error);

  const organization = new organizations.OrganizationsClient(settings);
  await organization.send(new organizations.CreateOrganizationCommand({}));
  await organization.send(new organizations.CreateAccountCommand({ Email: 'new@example.com', AccountName: 'new' }));
  await control('POST', 'clock', { advance: '+1m' }, space.url);
  const { Accounts: accounts } = await organization.send(new organizations.ListAccountsCommand({}));
  check(accounts.length === 2, 'what falls due in the time that passes is done', accounts);
  await control('POST', 'reset', {}, space.url);
  const { value: first } = await control('GET', 'clock', undefined, space.url);
  check(first.time === '2026-01-02T03:04:05Z', 'a reset sets the clock back', first);
}

async function faultsAndVerdict(space) {
  const settings = settingsOf(space);
  const client = new iam.IAMClient(settings);
  const list = () => errorOf(client.send(new iam.ListUsersCommand({})));
  await control('POST', 'faults', [
    { name: 'once', match: { operation: 'iam:ListUsers' }, times: 1, do: { error: 'Throttling' } },
    { name: 'lost', match: { operation: 'iam:CreateUser' }, do: { commitThenFail: 'reset' } },
  ], space.url);
  check(await list() === 'Throttling', 'a rule makes a call fail');
  check(await list() === '', 'and only so often as it says');
  check(await errorOf(client.send(new iam.CreateUserCommand({ UserName: 'made' }))) !== '', 'an answer is lost');
  const { Users: users } = await client.send(new iam.ListUsersCommand({}));
  check(users.some((user) => user.UserName === 'made'), 'though the work was done', users);
  const retrying = new iam.IAMClient({ ...settings, maxAttempts: 3 });
  await control('POST', 'faults', [
    { name: 'twice', match: { operation: 'iam:GetUser' }, times: 2, do: { error: 'Throttling' } }], space.url);
  check(await errorOf(retrying.send(new iam.GetUserCommand({ UserName: 'made' }))) === '', 'the SDK tries again');
  const { value: good } = await control('POST', 'verify', {
    calls: [{ operation: 'iam:ListUsers', times: 3 }, { operation: 'iam:GetUser', error: 'Throttling', times: 2 }],
    sequence: [{ operation: 'iam:ListUsers', error: 'Throttling' }, { operation: 'iam:CreateUser', committed: true }],
    never: [{ operation: 'iam:Delete*' }], faults: 'allFired',
    state: { accounts: [{ id: ACCOUNT, users: [{ name: 'made' }] }] },
  }, space.url);
  check(good.holds, 'what happened is verified', good);
  const { value: bad } = await control('POST', 'verify', {
    calls: [{ operation: 'iam:ListUsers', error: 'AccessDenied' }] }, space.url);
  check(!bad.holds && bad.checks[0].explanation.includes('came nearest'), 'what did not happen is explained', bad);
}

await refused();
const space = await namespaces();
await clock(space);
await faultsAndVerdict(space);
end();

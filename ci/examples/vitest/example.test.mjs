// What a test in a namespace looks like with Vitest. Its workers are processes
// or threads that run tests at the same time, so each file has a server.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { namespace, start } from '../node/mattock.mjs';

const scenario = JSON.parse(readFileSync(new URL('../organization.json', import.meta.url)));
let server;
let space;
beforeAll(async () => { server = await start(); });
afterAll(() => server.stop());
beforeEach(async () => { space = await namespace(server, scenario); });
afterEach(() => space.end());

test('the audit finds the old password', async () => {
  const { status, stdout } = spawnSync('mattock', ['audit', '--all'], { encoding: 'utf8' });
  expect(status).toBe(3);
  expect(stdout).toContain('shop');
  await space.verify({ never: [{ operation: 'iam:Delete*' }] });
});

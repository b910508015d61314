// A namespace of one mattockd for every test. Copy it beside your tests; it
// needs nothing but Node 18, and mattockd in PATH.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export async function control(url, method, path, body) {
  const answer = await fetch(`${url}/_mattock/${path}`, {
    method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(value)}`);
  return value;
}

// Starts a server: { url, stop }.
export async function start() {
  const daemon = spawn('mattockd', { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => { daemon.once('close', resolve); });
  for await (const line of createInterface({ input: daemon.stdout })) {
    const url = /url=(\S+)/.exec(line)?.[1]; // mattockd: ready url=http://127.0.0.1:PORT pid=N
    if (url) return { url, stop: () => { daemon.kill(); return ended; } };
  }
  throw new Error('mattockd did not start; it says why above');
}

// Makes a world of its own and leads every AWS SDK of this process, and every
// command that it starts, into it. end() brings the environment back.
export async function namespace(server, scenario) {
  const before = { ...process.env };
  const space = await control(server.url, 'POST', 'ns', { scenario });
  const folder = await mkdtemp(join(tmpdir(), 'namespace-'));
  const credentials = join(folder, 'credentials');
  await writeFile(credentials, space.credentials, { mode: 0o600 });
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: space.url, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: '/dev/null',
    AWS_PROFILE: 'admin', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true',
  });
  return {
    url: space.url,
    faults: (...rules) => control(space.url, 'POST', 'faults', rules),
    advance: (time) => control(space.url, 'POST', 'clock', { advance: time }),
    async verify(expected) {
      const report = await control(space.url, 'POST', 'verify', expected);
      if (!report.holds) throw new Error(JSON.stringify(report, null, 2));
    },
    async end() {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      await rm(folder, { recursive: true });
      await control(server.url, 'DELETE', `ns?name=${space.name}`);
    },
  };
}

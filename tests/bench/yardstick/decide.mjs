// Decides cases with iam-simulate, for ci/bench-policy:
//
//     node decide.mjs FOLDER CASES answered              prints the ids of the cases it answers
//     node decide.mjs FOLDER CASES compiled|parsed ROUNDS
//
// prints the mean nanoseconds of a decision, in processor time of the process,
// after one round to warm up. FOLDER holds node_modules. "compiled" starts from
// objects that were made before, "parsed" from the text of each case.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [folder, path, what, rounds] = process.argv.slice(2)
const { runSimulation } = createRequire(`${folder}/package.json`)('@cloud-copilot/iam-simulate')
const lines = readFileSync(path, 'utf8').trim().split('\n')

const named = (documents) => (documents ?? []).map((policy, index) => ({ name: `p${index}`, policy }))

const levels = (list) =>
  (list ?? []).map(({ orgIdentifier, policies }) => ({ orgIdentifier, policies: named(policies) }))

// It adds RCPFullAWSAccess by itself and takes no other Allow there.
const denies = ({ policy }) => [policy.Statement].flat().every(({ Effect }) => Effect === 'Deny')

function simulationOf(item) {
  const { principal, action, resource, context } = item.request
  const simulation = {
    request: {
      principal, action, contextVariables: context,
      resource: { resource: resource.arn, accountId: resource.accountId },
    },
    identityPolicies: named(item.identityPolicies),
    serviceControlPolicies: levels(item.serviceControlPolicies),
    resourceControlPolicies: levels(item.resourceControlPolicies)
      .map((level) => ({ ...level, policies: level.policies.filter(denies) })),
  }
  if (item.permissionBoundaryPolicies)
    simulation.permissionBoundaryPolicies = named(item.permissionBoundaryPolicies)
  if (item.sessionPolicies) simulation.sessionPolicy = item.sessionPolicies[0]
  if (item.resourcePolicy) simulation.resourcePolicy = item.resourcePolicy
  return simulation
}

async function answered() {
  for (const item of lines.map((line) => JSON.parse(line))) {
    const { resultType } = await runSimulation(simulationOf(item), {})
    if (resultType !== 'error') console.log(item.id)
  }
}

async function round(inputs, simulation) {
  for (const input of inputs) await runSimulation(simulation(input), {})
}

async function time() {
  const [inputs, simulation] = what === 'parsed'
    ? [lines, (line) => simulationOf(JSON.parse(line))]
    : [lines.map((line) => simulationOf(JSON.parse(line))), (ready) => ready]
  await round(inputs, simulation)
  const start = process.cpuUsage()
  for (let i = 0; i < Number(rounds); i++) await round(inputs, simulation)
  const { user, system } = process.cpuUsage(start)
  console.log(((user + system) * 1e3 / Number(rounds) / lines.length).toFixed(1))
}

await (what === 'answered' ? answered() : time())

// The runner on its way to UAT, with a sandbox on loopback in the place of UAT: the same guard, target and reports, other
// addresses. Run as a process of its own: node test/pretended-uat.ts <arguments of the runner>
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@truemarkets/sandbox'
import { runCommand } from '../src/command.ts'
import { type LiveProfile, liveProfiles, systemTools } from '../src/target/live.ts'

const sandbox = await startSandbox({
  record: true,
  answers: JSON.parse(process.env['PRETEND_ANSWERS'] ?? '{}') as Record<string, string>,
})
const { personal, hmac } = sandbox.credentials
const keyFile = join(mkdtempSync(join(tmpdir(), 'pretended-uat-')), 'key.json')
writeFileSync(keyFile, JSON.stringify(personal.keyFile))

const { host } = new URL(sandbox.url)
const { limits } = liveProfiles.uat
const there = {
  urls: {
    auth: sandbox.urls.auth,
    gateway: sandbox.urls.gateway,
    'cefi-rest': sandbox.urls.cefiRest,
    'cefi-ws': sandbox.urls.cefiWs,
  },
  socketAddresses: [sandbox.urls.cefiWs],
  origins: [`http://${host}`, `ws://${host}`],
  pollMs: 10,
}
const changed = JSON.parse(process.env['PRETEND_LIMITS'] ?? '{}') as Partial<typeof limits>
// A sandbox is never too busy; the pace has its own test.
const uat: LiveProfile = { ...liveProfiles.uat, ...there, limits: { ...limits, ...changed, perSecond: 1_000 } }
const production: LiveProfile = {
  ...liveProfiles.production,
  ...there,
  limits: { ...liveProfiles.production.limits, perSecond: 1_000 },
}

const environment = {
  ...process.env,
  TM_KEY_FILE: keyFile,
  TRUEX_ORGANIZATION_ID: hmac.organizationId,
  TRUEX_KEY_ID: hmac.keyId,
  TRUEX_KEY_SECRET: hmac.secret,
  TRUEX_CLIENT_ID: hmac.clientId,
}

/** Presses Ctrl+C once so many requests were sent. */
function interrupting(after: number): typeof globalThis.fetch {
  let sent = 0
  return (input, init) => {
    if (process.env['PRETEND_ABSENCE'] === 'yes') return Promise.reject(new TypeError('fetch failed'))
    sent += 1
    if (sent === after) process.kill(process.pid, 'SIGINT')
    return fetch(input, init)
  }
}

for (const rule of JSON.parse(process.env['PRETEND_FAULTS'] ?? '[]') as Parameters<typeof sandbox.faults.add>[0][])
  sandbox.faults.add(rule)

process.exitCode = await runCommand(process.argv.slice(2), {
  live: { uat, production },
  tools: { ...systemTools(), environment, fetch: interrupting(Number(process.env['PRETEND_INTERRUPTION'] ?? '0')) },
})
const open = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as { orders: unknown[] }
process.stdout.write(`orders open at the exchange: ${open.orders.length}\n`)
const har = process.env['PRETEND_HAR']
if (har !== undefined) writeFileSync(har, JSON.stringify(sandbox.recording()))
await sandbox.close()

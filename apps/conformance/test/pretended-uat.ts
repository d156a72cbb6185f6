// The runner on its way to UAT, with a sandbox on loopback in the place of UAT: the same guard, target and reports, other
// addresses. Also a program: node test/pretended-uat.ts <arguments of the runner>
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@truemarkets/sandbox'
import { runCommand } from '../src/command.ts'
import { type LiveProfile, liveProfiles, systemTools } from '../src/target/live.ts'

/** What is different there, by the variables that a process is told it with. */
type Pretended = Readonly<Record<string, string | undefined>>

/** Sends the runner there, and then tells on the terminal how many orders it left open. Comes back with its exit code. */
export async function pretendUat(args: readonly string[], env: Pretended = {}): Promise<number> {
  const sandbox = await startSandbox({
    record: true,
    answers: JSON.parse(env['PRETEND_ANSWERS'] ?? '{}') as Record<string, string>,
  })
  sandbox.clock.advance(Number(env['PRETEND_AHEAD_MS'] ?? 0))
  for (const rule of JSON.parse(env['PRETEND_FAULTS'] ?? '[]') as Parameters<typeof sandbox.faults.add>[0][])
    sandbox.faults.add(rule)
  const { personal, hmac } = sandbox.credentials
  const folder = mkdtempSync(join(tmpdir(), 'pretended-uat-'))
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify(personal.keyFile))

  const { host } = new URL(sandbox.url)
  const socket = env['PRETEND_SOCKET'] ?? sandbox.urls.cefiWs
  const there = {
    urls: {
      auth: sandbox.urls.auth,
      gateway: sandbox.urls.gateway,
      'cefi-rest': sandbox.urls.cefiRest,
      'cefi-ws': socket,
    },
    socketAddresses: [socket],
    origins: [`http://${host}`, new URL(socket).origin],
    pollMs: 10,
  }
  const changed = JSON.parse(env['PRETEND_LIMITS'] ?? '{}') as Partial<LiveProfile['limits']>
  // A sandbox is never too busy; the pace has its own test.
  const profile = (live: LiveProfile, limits: Partial<LiveProfile['limits']> = {}): LiveProfile => ({
    ...live,
    ...there,
    limits: { ...live.limits, ...limits, perSecond: 1_000 },
  })
  const environment = {
    ...env,
    TM_KEY_FILE: keyFile,
    TRUEX_ORGANIZATION_ID: hmac.organizationId,
    TRUEX_KEY_ID: hmac.keyId,
    TRUEX_KEY_SECRET: hmac.secret,
    TRUEX_CLIENT_ID: hmac.clientId,
  }
  const openOrders = async (): Promise<number> => {
    const { orders } = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as { orders: unknown[] }
    return orders.length
  }
  const code = await runCommand(args, {
    live: { uat: profile(liveProfiles.uat, changed), production: profile(liveProfiles.production) },
    tools: { ...systemTools(), environment, fetch: network(env, openOrders) },
  })
  process.stdout.write(`orders open at the exchange: ${await openOrders()}\n`)
  const har = env['PRETEND_HAR']
  if (har !== undefined) writeFileSync(har, JSON.stringify(sandbox.recording()))
  await sandbox.close()
  rmSync(folder, { recursive: true })
  return code
}

/**
 * The network there, which may be absent, or fail where nobody waits for it at the first request that finds an order open, or send a signal, such as that of Ctrl+C: at the first request that finds an order open, or at those of one path,
 * which then stay without an answer. Where two cases open an order, the first that is open is never of the last case.
 */
function network(env: Pretended, openOrders: () => Promise<number>): typeof globalThis.fetch {
  if (env['PRETEND_ABSENCE'] === 'yes') return () => Promise.reject(new TypeError('fetch failed'))
  const stray = env['PRETEND_STRAY']
  let isWaiting = (env['PRETEND_INTERRUPTION'] ?? stray) !== undefined
  const silent = env['PRETEND_SILENCE']
  return async (input, init) => {
    if (silent !== undefined && new URL(new Request(input).url).pathname === silent) {
      process.kill(process.pid, 'SIGINT')
      return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('given up'))))
    }
    const isTime = isWaiting && (await openOrders()) > 0
    if (isTime && isWaiting) {
      isWaiting = false
      if (stray === undefined) process.kill(process.pid, env['PRETEND_INTERRUPTION'])
      else void Promise.reject(new Error(stray))
    }
    return await fetch(input, init)
  }
}

if (import.meta.main) process.exitCode = await pretendUat(process.argv.slice(2), process.env)

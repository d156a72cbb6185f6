import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoCredentials } from '@truemarkets/sandbox'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { caseList } from '../src/case-list.ts'
import { cases } from '../src/cases/index.ts'
import { isObject, type Json, parseJson } from '../src/json.ts'
import type { ProbeReport } from '../src/probes/report.ts'
import { createRandom } from '../src/run/random.ts'
import { pretendUat } from './pretended-uat.ts'
import { newReports, programs, removeReports, runHere, runProcess } from './run-process.ts'

const uat = ['--target', 'uat']

/** The runner sent to UAT, with a sandbox on loopback in UAT's place. */
const run = (args: readonly string[], env: Record<string, string> = {}, reports = newReports()) =>
  runHere((all) => pretendUat(all, env), [...uat, ...args], reports)

/** Ctrl+C in the middle, while an order is open. */
const interrupted = { PRETEND_INTERRUPTION: 'SIGINT' }
const trading = ['--touch', 'trade', '--case', 'cefi-rest.cancel-order', 'cefi-rest.create-order']

const nothingOpen = 'orders open at the exchange: 0'

afterAll(removeReports)

function leaves(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (isObject(value)) return Object.values(value).flatMap(leaves)
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
}

type Har = {
  log: {
    entries: {
      request: { method: string; url: string; postData?: { text: string } }
      response: { content: { text: string } }
    }[]
  }
}

const harOf = (reports: string) => JSON.parse(readFileSync(join(reports, 'session.har'), 'utf8')) as Har

describe('a run on a live service', { timeout: 120_000 }, () => {
  it('passes as on the sandbox, and leaves no order behind', async () => {
    const { code, stdout } = await run(['--touch', 'transfer'])
    expect(stdout).toContain(nothingOpen)
    expect([code, stdout]).toEqual([0, expect.stringContaining(' 0 failed')])
  })

  it.each(['6000', '-6000'])('passes where the clock of the service is %s ms ahead of this machine', async (ms) => {
    const timed = cases.filter(
      ({ id, needs }) => /clock-|seconds|window|timestamp|snapshot/.test(id) && !needs.includes('sandbox'),
    )
    const { code, stdout } = await run(['--case', ...timed.map(({ id }) => id)], { PRETEND_AHEAD_MS: ms })
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${timed.length} passed · 0 failed`)])
  })

  it('does not run what rests on a question that the probes saw answered otherwise, and sets its clients to the answers', async () => {
    const answers = { W10: 'close', W2: 'empty-path', R3: 'cefi-rest-without-prefix' }
    const world = { PRETEND_ANSWERS: JSON.stringify(answers) }
    const id = 'cefi-ws.subscription.drop-copy-without-credentials'
    const chosen = ['--case', id, 'cefi-ws.instrument.snapshot-signed', 'cefi-rest.list-clients.own']
    const unasked = await run(chosen, world)
    expect(unasked.code).toBe(1)
    expect(unasked.stdout).toContain(
      'It rests on W10, whose answer here is not known: `pnpm conformance --target uat --probes --case W10` asks',
    )
    const reports = newReports()
    // One by one: what one run learned stays when the next asks something else.
    for (const id of Object.keys(answers)) {
      const asked = await run(['--probes', '--case', id], world, reports)
      expect(asked.code).toBe(4)
    }
    const { code, stdout } = await run(chosen, world, reports)
    expect(stdout).toMatch(/goes by what --probes learned: .*W10=close \(\d{4}-\d\d-\d\d\)/)
    expect(stdout).toContain(`${id} skipped: question W10, on which this rests, is answered close here`)
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 passed · 0 failed · 1 skipped')])
    const page = readFileSync(join(reports, 'conformance.html'), 'utf8')
    expect(page).toContain('question W10, on which this rests')
    expect(page).toContain('<b>1</b> of 1 passed, 1 skipped')
    expect(readFileSync(join(reports, 'conformance.svg'), 'utf8')).toContain('2/2')
    expect(readFileSync(join(reports, 'conformance.junit.xml'), 'utf8')).toContain(
      '<skipped message="question W10, on which this rests',
    )
  })

  it.each<[string, (report: ProbeReport) => unknown]>([
    ['of an earlier edition', (report) => ({ ...report, format: 'truemarkets-probes/2' })],
    ['of another target', (report) => ({ ...report, target: 'production' })],
    ['without questions', (report) => ({ ...report, questions: undefined })],
    ['with a question that is none', (report) => ({ ...report, questions: [null] })],
    ['with an answer that is no word', (report) => ({ ...report, questions: [{ ...report.questions[0], choice: 5 }] })],
  ])('goes by nothing in a report of probes %s', async (_, change) => {
    const reports = newReports()
    const id = 'gateway.list-orders.page-too-large'
    await run(['--probes', '--case', 'G8'], { PRETEND_ANSWERS: '{"G8":"unbounded"}' }, reports)
    const file = join(reports, 'probes.json')
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as ProbeReport)))
    const { code, stdout } = await run(['--case', id], {}, reports)
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 passed')])
    expect(readFileSync(join(reports, 'conformance.html'), 'utf8')).toContain('Not asked.')
  })

  it('passes in production too, where the guard refuses whatever is not a read', async () => {
    const { code, stdout } = await runHere(pretendUat, ['--target', 'production'])
    expect([code, stdout]).toEqual([0, expect.stringContaining(' 0 failed')])
  })

  it('tries nothing where the service cannot be reached, and says so in a sentence for each host', async () => {
    const history = join(newReports(), 'history.json')
    const { code, stdout } = await run(['--touch', 'trade', '--history', history], { PRETEND_ABSENCE: 'yes' })
    expect(code).toBe(1)
    expect(stdout).toContain('cannot be reached, so nothing of auth and gateway was tried: is the VPN up?')
    expect(stdout).toContain('0 passed · 2 failed')
  })

  it('names the seed that its cases really had, where it drew one itself', async () => {
    const reports = newReports()
    // So that whoever looks at the clock again gets another one.
    const now = Date.now
    let looks = 0
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + looks++)
    const id = 'gateway.get-order.unknown-order'
    await run(['--case', id], { PRETEND_HAR: join(reports, 'session.har') }, reports)
    clock.mockRestore()
    const { seed } = JSON.parse(readFileSync(join(reports, 'conformance.json'), 'utf8')) as { seed: number }
    const asked = harOf(reports).log.entries.map(({ request }) => new URL(request.url).pathname)
    expect(asked).toContain(`/v1/gateway/orders/${createRandom(seed, id).uuid()}`)
  })

  it('tries nothing of the WebSocket where none opens, for which each of its cases would wait, and everything else', async () => {
    const history = join(newReports(), 'history.json')
    const { code, stdout } = await run(['--touch', 'trade', '--history', history], {
      PRETEND_SOCKET: 'ws://127.0.0.1:1/api/v1',
    })
    expect(stdout).toContain('no WebSocket opens at 127.0.0.1:1, so nothing of cefi-ws was tried: is the VPN up?')
    expect([code, stdout]).toEqual([1, expect.stringMatching(/[1-9]\d\d passed · 1 failed/)])
    expect(JSON.parse(readFileSync(history, 'utf8'))).toMatchObject([{ tried: ['auth', 'gateway', 'cefi-rest'] }])
    expect(stdout).toContain(nothingOpen)
  })

  it('enters nothing once the kill file is there', async () => {
    const file = join(newReports(), 'stop')
    writeFileSync(file, '')
    const { code, stdout } = await run(['--touch', 'trade', '--case', 'cefi-rest.create-order'], {
      CONFORMANCE_KILL_FILE: file,
    })
    expect(code).toBe(1)
    expect(stdout).toContain('GuardError: the kill file is there')
    expect(stdout).toContain(nothingOpen)
  })

  it('stops entering at its cap, and cleans up all the same', async () => {
    const { code, stdout } = await run(trading, { PRETEND_LIMITS: '{"entries":3}' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/this would be entry \d+; a run may make 3/)
    expect(stdout).toContain(nothingOpen)
  })

  it('finds and cancels an order whose case could not clean up, and fails for it', async () => {
    const lost = JSON.stringify([{ kind: 'drop', method: 'DELETE', path: '/v1/cefi/orders', times: 1, when: 'before' }])
    const { code, stdout } = await run(['--touch', 'trade', '--case', 'cefi-rest.list-balances'], {
      PRETEND_FAULTS: lost,
    })
    expect(stdout).toContain('1 order left open after their cases (cefi-rest); canceled now')
    expect(stdout).toContain(nothingOpen)
    expect(code).toBe(1)
  })

  it.each([
    ['on Ctrl+C', 'SIGINT'],
    ['when its terminal is closed', 'SIGHUP'],
  ])('ends in order %s', async (_, signal) => {
    // As a process of its own: here, the signal and the exit code are those of the operating system.
    const env = { PRETEND_INTERRUPTION: signal }
    const { code, stdout, stderr } = await runProcess(programs.pretendedUat, [...uat, ...trading], env)
    expect(stderr).toContain('what has begun is finished and cleaned up after')
    expect(stdout).toMatch(/the run was stopped after \d+ of \d+ cases/)
    expect(stdout).toContain(nothingOpen)
    expect(code).toBe(1)
  })

  it('does not wait on Ctrl+C for what has no answer, where a case only reads', async () => {
    const { code, stdout } = await run(['--case', 'cefi-rest.list-market-quotes'], {
      PRETEND_SILENCE: '/v1/cefi/markets/quote',
    })
    expect(stdout).toMatch(/the run was stopped after 0 of \d cases/)
    expect([code, stdout]).toEqual([1, expect.stringContaining('0 passed · 1 failed')])
  })

  it.each([
    ['a run', 'history.json', (folder: string) => ['--history', join(folder, 'history.json')]],
    ['the open questions', 'probes.json', () => ['--probes']],
  ])('puts nothing into reports or on the terminal that was sent or answered: %s', async (_, file, more) => {
    // Another world in many ways, so that many cases fail and print what they compared.
    const answers = {
      R4: 'array-of-one',
      R8: 'exeuted_qty',
      R12: 'after',
      G2: 'balances',
      G3: 'asset-id-only',
      G12: 'status-code',
      G16: 'all',
      W8: 'no-id',
    }
    const reports = newReports()
    const { code, stdout, stderr } = await run(
      ['--touch', 'trade', ...more(reports)],
      { PRETEND_HAR: join(reports, 'session.har'), PRETEND_ANSWERS: JSON.stringify(answers) },
      reports,
    )
    expect(code).not.toBe(0)
    const bodies = harOf(reports).log.entries.flatMap(({ request, response }) => [
      request.postData?.text ?? '',
      response.content.text,
    ])
    const { hmac, personal } = demoCredentials
    const secrets = [
      hmac.secret,
      hmac.keyId,
      hmac.organizationId,
      hmac.clientId,
      personal.keyFile.key_id,
      personal.keyFile.private_key.d,
    ]
    // What stands in the contracts, in paths and in the names of cases is everybody's.
    const open = ['auth/openapi', 'gateway/openapi', 'cefi-rest/openapi', 'cefi-ws/asyncapi']
      .map((file) => readFileSync(join(import.meta.dirname, `../../../specs/${file}.yaml`), 'utf8'))
      .concat(caseList(cases))
      .join('\n')
    const values = bodies.flatMap((text) => {
      const body = parseJson(text)
      return body.ok ? leaves(body.value) : []
    })
    // Nor is a short number anybody's: how long a case took may be the same one.
    const everybodys = /^\/v1\/|^\[redacted\]$|^\d{1,4}\.\d{1,4}$/
    const own = [...new Set([...values, ...secrets])].filter(
      (value) => value.length > 4 && !open.includes(value) && !everybodys.test(value),
    )
    expect(own.length).toBeGreaterThan(300)
    const written = readdirSync(reports)
      .filter((name) => name !== 'session.har')
      .map((name) => ({ name, text: readFileSync(join(reports, name), 'utf8') }))
    expect(written.map(({ name }) => name)).toContain(file)
    for (const { name, text } of [...written, { name: 'terminal', text: stdout + stderr }])
      expect(own.filter((value) => text.includes(value)).map((value) => `${name}: ${value}`)).toEqual([])
  })
})

describe('the sandbox against a live service', { timeout: 120_000 }, () => {
  it('shows no difference where both are the same', async () => {
    const { code, stdout } = await run(['--compare', '--touch', 'trade', '--case', 'gateway', 'cefi-ws.depth'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^0 differences in [1-9]\d+ kinds of answers\n/)])
  })

  it('finds and cancels an order whose case could not clean up, and fails for it', async () => {
    const lost = JSON.stringify([{ kind: 'drop', method: 'DELETE', path: '/v1/cefi/orders', times: 1, when: 'before' }])
    const { code, stdout } = await run(['--compare', '--touch', 'trade', '--case', 'cefi-rest.list-balances'], {
      PRETEND_FAULTS: lost,
    })
    expect(stdout).toContain('1 order left open after their cases (cefi-rest); canceled now')
    expect(stdout).toContain(nothingOpen)
    expect(code).toBe(1)
  })

  it('shows what the live service answers differently', async () => {
    const { code, stdout } = await run(['--compare', '--api', 'gateway'], { PRETEND_ANSWERS: '{"G2":"balances"}' })
    expect(code).toBe(4)
    expect(stdout).toMatch(/gateway\.getBalances 200 .*\/balances only-live/)
  })
})

describe('a live service that cannot be reached', { timeout: 120_000 }, () => {
  const absent = { PRETEND_ABSENCE: 'yes' }
  const sentence = /cannot be reached, so nothing of .+ was tried: is the VPN up\?/g

  it('is not said to be like the sandbox', async () => {
    const { code, stdout } = await run(['--compare', '--api', 'gateway'], absent)
    expect(stdout.match(sentence)).toHaveLength(1)
    expect(stdout).toContain('0 differences in 0 kinds of answers')
    expect(code).toBe(1)
  })

  it('is not asked the open questions one by one', async () => {
    const { code, stdout, reports } = await run(['--probes', '--touch', 'trade'], absent)
    expect(stdout.match(sentence)).toHaveLength(2)
    const { problems, questions } = JSON.parse(readFileSync(join(reports, 'probes.json'), 'utf8')) as ProbeReport
    expect(problems).toHaveLength(2)
    expect(new Set(questions.map(({ verdict }) => verdict))).toEqual(new Set(['undetermined']))
    expect(code).toBe(1)
  })
})

describe('a session that is interrupted on a live service', { timeout: 120_000 }, () => {
  it('compares nothing, and leaves no order behind', async () => {
    const { code, stdout } = await run(['--compare', ...trading], interrupted)
    expect(stdout).toContain('the run was stopped before both were asked everything')
    expect(stdout).toContain(nothingOpen)
    expect(code).toBe(1)
  })

  it('asks no further question, and leaves no order behind', async () => {
    const { code, stdout } = await run(['--probes', '--touch', 'trade', '--api', 'gateway'], interrupted)
    expect(stdout).toMatch(/the run was stopped after \d+ of \d+ questions/)
    expect(stdout).toContain(nothingOpen)
    expect(code).toBe(1)
  })
})

describe('a session in which something fails that nobody waits for', { timeout: 120_000 }, () => {
  it.each([
    ['a comparison', ['--compare', '--case', 'cefi-rest.cancel-order']],
    ['the open questions', ['--probes', '--case', 'R8']],
    ['a run', ['--case', 'cefi-rest.cancel-order']],
  ])('goes on, leaves no order behind and fails: %s', async (_, args) => {
    const env = { PRETEND_STRAY: 'a stray' }
    const { code, stdout, stderr } = await runProcess(programs.pretendedUat, [...uat, '--touch', 'trade', ...args], env)
    expect(stdout).toContain('✗ nobody waited for what failed: a stray')
    expect(stdout).toContain(nothingOpen)
    expect([code, stderr]).toEqual([1, expect.not.stringContaining('Error')])
  })
})

describe('the probes on a live service', { timeout: 120_000 }, () => {
  it('find and cancel an order that could not be canceled after its question, and fail for it', async () => {
    const lost = JSON.stringify([{ kind: 'drop', method: 'DELETE', path: '/v1/cefi/orders', times: 1, when: 'before' }])
    const { code, stdout } = await run(['--probes', '--touch', 'trade', '--case', 'R8'], { PRETEND_FAULTS: lost })
    expect(stdout).toContain('1 order left open after their cases (cefi-rest); canceled now')
    expect(stdout).toContain(nothingOpen)
    expect(code).toBe(1)
  })

  it.each(['object', 'array-of-one', 'bare'])('leave no second order open where an order comes as %s', async (R4) => {
    const env = { PRETEND_ANSWERS: JSON.stringify({ R4 }) }
    const { stdout } = await run(['--probes', '--touch', 'trade', '--case', 'R17', 'R10'], env)
    expect(stdout).toMatch(/✓ R17 +second-order/)
    expect(stdout).toMatch(/R10 +(object|array-of-one)/)
    expect(stdout).toContain(nothingOpen)
  })

  it('ask what they may, and say of the rest why not', async () => {
    const { code, stdout } = await run(['--probes', '--api', 'gateway'], { PRETEND_ANSWERS: '{"G8":"unbounded"}' })
    expect(code).toBe(4)
    expect(stdout).toMatch(/≠ G8 +unbounded/)
    expect(stdout).toMatch(/\? G3 +not asked: it takes --touch trade/)
    expect(stdout).toMatch(/\? G17 +asked on the sandbox only: /)
  })
})

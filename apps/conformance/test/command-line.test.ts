import { describe, expect, it } from 'vitest'
import { type CaseInput, defineCase } from '../src/case/define.ts'
import { type Options, parseOptions, sameAgain } from '../src/options.ts'
import { select, unknownNames } from '../src/run/select.ts'
import {
  liveProfiles,
  liveTarget,
  missingVariables,
  rememberingFiles,
  systemTools,
  unusableCredentials,
} from '../src/target/live.ts'

const run = () => Promise.resolve()
const base: CaseInput = {
  id: 'gateway.create-order.limit',
  title: 't',
  covers: ['gateway.createOrder'],
  touches: 'trade',
  run,
}
const cases = [
  defineCase(base),
  defineCase({ ...base, id: 'gateway.create-order.market' }),
  defineCase({ ...base, id: 'auth.get-health.answers', touches: 'read' }),
]
const everything = { target: 'sandbox', api: null, cases: [], touch: 'transfer' } as const

function optionsOf(args: readonly string[]): Options {
  const parsed = parseOptions(args)
  if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed))
  return parsed.options
}

describe('the command line', () => {
  it('runs everything on the sandbox when nothing is said', () => {
    expect(parseOptions([])).toEqual({
      kind: 'run',
      options: {
        target: 'sandbox',
        api: null,
        cases: [],
        touch: 'transfer',
        seed: null,
        reportDir: 'reports',
        list: false,
        atMostMs: null,
        runtimes: [],
        repeat: 1,
        mutants: false,
        history: null,
        probes: false,
        probePatienceMs: 2_000,
        truth: false,
        compare: false,
        answers: {},
      },
    })
  })

  it('hands every option on to where it belongs', () => {
    const args = ['--target', 'uat', '--api', 'gateway', '--case', 'gateway.a', 'gateway.b', '--touch', 'trade']
    const kept = ['--seed', '7', '--report-dir', 'elsewhere', '--history', 'past.json']
    expect(optionsOf([...args, ...kept])).toEqual({
      ...optionsOf([]),
      target: 'uat',
      api: 'gateway',
      cases: ['gateway.a', 'gateway.b'],
      touch: 'trade',
      seed: 7,
      reportDir: 'elsewhere',
      history: 'past.json',
    })
  })

  it.each<[string[], Partial<Options>]>([
    [['--list'], { list: true }],
    [['--probes'], { probes: true }],
    [['--truth'], { truth: true }],
    [['--mutants'], { mutants: true }],
    [['--repeat', '3'], { repeat: 3 }],
    [['--target', 'uat', '--compare'], { compare: true, target: 'uat', touch: 'read' }],
    [['--target', 'production'], { target: 'production', touch: 'read' }],
  ])('takes %j for that and for nothing else', (args, asked) => {
    expect(optionsOf(args)).toEqual({ ...optionsOf([]), ...asked })
  })

  it.each([
    [[], ''],
    [['--touch', 'read'], '--touch read'],
    [['--target', 'uat'], '--target uat'],
    [['--target', 'uat', '--touch', 'trade'], '--target uat --touch trade'],
    [['--answer', 'R2=after', 'R4=bare'], '--answer R2=after --answer R4=bare'],
  ])('says with what a run of %j is repeated', (args, again) => {
    expect(sameAgain(optionsOf(args))).toBe(again)
  })

  it('collects possible worlds for the sandbox', () => {
    const args = ['--answer', 'R2=after', '--answer', 'R4=bare']
    expect(parseOptions(args)).toMatchObject({ options: { answers: { R2: 'after', R4: 'bare' } } })
  })

  it.each([
    [['--mutants', '--probes']],
    [['--truth', '--compare', '--target', 'uat']],
    [['--repeat', '2', '--mutants']],
    [['--mutants', '--runtime', 'bun']],
    [['--mutants', '--answer', 'R2=after']],
    [['--mutants', '--seed', '2']],
    [['--probes', '--history', 'history.json']],
    [['--probes', '--list']],
    [['--truth', '--history', 'history.json']],
  ])('refuses %j, of which one would be passed over', (args) => {
    const parsed = parseOptions(args)
    expect(parsed.kind === 'usage' ? parsed.message : parsed.kind).toContain('cannot be used with')
  })

  it('takes further runtimes one by one or apart by commas', () => {
    const args = ['--runtime', 'bun,deno', '--runtime', 'node22']
    expect(parseOptions(args)).toMatchObject({ options: { runtimes: ['bun', 'deno', 'node22'] } })
  })

  it('takes the patience of a probe in words, and refuses what is none', () => {
    expect(parseOptions(['--probes', '--probe-patience', '26h'])).toMatchObject({
      options: { probePatienceMs: 93_600_000 },
    })
    expect(parseOptions(['--probes', '--probe-patience', 'long'])).toMatchObject({ kind: 'usage' })
    expect(parseOptions(['--probe-patience', '26h'])).toMatchObject({
      message: expect.stringContaining('is for --probes') as string,
    })
  })

  it('takes a limit of its time in words, and has none otherwise', () => {
    expect(parseOptions(['--at-most', '15m'])).toMatchObject({ options: { atMostMs: 900_000 } })
    expect(parseOptions([])).toMatchObject({ options: { atMostMs: null } })
    expect(parseOptions(['--at-most', '15'])).toMatchObject({ message: expect.stringContaining('10m') as string })
  })

  it('only reads on UAT unless more is asked for', () => {
    expect(parseOptions(['--target', 'uat'])).toMatchObject({ options: { touch: 'read' } })
    expect(parseOptions(['--target', 'uat', '--touch', 'trade'])).toMatchObject({ options: { touch: 'trade' } })
  })

  for (const args of [
    ['--target', 'staging'],
    ['--target', 'production', '--touch', 'trade'],
    ['--target', 'production', '--touch', 'transfer'],
    ['--api', 'fix'],
    ['--seed', 'x'],
    ['--nonsense'],
    ['extra'],
    ['--answer', 'R2'],
    ['--answer', 'R2=after=all'],
    ['--repeat', '0'],
    ['--runtime', 'node18'],
    ['--key-secret', 'typed-where-everybody-sees-it'],
    ['--report-dir', ''],
    ['--history', ''],
    ['--target', 'uat', '--runtime', 'bun'],
    ['--target', 'uat', '--truth'],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      expect(parseOptions(args).kind).toBe('usage')
    })
  }
})

describe('the selection', () => {
  it('takes a case by its id and a group by the start of its id', () => {
    expect(select(cases, { ...everything, cases: ['gateway.create-order.limit'] })).toHaveLength(1)
    expect(select(cases, { ...everything, cases: ['gateway.create-order'] })).toHaveLength(2)
  })

  it('leaves out what touches more than allowed', () => {
    expect(select(cases, { ...everything, touch: 'read' }).map(({ id }) => id)).toEqual(['auth.get-health.answers'])
  })

  it('sends nothing to UAT that only the sandbox can answer', () => {
    const own = [defineCase({ ...base, needs: ['sandbox'] })]
    expect(select(own, { ...everything, target: 'uat' })).toEqual([])
  })

  it('names what selects nothing', () => {
    expect(unknownNames(cases, { ...everything, cases: ['gateway.create-ordr'] })).toEqual(['gateway.create-ordr'])
  })
})

describe('a live target', () => {
  it('lists every missing variable of what the cases need, once', () => {
    const missing = missingVariables({ TRUEX_KEY_ID: 'k', TRUEX_KEY_SECRET: '' }, ['hmacKey', 'apiKey', 'hmacKey'])
    expect(missing.map(({ variable }) => variable)).toEqual([
      'TRUEX_ORGANIZATION_ID',
      'TRUEX_KEY_SECRET',
      'TRUEX_CLIENT_ID',
      'TM_KEY_FILE',
    ])
  })

  it('says where the id of a client is found, which nobody is given with the key', () => {
    const client = missingVariables({}, ['hmacKey']).find(({ variable }) => variable === 'TRUEX_CLIENT_ID')
    expect(client?.meaning).toContain('pnpm truemarkets doctor')
  })

  it('names UAT addresses only', () => {
    const { urls, socketAddresses, origins } = liveProfiles.uat
    const hosts = [...Object.values(urls), ...socketAddresses, ...origins].map((url) => new URL(url).hostname)
    expect(hosts.filter((host) => !/(^|\.)uat\.(truemarkets|truex)\.co$/.test(host))).toEqual([])
  })

  it('takes the secret from a file that a variable names, a descriptor among them, and reads it once', () => {
    const environment = {
      TRUEX_ORGANIZATION_ID: 'o',
      TRUEX_KEY_ID: 'k',
      TRUEX_CLIENT_ID: 'c',
      TRUEX_KEY_SECRET_FILE: '/dev/fd/3',
    }
    const reads: string[] = []
    const target = liveTarget(liveProfiles.uat, {
      environment,
      readFile: rememberingFiles((path) => `${reads.push(path)} secret\n`),
      fetch: globalThis.fetch,
    })
    expect(missingVariables(environment, ['hmacKey'])).toEqual([])
    expect([target.hmac().secret, target.hmac().secret, reads]).toEqual(['1 secret', '1 secret', ['/dev/fd/3']])
  })

  it.each([
    [
      'a key file that is not there',
      'apiKey',
      { TM_KEY_FILE: '/nowhere/key.json' },
      /^TM_KEY_FILE names a file that cannot be read \(ENOENT\)/,
    ],
    [
      'a key file without a key',
      'apiKey',
      { TM_KEY_FILE: import.meta.filename },
      /^TM_KEY_FILE names a file that is not JSON/,
    ],
    [
      'a secret that cannot be read',
      'hmacKey',
      {
        TRUEX_ORGANIZATION_ID: 'o',
        TRUEX_KEY_ID: 'k',
        TRUEX_CLIENT_ID: 'c',
        TRUEX_KEY_SECRET_FILE: '/nowhere/secret',
      },
      /^TRUEX_KEY_SECRET_FILE names a file that cannot be read \(ENOENT\)/,
    ],
  ] as const)('tells %s before anything is sent', (_, need, environment, why) => {
    const target = liveTarget(liveProfiles.uat, { ...systemTools(), environment })
    expect(unusableCredentials(target, [])).toBeNull()
    expect(unusableCredentials(target, [need])).toMatch(why)
  })

  it('does not quote a key file that it cannot read', () => {
    const environment = { TM_KEY_FILE: 'key.json' }
    const target = liveTarget(liveProfiles.uat, { environment, readFile: () => 'd=secret', fetch: globalThis.fetch })
    expect(() => target.keyFile()).toThrow(/^TM_KEY_FILE names a file that is not JSON: download the key file again$/)
  })
})

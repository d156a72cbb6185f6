import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand } from '../src/command.ts'
import { isObject, type Json, type JsonObject } from '../src/json.ts'
import type { Hunted } from '../src/mutants/hunt.ts'
import { huntJson } from '../src/mutants/report.ts'
import { liveProfiles, systemTools } from '../src/target/live.ts'
import { pretendUat } from './pretended-uat.ts'
import { removeReports, runHere } from './run-process.ts'

const folder = join(import.meta.dirname, '../schemas')
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as JsonObject

const ajv = new Ajv2020({ strictRequired: false })
addFormats.default(ajv)
const schemas = new Map(
  readdirSync(folder).map((file) => [file.replace('.schema.json', ''), read(join(folder, file)) as AnySchemaObject]),
)
const validators = new Map([...schemas].map(([name, schema]) => [name, ajv.compile(schema)]))

function validatorOf(name: string): ValidateFunction {
  const found = validators.get(name)
  assert.ok(found !== undefined, `there is no schema of ${name}.json`)
  return found
}

const runCommandHere = (args: readonly string[]): Promise<number> =>
  runCommand(args, { live: liveProfiles, tools: systemTools() })

/** Commands that write each report, with something in every list of it where that can be had. */
const written: Readonly<Record<string, { args: string[]; command?: typeof runCommandHere }>> = {
  conformance: { args: ['--answer', 'A2=plain-text', '--case', 'auth.get-health'] },
  probes: { args: ['--probes', '--api', 'auth'] },
  mutants: { args: ['--mutants', '--case', 'auth.get-jwks', '--api', 'auth'] },
  compare: {
    command: (args) => pretendUat(args, { PRETEND_ANSWERS: '{"G2":"balances"}' }),
    args: ['--target', 'uat', '--compare', '--api', 'gateway'],
  },
  repeat: { args: ['--repeat', '2', '--answer', 'R2=after', '--case', 'cefi-rest.list-orders'] },
  truth: { args: ['--truth', '--case', 'auth'] },
}

/** Members whose names are not the report's own: options of a case, and what an overlay says about a contract. */
const open = new Set(['permutation', 'update'])
/** An action either updates or removes. */
const optional = new Set(['update', 'remove'])

type Change = { what: string; report: Json }

/** The report with one member too many, and with one too few, at every kind of object in it. */
function* spoiled(report: Json, rebuild: (part: Json) => Json = (part) => part, at = ''): Generator<Change> {
  if (Array.isArray(report)) {
    const [first, ...rest] = report
    if (first !== undefined) yield* spoiled(first, (part) => rebuild([part, ...rest]), `${at}/0`)
  } else if (isObject(report)) {
    yield { what: `${at} with a body`, report: rebuild({ ...report, body: 'what was sent' }) }
    for (const [name, value] of Object.entries(report)) {
      const { [name]: _, ...others } = report
      if (!optional.has(name)) yield { what: `${at} without ${name}`, report: rebuild(others) }
      if (!open.has(name)) yield* spoiled(value, (part) => rebuild({ ...report, [name]: part }), `${at}/${name}`)
    }
  }
}

afterAll(removeReports)

describe('the published schemas of the JSON reports', () => {
  it('are as many as there are formats, each of which names its version', () => {
    const sources = globSync('**/*.ts', { cwd: join(import.meta.dirname, '../src') })
    const formats = sources.flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, '../src', file), 'utf8')
      return [...text.matchAll(/format: '(truemarkets-[^']*)'/g)].map(([, format]) => format)
    })
    const described = [...schemas.values()].map(({ properties }) => (properties as JsonObject)['format'])
    expect(described).toEqual(expect.arrayContaining([...new Set(formats)].map((format) => ({ const: format }))))
    expect(described).toHaveLength(new Set(formats).size)
    expect([...schemas.keys()].sort()).toEqual(Object.keys(written).sort())
  })

  it('say the same of what they have in common', () => {
    const parts = [...schemas.values()].flatMap(({ $defs }) => Object.entries($defs as JsonObject))
    const first = Object.fromEntries(parts.toReversed())
    for (const [name, part] of parts) expect({ [name]: part }).toEqual({ [name]: first[name] })
  })

  it.each(Object.entries(written))(
    '%s: accepts what the command writes, and refuses it with a member too many or too few',
    { timeout: 60_000 },
    async (name, { command = runCommandHere, args }) => {
      const { reports } = await runHere(command, args)
      const report = read(join(reports, `${name}.json`))
      const validate = validatorOf(name)
      expect([validate(report), validate.errors]).toEqual([true, null])
      const changes = [...spoiled(report)]
      expect(changes.length).toBeGreaterThan(5)
      expect(changes.filter(({ report: wrong }) => validate(wrong)).map(({ what }) => what)).toEqual([])
    },
  )

  it('mutants: accepts a control that was noticed', () => {
    const told = { mutant: 'm', title: 't', fault: 'wire', cases: 1, ran: 1, killer: 'a.b', findings: ['f'] } as const
    const hunted: Hunted = { ...told, findings: [...told.findings] }
    const report = huntJson({ hunted: [], unsound: [hunted], spared: 0, durationMs: 1.5, problems: [] }, new Date(0))
    const validate = validatorOf('mutants')
    expect([validate(JSON.parse(report)), validate.errors]).toEqual([true, null])
  })
})

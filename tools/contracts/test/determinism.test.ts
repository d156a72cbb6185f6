// The order of a contract's keys says nothing, so it must not change a byte of what is generated.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { generate, generateFrom } from '../src/generate.ts'
import { isObject, type Json } from '../src/json.ts'
import { loadContract } from '../src/load/contract.ts'
import type { Project } from '../src/projects.ts'
import { randomFrom } from './random.ts'

const root = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'shuffled-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The same value with the keys of every object in an order drawn from `random`. */
function shuffled(value: Json, random: () => number): Json {
  if (Array.isArray(value)) return value.map((member) => shuffled(member, random))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => ({ key, member: shuffled(member, random), at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ key, member }) => [key, member]),
  )
}

function project(kind: Project['kind']): Project {
  const golden = `tools/contracts/test/golden/${kind}`
  return {
    api: kind,
    kind,
    prefix: 'Small',
    members: [],
    contract: `${golden}/contract.yaml`,
    overlay: `${golden}/overlay.yaml`,
    questions: '',
    out: '',
    schemaVersion: 'new',
  }
}

describe.each(['openapi', 'asyncapi'] as const)('a shuffled %s contract', (kind) => {
  it('becomes the same bytes, manifest included', async () => {
    const plain = project(kind)
    const expected = await generate(plain, root)
    const contract = parse(readFileSync(join(root, plain.contract), 'utf8')) as Json
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const file = join(folder, `${kind}-${seed}.json`)
        writeFileSync(file, JSON.stringify(shuffled(contract, randomFrom(seed))))
        expect(await generateFrom(loadContract(file, join(root, plain.overlay)), plain, root)).toEqual(expected)
      }),
      { numRuns: 4 },
    )
  })
})

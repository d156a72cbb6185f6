import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleFile } from './bundle.ts'
import { parseDocumentText } from './parse.ts'
import { lookUp, schemaName } from './references.ts'

// A folder that would have another name, were its path read like a reference.
const folder = mkdtempSync(join(tmpdir(), 'bundle%20-'))
afterAll(() => rmSync(folder, { recursive: true }))

const FIRST = 'openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: {}\ncomponents:\n  schemas:\n'
const referring = (ref: string): string => `${FIRST}    A: { $ref: "${ref}" }\n`

let count = 0

/** Puts together `api.yaml` of a folder with these files. */
function together(files: { readonly [file: string]: string }): ReturnType<typeof bundleFile> {
  const home = join(folder, `${(count += 1)}`)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, file)), { recursive: true })
    writeFileSync(join(home, file), text)
  }
  const text = files['api.yaml'] ?? ''
  return bundleFile({ location: join(home, 'api.yaml'), text, document: parseDocumentText(text, 'api.yaml') })
}

/** What is said of faulty files, which are named from where the first one is. */
async function complaint(files: { readonly [file: string]: string }): Promise<string> {
  const said = await together(files).then(
    () => 'nothing',
    (cause: unknown) => (cause instanceof Error ? cause.message : ''),
  )
  return said.replaceAll(join(folder, `${count}/`), '')
}

describe('a contract in several files', () => {
  it('becomes one, in which what is shared has its name', async () => {
    const { document: whole } = await together({
      'api.yaml': `${referring('parts/a.yaml')}    B: { $ref: "parts/a.yaml" }\n`,
      'parts/a.yaml':
        'properties: { more: { $ref: "b.json#/Part" }, back: { $ref: "../api.yaml#/components/schemas/B" } }\n',
      'parts/b.json': '{"Part": {"type": "string"}}',
    })
    expect(lookUp(whole, '#/components/schemas/Part')).toEqual({ type: 'string' })
    expect(lookUp(whole, '#/components/schemas/A/properties')).toEqual({
      more: { $ref: '#/components/schemas/Part' },
      back: { $ref: '#/components/schemas/A' },
    })
  })

  it('may have files whose names are escaped in a reference', async () => {
    const { document: whole } = await together({
      'api.yaml': referring('my%20parts/%C3%A9.yaml'),
      'my parts/é.yaml': 'type: string\n',
    })
    expect(lookUp(whole, '#/components/schemas/A')).toEqual({ type: 'string' })
  })

  it('may have parts under names that a reference escapes', async () => {
    const names = ['a/b', 'x~y', 'a%b', 'a%2Fb', 'c d']
    const refs = ['a~1b', 'x~0y', 'a%25b', 'a%252Fb', 'c%20d']
    const { document: whole, placeOf } = await together({
      'api.yaml': `${FIRST}    A: { prefixItems: [${refs.map((ref) => `{ $ref: "b.yaml#/${ref}" }`).join(', ')}] }\n`,
      'b.yaml': names.map((name) => `"${name}": { title: "${name}" }\n`).join(''),
    })
    const items = lookUp(whole, '#/components/schemas/A/prefixItems') as { readonly $ref: string }[]
    expect(items.map(({ $ref }) => lookUp(whole, $ref))).toEqual(names.map((title) => ({ title })))
    expect(items.map(({ $ref }) => schemaName($ref))).toEqual(names)
    expect(placeOf('/components/schemas/a~1b/title')).toMatch(/b\.yaml:1:10$/)
  })

  it('is put together without asking anybody on the network', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked += 1
      response.end('type: string\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/a.yaml`
    try {
      const words = 'nothing is fetched here; save it beside the contract and refer to the file.'
      expect(await complaint({ 'api.yaml': referring(url) })).toBe(`api.yaml:6:10: ${url} cannot be followed: ${words}`)
      expect(await complaint({ 'api.yaml': referring('a.yaml'), 'a.yaml': `not:\n  $ref: ${url}\n` })).toBe(
        `a.yaml:2:3: ${url} cannot be followed: ${words}`,
      )
      const example = `A: { $ref: "a.yaml" }\n  examples: { E: { externalValue: "${url}" } }\n`
      await together({ 'api.yaml': `${FIRST}    ${example}`, 'a.yaml': 'type: string\n' })
      expect(asked).toBe(0)
    } finally {
      server.close()
    }
  })

  it('has what it holds in the file, line and column where it was written', async () => {
    const { placeOf } = await together({
      'api.yaml': referring('parts/a.yaml').replace('paths: {}', 'paths:\n  /p: { $ref: parts/p.yaml }'),
      'parts/a.yaml': 'type: object\nproperties:\n  more: { $ref: "b.json#/Part" }\n',
      'parts/b.json': '{\n "Part": {\n  "items": {}}}',
      'parts/p.yaml': 'get:\n  responses:\n    "200": { $ref: "r.yaml#/Answers/Good" }\n',
      'parts/r.yaml': 'Answers:\n  Good:\n    description: Good.\n',
    })
    const here = (pointer: string): string | undefined => placeOf(pointer)?.replace(join(folder, `${count}/`), '')
    expect(here('/components/schemas/A/properties')).toBe('parts/a.yaml:2:1')
    expect(here('/components/schemas/Part/items')).toBe('parts/b.json:3:3')
    expect(here('/paths/~1p/get/responses')).toBe('parts/p.yaml:2:3')
    expect(here('/components/responses/Good/description')).toBe('parts/r.yaml:3:5')
    expect(here('/paths/~1p/get/responses/200/description')).toBe('parts/r.yaml:3:5')
    expect(here('/components/schemas')).toBe('api.yaml:6:3')
    expect(here('/components/schemas/None')).toBeUndefined()
  })

  it.each([
    [
      'a part that is not there',
      { 'api.yaml': referring('a.yaml') },
      /^api\.yaml:6:10: a\.yaml cannot be followed: a\.yaml cannot be read: ENOENT/,
    ],
    [
      'a name that a part has not',
      { 'api.yaml': referring('a.yaml#/B'), 'a.yaml': 'A: {}\n' },
      /^api\.yaml:6:10: a\.yaml#\/B leads to nothing; correct it, or add what it names\.$/,
    ],
    [
      'a reference from a part',
      { 'api.yaml': referring('p/a.yaml'), 'p/a.yaml': 'items:\n  $ref: b.yaml\n' },
      /^p\/a\.yaml:2:3: b\.yaml cannot be followed: p\/b\.yaml cannot be read: ENOENT/,
    ],
    [
      'a discriminator that names no part',
      {
        'api.yaml': referring('a.yaml'),
        'a.yaml': 'oneOf: [{ $ref: b.yaml }]\ndiscriminator:\n  propertyName: kind\n  mapping:\n    b: c.yaml\n',
        'b.yaml': 'type: object\n',
      },
      /^a\.yaml:5:5: c\.yaml cannot be followed: c\.yaml cannot be read: ENOENT/,
    ],
    [
      'a key that a part has twice, once however often the part is referred to',
      { 'api.yaml': `${referring('a.yaml')}    B: { $ref: "a.yaml" }\n`, 'a.yaml': 'type: object\ntype: string\n' },
      /^a\.yaml:2:1: Map keys must be unique$/,
    ],
    [
      'parts that are no more than references to each other',
      { 'api.yaml': referring('a.yaml'), 'a.yaml': '$ref: b.yaml\n', 'b.yaml': '$ref: a.yaml\n' },
      /^api\.yaml cannot be put together: references run from file to file in a circle, so nothing is said\.$/,
    ],
  ])('is refused for %s, by file and line', async (_, files, message) => {
    expect(await complaint(files)).toMatch(message)
  })
})

// Every published example is kept as data and holds against its schema, but for the slips that are listed with their reason.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formats } from '../src/emit/formats.ts'
import { eachObject, isObject, type Json, type JsonObject, objectAt, textAt } from '../src/json.ts'
import { loadContract } from '../src/load/contract.ts'
import { resolve } from '../src/load/references.ts'
import { projects } from '../src/projects.ts'

type Example = {
  readonly api: string
  readonly operation?: string
  readonly direction: string
  readonly status: number | null
  readonly json: Json
}
type Listed = { readonly file: string; readonly index: number; readonly operation?: string; readonly reason: string }
type Slips = { readonly slips: readonly Listed[]; readonly withoutSchema: readonly Listed[] }

const root = join(import.meta.dirname, '../../..')
const contracts = new Map(projects.map((project) => [project.api, loadContract(join(root, project.contract)).document]))
const files = ['auth-gateway.json', 'cefi.json']
const examples = files.flatMap((file) =>
  (JSON.parse(readFileSync(join(root, 'specs/examples', file), 'utf8')) as Example[]).map((example, index) => ({
    file,
    index,
    example,
  })),
)
const listed = parse(readFileSync(join(root, 'specs/examples/slips.yaml'), 'utf8')) as Slips
const nameOf = ({ file, index }: { readonly file: string; readonly index: number }): string => `${file}#${index}`

/** The schemas an example is held against; none where the contract has nothing for it. */
function schemasFor({ api, operation = '', direction, status }: Example): Json[] {
  const document = contracts.get(api) ?? {}
  if (operation.startsWith('(error envelope')) return [{ $ref: '#/components/schemas/ErrorResponse' }]
  if (operation === 'envelopeTemplate') return listEnvelopes(document)
  // A body printed for its signature only: an order, by the address it is sent to.
  if (operation === 'signingExample')
    return schemasFor({ api, operation: 'createOrder', direction, status, json: null })
  if (direction === 'test-vector') return []
  if (direction === 'send') return [{ $ref: '#/components/schemas/Subscription' }]
  return operationsNamed(document, operation).flatMap((found) => partOf(document, found, direction, status))
}

function listEnvelopes(document: JsonObject): Json[] {
  const names = Object.keys(objectAt(objectAt(document, 'components'), 'schemas')).filter((name) =>
    name.endsWith('ListEnvelope'),
  )
  return names.map((name) => ({ $ref: `#/components/schemas/${name}` }))
}

function operationsNamed(document: JsonObject, id: string): JsonObject[] {
  const found: JsonObject[] = []
  eachObject(document, (object) => {
    if (object['responses'] !== undefined && (id === 'any' || object['operationId'] === id)) found.push(object)
  })
  return found
}

function partOf(document: JsonObject, operation: JsonObject, direction: string, status: number | null): Json[] {
  if (direction === 'response') return responseSchemas(document, operation, status)
  const parameters = Array.isArray(operation['parameters'])
    ? operation['parameters'].map((parameter) => resolve(document, parameter) ?? {})
    : []
  if (direction === 'query') {
    return [
      {
        properties: Object.fromEntries(
          parameters.map((parameter) => [textAt(parameter, 'name') ?? '', parameter['schema'] ?? true]),
        ),
      },
    ]
  }
  const body = schemasOf(resolve(document, operation['requestBody']))
  return body.length > 0
    ? body
    : parameters.flatMap((parameter) => objectAt(parameter, 'schema')['contentSchema'] ?? [])
}

function responseSchemas(document: JsonObject, operation: JsonObject, status: number | null): Json[] {
  return Object.entries(objectAt(operation, 'responses'))
    .filter(([code]) => (status === null ? code.startsWith('2') : code === String(status)))
    .flatMap(([, response]) => schemasOf(resolve(document, response)))
}

function schemasOf(holder: JsonObject | undefined): Json[] {
  const media = Object.values(objectAt(holder ?? {}, 'content'))
  return media.flatMap((entry) => (isObject(entry) && entry['schema'] !== undefined ? [entry['schema']] : []))
}

function isValid(example: Example): boolean {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats })
  const document = contracts.get(example.api) ?? {}
  ajv.addSchema({ $id: 'contract', components: objectAt(document, 'components'), paths: objectAt(document, 'paths') })
  return schemasFor(example).every((schema) => {
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"contract#')) as JsonObject
    return ajv.compile(absolute)(example.json)
  })
}

const withSchema = examples.filter(({ example }) => schemasFor(example).length > 0)

describe('the published examples', () => {
  it('hold against their schemas, but for exactly the listed slips', () => {
    const failing = withSchema.filter(({ example }) => !isValid(example))
    expect(failing.map(nameOf).sort()).toEqual(listed.slips.map(nameOf).sort())
  })

  it('all have a schema, but for exactly the listed ones', () => {
    const without = examples.filter(({ example }) => schemasFor(example).length === 0)
    expect(without.map(nameOf).sort()).toEqual(listed.withoutSchema.map(nameOf).sort())
  })

  it('are listed with the operation they belong to and a reason', () => {
    for (const entry of [...listed.slips, ...listed.withoutSchema]) {
      const example = examples.find((one) => nameOf(one) === nameOf(entry))?.example
      expect({ operation: entry.operation, reasoned: entry.reason.length > 20 }).toEqual({
        operation: example?.operation,
        reasoned: true,
      })
    }
  })

  it('come in the number they were published in', () => {
    expect(files.map((file) => examples.filter((one) => one.file === file).length)).toEqual([27, 29])
  })
})

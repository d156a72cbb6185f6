import type { ContractOperation, RequestParts, Violation } from './contracts.ts'
import { isRecord, type JsonRecord, recordAt, textAt } from './record.ts'
import type { SchemaChecker } from './schema-checker.ts'

interface Located {
  readonly node: JsonRecord
  readonly pointer: string
}

interface Parameter extends Located {
  readonly name: string
  readonly place: string
  readonly required: boolean
}

/** Reads one operation of an OpenAPI 3.1 document into two checks. `id` is its name in the clients. */
export function makeOperation(
  document: JsonRecord,
  checker: SchemaChecker,
  id: string,
  path: string,
  method: string,
): ContractOperation {
  const itemPointer = `/paths/${escapePointer(path)}`
  const item = locate(document, itemPointer)
  const operation = locate(document, `${itemPointer}/${method}`)
  const answerSchema = rememberingAnswers((status, version) => answerSchemaOf(document, operation, status, version))
  const bodyPointer = bodySchemaOf(document, operation)
  const parameters = [...parametersOf(document, item), ...parametersOf(document, operation)]
  return {
    id,
    method: method.toUpperCase(),
    path,
    documents: (status) => answerSchema(status, undefined).documented,
    checkRequest: (parts) => [
      ...parameters.flatMap((parameter) => checkParameter(checker, parameter, parts)),
      ...checkBody(checker, bodyPointer, parts.body),
    ],
    checkResponse: (status, body, version) => {
      const { documented, pointer } = answerSchema(status, version)
      if (!documented) return [{ field: 'status', message: `${status} is not documented for ${id}` }]
      return pointer === undefined || body === undefined ? [] : checker.check(pointer, body)
    },
  }
}

function parametersOf(document: JsonRecord, holder: Located): Parameter[] {
  const list = holder.node['parameters']
  if (!Array.isArray(list)) return []
  return list.map((_, index) => {
    const located = locate(document, `${holder.pointer}/parameters/${index}`)
    const { node } = located
    return {
      ...located,
      name: textAt(node, 'name') ?? '',
      place: textAt(node, 'in') ?? '',
      required: node['required'] === true,
    }
  })
}

function checkParameter(checker: SchemaChecker, parameter: Parameter, parts: RequestParts): readonly Violation[] {
  const schema = recordAt(parameter.node, 'schema')
  const text = readParameter(parameter, parts)
  if (text === undefined) {
    return parameter.required ? [{ field: parameter.name, message: 'is required' }] : []
  }
  const items = recordAt(schema, 'items')
  const value = repeats(parameter, schema)
    ? parts.query.getAll(parameter.name).map((item) => fromWire(item, items))
    : fromWire(text, schema)
  return checker.check(`${parameter.pointer}/schema`, value, parameter.name)
}

function readParameter({ name, place }: Parameter, parts: RequestParts): string | undefined {
  if (place === 'query') return parts.query.get(name) ?? undefined
  if (place === 'header') return parts.headers.get(name) ?? undefined
  return parts.path[name]
}

/** A list in a query repeats its name, unless the contract says otherwise. */
function repeats({ place, node }: Parameter, schema: JsonRecord): boolean {
  return place === 'query' && schema['type'] === 'array' && node['explode'] !== false
}

/** Parameters are text on the wire; a schema of whole numbers or booleans wants the value. */
function fromWire(text: string, schema: JsonRecord): unknown {
  if (schema['type'] === 'integer' && /^-?[0-9]{1,15}$/.test(text)) return Number(text)
  if (schema['type'] === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (schema['type'] === 'array') return text.split(',').map((item) => fromWire(item, recordAt(schema, 'items')))
  return text
}

interface BodySchema {
  readonly required: boolean
  readonly pointer: string | undefined
}

function bodySchemaOf(document: JsonRecord, operation: Located): BodySchema | undefined {
  if (operation.node['requestBody'] === undefined) return undefined
  const request = locate(document, `${operation.pointer}/requestBody`)
  const required = request.node['required'] === true
  return { required, pointer: jsonSchemaPointer(document, request, undefined) }
}

function checkBody(checker: SchemaChecker, schema: BodySchema | undefined, body: unknown): readonly Violation[] {
  if (schema === undefined) return []
  if (body === undefined) return schema.required ? [{ field: 'body', message: 'is required' }] : []
  return schema.pointer === undefined ? [] : checker.check(schema.pointer, body)
}

interface AnswerSchema {
  readonly documented: boolean
  /** JSON pointer of its schema; missing when the body is not constrained. */
  readonly pointer: string | undefined
}

function answerSchemaOf(
  document: JsonRecord,
  operation: Located,
  status: number,
  version: string | undefined,
): AnswerSchema {
  const response = responseOf(document, operation, status)
  if (response === undefined) return { documented: false, pointer: undefined }
  return { documented: true, pointer: jsonSchemaPointer(document, response, version) }
}

/** The contract does not change while it is served, and every answer asks again. */
function rememberingAnswers(
  find: (status: number, version: string | undefined) => AnswerSchema,
): (status: number, version: string | undefined) => AnswerSchema {
  const known = new Map<string, AnswerSchema>()
  return (status, version) => {
    const key = `${status} ${version ?? ''}`
    const found = known.get(key) ?? find(status, version)
    known.set(key, found)
    return found
  }
}

function responseOf(document: JsonRecord, operation: Located, status: number): Located | undefined {
  const responses = recordAt(operation.node, 'responses')
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find((name) => responses[name] !== undefined)
  return key === undefined ? undefined : locate(document, `${operation.pointer}/responses/${key}`)
}

/** Where the JSON schema of a body stands; with a schema version, the branch that the contract names for it. */
function jsonSchemaPointer(document: JsonRecord, holder: Located, version: string | undefined): string | undefined {
  const content = recordAt(holder.node, 'content')
  const type = Object.keys(content).find((name) => name.includes('json'))
  if (type === undefined) return undefined
  const media = locate(document, `${holder.pointer}/content/${escapePointer(type)}`)
  const schema = recordAt(media.node, 'schema')
  const versions = { ...recordAt(media.node, VERSION_SCHEMAS), ...recordAt(schema, VERSION_SCHEMAS) }
  const branch = version === undefined ? undefined : versions[version]
  if (typeof branch === 'string' && branch.startsWith('#')) return branch.slice(1)
  return media.node['schema'] === undefined ? undefined : `${media.pointer}/schema`
}

const VERSION_SCHEMAS = 'x-truex-version-schemas'

/** Follows a JSON pointer, and then any `$ref` it ends at. */
function locate(document: JsonRecord, pointer: string): Located {
  let node: unknown = document
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(node)) node = node[Number(name)]
    else node = isRecord(node) ? node[name] : undefined
  }
  if (!isRecord(node)) throw new TypeError(`The contract has no object at ${pointer}.`)
  const reference = textAt(node, '$ref')
  return reference === undefined ? { node, pointer } : locate(document, reference.slice(1))
}

function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

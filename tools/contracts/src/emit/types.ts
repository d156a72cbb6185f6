import { isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { schemaName, schemasOf } from '../load/references.ts'
import { pascalCase, typeName } from '../model/names.ts'
import type { OperationModel, ParameterPlace } from '../model/operations.ts'
import { type ResultModel, unwrapped } from '../model/results.ts'
import { DEPRECATED, key, quote, tsdoc } from './text.ts'

/** What `types.ts` is made of. */
export type TypesInput = {
  /** The document the types describe, see `typedDocument`. */
  readonly document: JsonObject
  readonly operations: readonly { readonly operation: OperationModel; readonly result: ResultModel }[]
  /** Prefix of the interface that names every operation. */
  readonly prefix: string
  /** Open form → the closed component it was made from. */
  readonly openForms: ReadonlyMap<string, string>
  /** Whether `CallOptions` and `PagedOperation` come from the core of the family; else the file says itself what it needs. */
  readonly core: boolean
}

/** Named aliases for every component and operation, and one interface that holds every operation. */
export function emitTypes(input: TypesInput): string {
  const names = aliasNames(input)
  const components = Object.entries(schemasOf(input.document)).map(([name, schema]) =>
    componentAlias(name, schema, names, input.openForms),
  )
  const aliases = input.operations.map((entry) => operationAliases(entry, input.document, names))
  const methods = input.operations.map((entry) => method(entry, names))
  const api = `${tsdoc(['Every operation of the API, by its name.'])}export interface ${names.api} {\n${methods.join('\n')}}\n`
  const body = [...components, ...aliases, ...(methods.length === 0 ? [] : [api])].join('\n')
  return `${importLines(body, input.core)}${body}`
}

// Only what the body mentions is imported.
function importLines(body: string, fromCore: boolean): string {
  const used = ['CallOptions', 'PagedOperation'].filter((name) => new RegExp(`\\b${name}\\b`).test(body))
  const schema = ['components', 'operations'].filter((name) => body.includes(`${name}[`))
  const lines = [
    ...(used.length === 0 || !fromCore ? [] : [`import type { ${used.join(', ')} } from '@truemarkets/core'\n`]),
    ...(schema.length === 0 ? [] : [`import type { ${schema.join(', ')} } from './schema.ts'\n`]),
  ]
  return `${lines.join('')}${lines.length === 0 ? '' : '\n'}${fromCore || used.length === 0 ? '' : LOCAL_OPTIONS}`
}

const LOCAL_OPTIONS = `${tsdoc(['Options of one call.'])}export interface CallOptions {\n  /** Aborts the call. */\n  readonly signal?: AbortSignal\n}\n\n`

type AliasNames = {
  readonly component: (name: string) => string
  readonly operation: (id: string, suffix: 'Params' | 'Result' | 'Row') => string
  readonly api: string
}

// Components keep their names; an operation's alias gives way where a component has it already.
function aliasNames(input: TypesInput): AliasNames {
  const taken = new Set<string>()
  const claim = (wanted: string): string => {
    let name = wanted
    while (taken.has(name)) name = `${name}_`
    taken.add(name)
    return name
  }
  const components = new Map(Object.keys(schemasOf(input.document)).map((name) => [name, claim(typeName(name))]))
  const aliases = new Map<string, string>()
  for (const { operation } of input.operations) {
    for (const suffix of ['Params', 'Result', 'Row']) {
      const wanted = `${pascalCase(operation.id)}${suffix}`
      aliases.set(
        `${operation.id}:${suffix}`,
        claim(taken.has(wanted) ? `${pascalCase(operation.id)}Operation${suffix}` : wanted),
      )
    }
  }
  return {
    component: (name) => components.get(name) ?? typeName(name),
    operation: (id, suffix) => aliases.get(`${id}:${suffix}`) ?? `${pascalCase(id)}${suffix}`,
    api: claim(`${input.prefix}Operations`),
  }
}

function componentAlias(name: string, schema: Json, names: AliasNames, openForms: ReadonlyMap<string, string>): string {
  const closed = openForms.get(name)
  const note =
    closed === undefined
      ? undefined
      : `As received: like {@link ${names.component(closed)}}, and open to enum values newer than the contract.`
  const text = isObject(schema) ? (textAt(schema, 'description') ?? textAt(schema, 'title')) : undefined
  const deprecated = isObject(schema) && schema['deprecated'] === true ? DEPRECATED : undefined
  return `${tsdoc([text, note, deprecated])}export type ${names.component(name)} = components['schemas'][${quote(name)}]\n`
}

function operationAliases(entry: TypesInput['operations'][number], document: JsonObject, names: AliasNames): string {
  const { operation, result } = entry
  const row =
    result.row === undefined
      ? ''
      : `\n${tsdoc([`One row of \`${operation.id}\`.`])}export type ${names.operation(operation.id, 'Row')} = ${rowType(entry, names)}\n`
  return `${paramsAlias(operation, names)}\n${tsdoc([`Result of \`${operation.id}\`.`])}export type ${names.operation(operation.id, 'Result')} = ${resultType(entry, document, names)}\n${row}`
}

const PLACES: readonly ParameterPlace[] = ['path', 'query', 'header', 'cookie']

function paramsAlias(operation: OperationModel, names: AliasNames): string {
  const from = `operations[${quote(operation.id)}]`
  const members = PLACES.flatMap((place) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place)
    if (parameters.length === 0) return []
    const required = parameters.some((parameter) => parameter.required)
    const type = `${from}['parameters'][${quote(place)}]`
    return [`  ${place}${required ? '' : '?'}: ${required ? type : `NonNullable<${type}>`}\n`]
  })
  const { requestBody } = operation
  if (requestBody !== undefined) {
    const type = bodyType(operation, requestBody.schema, requestBody.contentType, names)
    members.push(`${tsdoc([requestBody.description], '  ')}  body${requestBody.required ? '' : '?'}: ${type}\n`)
  }
  const name = names.operation(operation.id, 'Params')
  const doc = tsdoc([`Parameters of \`${operation.id}\`${members.length === 0 ? ': none' : ''}.`])
  if (members.length === 0) return `${doc}export type ${name} = Record<string, never>\n`
  return `${doc}export interface ${name} {\n${members.join('')}}\n`
}

function bodyType(operation: OperationModel, schema: Json, contentType: string, names: AliasNames): string {
  const name = isObject(schema) ? schemaName(schema['$ref']) : undefined
  if (name !== undefined) return names.component(name)
  const body = `operations[${quote(operation.id)}]['requestBody']`
  return `${operation.requestBody?.required === true ? body : `NonNullable<${body}>`}['content'][${quote(contentType)}]`
}

function resultType(
  { operation, result }: TypesInput['operations'][number],
  document: JsonObject,
  names: AliasNames,
): string {
  if (result.bodies.length === 0) return 'void'
  const types = result.bodies.map(({ status, contentType, schema }) => {
    const content = `operations[${quote(operation.id)}]['responses'][${/^\d+$/.test(status) ? status : quote(status)}]['content'][${quote(contentType)}]`
    const name = isObject(schema) ? schemaName(schema['$ref']) : undefined
    const whole = name === undefined ? content : names.component(name)
    if (!result.unwrap) return whole
    const shapes = unwrapped(document, schema).map((shape) => (isObject(shape) ? schemaName(shape['$ref']) : undefined))
    if (shapes.length > 0 && shapes.every((shape) => shape !== undefined))
      return shapes.map((shape) => names.component(shape)).join(' | ')
    return `${whole}['data']`
  })
  return [...new Set(types), ...(result.mayBeEmpty ? ['undefined'] : [])].join(' | ')
}

function rowType({ operation, result }: TypesInput['operations'][number], names: AliasNames): string {
  const name = isObject(result.row) ? schemaName(result.row['$ref']) : undefined
  if (name !== undefined) return names.component(name)
  const whole = names.operation(operation.id, 'Result')
  return `NonNullable<${result.mayBeEmpty ? `NonNullable<${whole}>` : whole}['data']>[number]`
}

function method({ operation, result }: TypesInput['operations'][number], names: AliasNames): string {
  const params = names.operation(operation.id, 'Params')
  const returns = names.operation(operation.id, 'Result')
  const place = `\`${operation.method} ${operation.path}\``
  const doc = tsdoc(
    [
      operation.summary,
      operation.description,
      place,
      operation.deprecated ? DEPRECATED : undefined,
      operation.example === undefined ? undefined : `@example\n\`\`\`ts\n${operation.example.trim()}\n\`\`\``,
    ],
    '  ',
  )
  if (result.row !== undefined)
    return `${doc}  ${key(operation.id)}: PagedOperation<${params}, ${returns}, ${names.operation(operation.id, 'Row')}>\n`
  const needed =
    operation.parameters.some((parameter) => parameter.required) || operation.requestBody?.required === true
  return `${doc}  ${key(operation.id)}(params${needed ? '' : '?'}: ${params}, options?: CallOptions): Promise<${returns}>\n`
}

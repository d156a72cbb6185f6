import { canonical, isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { liftRequired } from './all-of.ts'
import { discriminatingOf } from './discriminating.ts'
import { openEnums } from './enums.ts'
import { isMethod } from './http.ts'
import { modern } from './modern.ts'
import type { SchemaUse } from './schema-uses.ts'
import type { EnumMode } from './widened.ts'

/** Which way the parts of an OpenAPI document travel. Webhooks and callbacks are sent by the server. */
const COMPONENT_MODES = {
  parameters: 'closed',
  requestBodies: 'closed',
  responses: 'open',
  headers: 'open',
} as const satisfies { [section: string]: EnumMode }

/** A document ready for types, and the components that were given an open form. */
export type TypedDocument = { readonly document: JsonObject; readonly openForms: ReadonlyMap<string, string> }

/** The document the types are made of: everything said as JSON Schema 2020-12 says it, enums of responses open, those of requests closed. */
export function typedDocument(source: JsonObject): TypedDocument {
  const document = liftRequired(modern(source))
  const components = objectAt(document, 'components')
  const schemas = objectAt(components, 'schemas')
  const uses: SchemaUse[] = []
  eachPart(document, (part, mode) => {
    uses.push({ schema: part, mode })
    return part
  })
  const { schemas: opened, rewrite, openForms } = openEnums(schemas, uses, discriminatingOf(schemas, document))
  const rewritten = eachPart(document, rewrite)
  return {
    openForms,
    document: {
      ...rewritten,
      components: {
        ...objectAt(rewritten, 'components'),
        ...(Object.keys(opened).length > 0 ? { schemas: canonical(opened) } : {}),
      },
    },
  }
}

/** Copies the document, passing each part that travels one way through `change`. */
function eachPart(document: JsonObject, change: (part: Json, mode: EnumMode) => Json): JsonObject {
  const copy: JsonObject = { ...document, paths: pathItems(objectAt(document, 'paths'), 'closed', change) }
  if (isObject(document['webhooks'])) copy['webhooks'] = pathItems(document['webhooks'], 'open', change)
  const components: JsonObject = { ...objectAt(document, 'components') }
  for (const [section, mode] of Object.entries(COMPONENT_MODES)) {
    const parts = components[section]
    if (isObject(parts)) components[section] = eachMember(parts, (part) => change(part, mode))
  }
  if (isObject(components['callbacks']))
    components['callbacks'] = eachMember(components['callbacks'], (part) => callback(part, 'open', change))
  if (isObject(components['pathItems'])) components['pathItems'] = pathItems(components['pathItems'], 'closed', change)
  return { ...copy, components }
}

function pathItems(items: JsonObject, requests: EnumMode, change: (part: Json, mode: EnumMode) => Json): JsonObject {
  const copy: JsonObject = {}
  for (const [path, item] of Object.entries(items)) {
    copy[path] = isObject(item) ? pathItem(item, requests, change) : item
  }
  return copy
}

function pathItem(item: JsonObject, requests: EnumMode, change: (part: Json, mode: EnumMode) => Json): JsonObject {
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(item)) {
    if (isMethod(key) && isObject(value)) copy[key] = operation(value, requests, change)
    else copy[key] = key === 'parameters' ? change(value, requests) : value
  }
  return copy
}

function operation(value: JsonObject, requests: EnumMode, change: (part: Json, mode: EnumMode) => Json): JsonObject {
  const copy: JsonObject = { ...value }
  for (const key of ['parameters', 'requestBody']) {
    if (value[key] !== undefined) copy[key] = change(value[key], requests)
  }
  const answers = requests === 'closed' ? 'open' : 'closed'
  if (isObject(value['responses']))
    copy['responses'] = eachMember(withoutNotes(value['responses']), (part) => change(part, answers))
  if (isObject(value['callbacks']))
    copy['callbacks'] = eachMember(value['callbacks'], (part) => callback(part, answers, change))
  return copy
}

// The expression of a callback is its path; what it sends comes from the server.
function callback(value: Json, mode: EnumMode, change: (part: Json, mode: EnumMode) => Json): Json {
  return isObject(value) && value['$ref'] === undefined ? pathItems(value, mode, change) : value
}

// openapi-typescript takes a note among the answers for one of them.
function withoutNotes(answers: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(answers).filter(([status]) => !status.startsWith('x-')))
}

// One by one, since a member may be called like a keyword: `default` is a response here, and data in a schema.
function eachMember(members: JsonObject, change: (member: Json) => Json): JsonObject {
  const copy: JsonObject = {}
  for (const [name, member] of Object.entries(members)) copy[name] = change(member)
  return copy
}

import { isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { referenceTo, resolve, schemaName, schemasOf } from '../load/references.ts'
import { liftRequired } from './all-of.ts'
import { type BehaviourSource, type MessageBehaviour, messageBehaviourOf } from './behaviour.ts'
import { type ChannelModel, channelsOf, type ServerModel, serversOf } from './channels.ts'
import type { Discriminating } from './discriminating.ts'
import { alternatives, constituents, discriminatorsOf } from './discriminators.ts'
import { openEnums } from './enums.ts'
import { modern } from './modern.ts'
import { numbered, pascalCase } from './names.ts'
import { described, payloadOf } from './payload.ts'
import type { SchemaUse } from './schema-uses.ts'
import { type MessageDirection, travelling } from './travelling.ts'
import type { EnumMode } from './widened.ts'

/** One message, from the client's point of view. */
export type MessageModel = {
  readonly name: string
  readonly summary?: string
  readonly direction: MessageDirection
  /** The operations it travels in. */
  readonly operations: readonly string[]
  /** Name of the schema of the payload, in the form the direction needs. */
  readonly payload: string
  /** Name of the schema of its headers, where it has any. */
  readonly headers?: string
  /** The values of each discriminator that name this message. */
  readonly on: { readonly [property: string]: readonly string[] }
  readonly behaviour: MessageBehaviour
}

/** What the AsyncAPI emitters read. */
export type MessagingModel = {
  readonly messages: readonly MessageModel[]
  readonly channels: readonly ChannelModel[]
  readonly servers: readonly ServerModel[]
  /** Every schema, enums opened where they are received. */
  readonly schemas: JsonObject
  readonly openForms: ReadonlyMap<string, string>
  /** The schemas as the contract says them, every enum closed. */
  readonly written: JsonObject
}

type Found = {
  readonly name: string
  readonly message: JsonObject
  readonly direction: MessageDirection
  readonly operations: string[]
  readonly payload: string
  readonly headers?: string
}

/** Reads an AsyncAPI 3.0 document. */
export function messagingOf(written: JsonObject, behaviour: BehaviourSource = 'stated'): MessagingModel {
  const document = modern(written)
  const named = Object.entries(schemasOf(document))
  const own: JsonObject = Object.fromEntries(named.map(([name, schema]) => [name, described(schema).schema]))
  const found = messagesOf(document, own)
  const schemas = liftRequired(own)
  const received = found.filter(({ direction }) => direction === 'receive').map(({ payload }) => payload)
  const uses: SchemaUse[] = found.flatMap(({ payload, headers, direction }) =>
    [payload, ...(headers === undefined ? [] : [headers])].map((name) => ({
      schema: reference(name),
      mode: MODES[direction],
    })),
  )
  const opened = openEnums(schemas, uses, closedProperties(schemas, received))
  return {
    messages: found
      .map((entry) => modelOf(entry, schemas, opened.rewrite, behaviour))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    channels: channelsOf(document, namesIn(found)),
    servers: serversOf(document),
    schemas: opened.schemas,
    openForms: opened.openForms,
    written: schemas,
  }
}

const MODES = { send: 'closed', receive: 'open' } as const satisfies { [direction: string]: EnumMode }

function reference(name: string): JsonObject {
  return { $ref: referenceTo(name) }
}

// A payload written inside a message gets the message's name, so that nothing stays anonymous.
function messagesOf(document: JsonObject, schemas: JsonObject): Found[] {
  const found: Found[] = []
  for (const [operation, value] of Object.entries(objectAt(document, 'operations'))) {
    if (!isObject(value)) continue
    for (const { direction, ...entry } of travelling(document, value)) {
      const message = resolve(document, entry.value)
      if (message === undefined) continue
      const known = found.find((one) => one.direction === direction && one.message === message)
      if (known !== undefined) {
        known.operations.push(operation)
        continue
      }
      const name = freeMessageName(textAt(message, 'name') ?? entry.name, direction, found)
      const sibling = found.find((one) => one.message === message)
      found.push({
        name,
        message,
        direction,
        operations: [operation],
        payload: sibling?.payload ?? componentName(payloadOf(message).schema, name, schemas),
        ...(message['headers'] === undefined
          ? {}
          : {
              headers:
                sibling?.headers ?? componentName(described(message['headers']).schema, `${name} headers`, schemas),
            }),
      })
    }
  }
  return found
}

function namesIn(found: readonly Found[]): (message: JsonObject) => string[] {
  return (message) => found.filter((one) => one.message === message).map(({ name }) => name)
}

// A message that travels both ways is two rows, and two messages may have one name in different channels.
function freeMessageName(wanted: string, direction: MessageDirection, found: readonly Found[]): string {
  const taken = new Set(found.map(({ name }) => name))
  if (!taken.has(wanted)) return wanted
  return numbered(`${direction === 'send' ? 'sent' : 'received'}${pascalCase(wanted)}`, (name) => taken.has(name))
}

// What a message carries is a component afterwards, whether it was one or not.
function componentName(schema: Json, name: string, schemas: JsonObject): string {
  const named = isObject(schema) ? schemaName(schema['$ref']) : undefined
  if (named !== undefined) return named
  let own = pascalCase(name)
  while (Object.hasOwn(schemas, own)) own = `${own}Message`
  schemas[own] = schema
  return own
}

// The discriminators of a payload stand in the payload itself, in what it is composed of, or in its alternatives.
function closedProperties(schemas: JsonObject, payloads: readonly string[]): Discriminating {
  const discriminators = new Set(discriminatorsOf(schemas, payloads))
  const names = payloads.flatMap((payload) => [...constituents(schemas, reference(payload))])
  return new Map(names.map((name) => [name, discriminators]))
}

function modelOf(
  entry: Found,
  schemas: JsonObject,
  rewrite: (schema: Json, mode: EnumMode) => Json,
  behaviour: BehaviourSource,
): MessageModel {
  const formOf = (name: string): string => {
    const form = rewrite(reference(name), MODES[entry.direction])
    return (isObject(form) ? schemaName(form['$ref']) : undefined) ?? name
  }
  const summary = textAt(entry.message, 'summary') ?? textAt(entry.message, 'title')
  const properties = discriminatorsOf(schemas, [entry.payload])
  const shapes = alternatives(schemas, reference(entry.payload), properties)
  return {
    name: entry.name,
    ...(summary === undefined ? {} : { summary }),
    direction: entry.direction,
    operations: entry.operations,
    payload: formOf(entry.payload),
    ...(entry.headers === undefined ? {} : { headers: formOf(entry.headers) }),
    on: Object.fromEntries(
      properties.map((property) => [property, [...new Set(shapes.flatMap((shape) => shape.get(property) ?? []))]]),
    ),
    behaviour: messageBehaviourOf(entry.message, `message ${entry.name}`, behaviour),
  }
}

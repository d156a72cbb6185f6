import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { referenceTo, resolve, schemaName } from '../load/references.ts'
import { liftRequired } from './all-of.ts'
import { type BehaviourSource, type MessageBehaviour, messageBehaviourOf } from './behaviour.ts'
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

/** One channel of the contract. */
export type ChannelModel = {
  readonly id: string
  /** Nothing where the contract leaves it open. */
  readonly address?: string
  readonly summary?: string
  /** What fills the holes of the address, by name. */
  readonly parameters: readonly ChannelParameter[]
  /** The names of its messages, as the models have them. */
  readonly messages: readonly string[]
}

/** What fills a hole in the address of a channel. */
export type ChannelParameter = {
  readonly name: string
  readonly description?: string
  /** The values it is limited to; none where it is not. */
  readonly values: readonly string[]
  readonly default?: string
}

/** What the AsyncAPI emitters read. */
export type MessagingModel = {
  readonly messages: readonly MessageModel[]
  readonly channels: readonly ChannelModel[]
  readonly servers: readonly { readonly id: string; readonly url: string; readonly description?: string }[]
  /** Every schema, enums opened where they are received. */
  readonly schemas: JsonObject
  readonly openForms: ReadonlyMap<string, string>
  /** The schemas as the contract says them, every enum closed. */
  readonly written: JsonObject
  /** The properties that tell received messages apart. */
  readonly discriminators: readonly string[]
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
  const named = Object.entries(objectAt(objectAt(document, 'components'), 'schemas'))
  const own: JsonObject = Object.fromEntries(named.map(([name, schema]) => [name, described(schema).schema]))
  const found = messagesOf(document, own)
  const schemas = liftRequired(own)
  const received = found.filter(({ direction }) => direction === 'receive').map(({ payload }) => payload)
  const discriminators = discriminatorsOf(schemas, received)
  const uses: SchemaUse[] = found.flatMap(({ payload, headers, direction }) =>
    [payload, ...(headers === undefined ? [] : [headers])].map((name) => ({
      schema: reference(name),
      mode: MODES[direction],
    })),
  )
  const opened = openEnums(schemas, uses, closedProperties(schemas, received, discriminators))
  return {
    messages: found
      .map((entry) => modelOf(entry, schemas, opened.rewrite, behaviour))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    channels: channelsOf(document, found),
    servers: serversOf(document),
    schemas: opened.schemas,
    openForms: opened.openForms,
    written: schemas,
    discriminators,
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
function closedProperties(
  schemas: JsonObject,
  payloads: readonly string[],
  discriminators: readonly string[],
): Discriminating {
  const closed = new Map<string, Set<string>>()
  for (const payload of payloads) {
    for (const name of constituents(schemas, reference(payload))) closed.set(name, new Set(discriminators))
  }
  return closed
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

function channelsOf(document: JsonObject, found: readonly Found[]): ChannelModel[] {
  return Object.entries(objectAt(document, 'channels')).map(([id, channel]) => {
    const value = resolve(document, channel) ?? {}
    const summary = textAt(value, 'summary') ?? textAt(value, 'description')
    const address = textAt(value, 'address')
    return {
      id,
      ...(address === undefined ? {} : { address }),
      ...(summary === undefined ? {} : { summary }),
      parameters: parametersOf(document, value),
      messages: Object.values(objectAt(value, 'messages')).flatMap((entry) => {
        const message = resolve(document, entry)
        return found.filter((one) => one.message === message).map(({ name }) => name)
      }),
    }
  })
}

// AsyncAPI 3 limits the parameter itself, 2 by a schema.
function parametersOf(document: JsonObject, channel: JsonObject): ChannelParameter[] {
  return Object.entries(objectAt(channel, 'parameters')).map(([name, value]) => {
    const parameter = resolve(document, value) ?? {}
    const schema = resolve(document, parameter['schema']) ?? {}
    const description = textAt(parameter, 'description')
    const usual = parameter['default'] ?? schema['default']
    return {
      name,
      ...(description === undefined ? {} : { description }),
      values: [...arrayAt(parameter, 'enum'), ...arrayAt(schema, 'enum')].map(inAddress),
      ...(usual === undefined ? {} : { default: inAddress(usual) }),
    }
  })
}

function inAddress(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function serversOf(document: JsonObject): MessagingModel['servers'] {
  return Object.entries(objectAt(document, 'servers')).map(([id, value]) => {
    const server = resolve(document, value) ?? {}
    const description = textAt(server, 'description')
    const written = `${textAt(server, 'protocol') ?? 'wss'}://${textAt(server, 'host') ?? ''}${textAt(server, 'pathname') ?? ''}`
    const url = withDefaults(document, written, objectAt(server, 'variables'))
    return { id, url, ...(description === undefined ? {} : { description }) }
  })
}

// What a variable is by default; one without stays open in the URL.
function withDefaults(document: JsonObject, url: string, variables: JsonObject): string {
  return url.replaceAll(/\{([^{}]+)\}/g, (hole, name: string) => {
    const variable = resolve(document, variables[name])
    return (variable === undefined ? undefined : textAt(variable, 'default')) ?? hole
  })
}

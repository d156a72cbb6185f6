import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { type MessageDirection, travelling } from '../model/travelling.ts'
import { type Change, said } from './change.ts'
import { compareBindings, compareMessages, type MessagePlace } from './compare-messages.ts'
import { compareSchemes, nameBefore } from './compare-schemes.ts'
import {
  type AsyncapiComparison,
  compareBehaviour,
  compareComponents,
  compareServerSunset,
  comparison,
  differs,
  eitherOf,
} from './comparison.ts'
import type { Direction } from './schema-rules.ts'
import { asyncapiRules } from './structure-rules.ts'

/** What changed between two AsyncAPI 3.0 documents, from the client's point of view. */
export function compareAsyncapi(before: JsonObject, after: JsonObject, today: string): Change[] {
  return compareDocuments(comparison(before, after, today, asyncapiRules))
}

function compareDocuments(context: AsyncapiComparison): Change[] {
  const { before, after } = context
  compareServers(context)
  compareChannels(context)
  compareOperations(context)
  compareMessages(context, messagesOf(before), messagesOf(after))
  compareSchemes(context)
  compareComponents(context)
  const [was, is] = [textAt(objectAt(before, 'info'), 'version'), textAt(objectAt(after, 'info'), 'version')]
  if (was !== is)
    context.report('version-changed', 'contract', `is at version ${is ?? 'unstated'}, it was ${was ?? 'unstated'}`)
  return context.changes.all()
}

function compareServers(context: AsyncapiComparison): void {
  const [left, right] = [objectAt(context.before, 'servers'), objectAt(context.after, 'servers')]
  for (const name of eitherOf(left, right)) {
    const [was, is] = [resolve(context.before, left[name]), resolve(context.after, right[name])]
    const at = `server ${name}`
    if (was === undefined) context.report('server-added', at, 'is new')
    else if (is === undefined) context.report('server-removed', at, 'is gone')
    else {
      const [from, to] = [addressOf(was), addressOf(is)]
      if (from !== to)
        context.report('server-moved', at, `is at ${to}, it was at ${from}; a client goes there when it is told to`)
      else if (differs(was['variables'], is['variables']))
        context.report('server-variables-changed', at, `${to} has other variables`)
      if (described(was) !== described(is)) context.report('server-described-anew', at, 'is described anew')
      compareBindings(context, at, was, is)
      compareSecurity(context, at, was, is)
      compareServerSunset(context, at, was, is)
    }
  }
}

function addressOf(server: JsonObject): string {
  return `${textAt(server, 'protocol') ?? ''}://${textAt(server, 'host') ?? ''}${textAt(server, 'pathname') ?? ''}`
}

function compareSecurity(context: AsyncapiComparison, at: string, was: JsonObject, is: JsonObject): void {
  const before = arrayAt(was, 'security').map((scheme) => schemeIn(context, context.before, scheme))
  const after = arrayAt(is, 'security').map((scheme) => schemeIn(context, context.after, scheme))
  if (before.length === 0 && after.length > 0) context.report('security-required', at, 'needs credentials now')
  else if (before.length > 0 && after.length === 0) context.report('security-lifted', at, 'needs no credentials now')
  else {
    for (const one of after.filter((other) => !before.includes(other)))
      context.report('security-alternative-added', at, `takes ${one} as well`)
    for (const one of before.filter((other) => !after.includes(other)))
      context.report('security-alternative-removed', at, `does not take ${one} any more`)
  }
}

// A scheme by the name it had before, where it has one.
function schemeIn({ before }: AsyncapiComparison, document: JsonObject, scheme: Json): string {
  const ref = isObject(scheme) ? textAt(scheme, '$ref') : undefined
  return nameBefore(before, document, scheme, ref?.split('/').at(-1)) ?? JSON.stringify(scheme)
}

function compareChannels(context: AsyncapiComparison): void {
  const [left, right] = [objectAt(context.before, 'channels'), objectAt(context.after, 'channels')]
  for (const id of eitherOf(left, right)) {
    const [was, is] = [resolve(context.before, left[id]), resolve(context.after, right[id])]
    const at = `channel ${id}`
    if (was === undefined) context.report('channel-added', at, 'is new')
    else if (is === undefined) context.report('channel-removed', at, 'is gone')
    else compareChannel(context, at, was, is)
  }
}

function compareChannel(context: AsyncapiComparison, at: string, was: JsonObject, is: JsonObject): void {
  if (was['address'] !== is['address'])
    context.report('channel-address-changed', at, `is at ${said(is['address'])}, it was at ${said(was['address'])}`)
  if (described(was) !== described(is)) context.report('channel-described-anew', at, 'is described anew')
  if (differs(was['servers'], is['servers'])) context.report('channel-servers-changed', at, 'is on other servers now')
  const [before, after] = [objectAt(was, 'parameters'), objectAt(is, 'parameters')]
  for (const name of eitherOf(before, after)) {
    if (before[name] === undefined)
      context.report('channel-parameter-added', `${at} ${name}`, 'is a new parameter of the address')
    else if (after[name] === undefined)
      context.report('channel-parameter-removed', `${at} ${name}`, 'is no parameter of the address any more')
    else if (valuesOf(context.before, before[name]) !== valuesOf(context.after, after[name]))
      context.report('channel-parameter-changed', `${at} ${name}`, 'takes other values now')
  }
  compareBindings(context, at, was, is)
}

function valuesOf(document: JsonObject, parameter: Json): string {
  const { enum: values, default: usual, schema, location } = resolve(document, parameter) ?? {}
  return JSON.stringify([values ?? null, usual ?? null, schema ?? null, location ?? null])
}

function described(holder: JsonObject): string {
  return JSON.stringify([holder['title'], holder['summary'], holder['description']])
}

function compareOperations(context: AsyncapiComparison): void {
  const [left, right] = [objectAt(context.before, 'operations'), objectAt(context.after, 'operations')]
  for (const id of eitherOf(left, right)) {
    const [was, is] = [resolve(context.before, left[id]), resolve(context.after, right[id])]
    const at = `operation ${id}`
    if (was === undefined) context.report('operation-added', at, 'is new')
    else if (is === undefined) reportRemoved(context, at, was)
    else {
      if (was['action'] !== is['action'])
        context.report('operation-turned-round', at, `is to ${said(is['action'])}, it was to ${said(was['action'])}`)
      if (differs(was['channel'], is['channel']))
        context.report('operation-channel-changed', at, 'goes over another channel now')
      if (replyOf(context.before, was) !== replyOf(context.after, is))
        context.report('operation-reply-changed', at, 'is replied to otherwise now')
      compareBindings(context, at, was, is)
      if (described(was) !== described(is)) context.report('operation-described-anew', at, 'is described anew')
      if (was['deprecated'] !== true && is['deprecated'] === true)
        context.report('operation-deprecated', at, 'is deprecated now')
      compareBehaviour(context, at, was, is)
      compareSecurity(context, at, was, is)
    }
  }
}

// Where the reply comes; its messages are compared as such.
function replyOf(document: JsonObject, operation: JsonObject): string {
  const { channel, address } = resolve(document, operation['reply']) ?? {}
  return JSON.stringify([channel ?? null, resolve(document, address)?.['location'] ?? null])
}

function reportRemoved(context: AsyncapiComparison, at: string, was: JsonObject): void {
  const sunset = textAt(was, 'x-sunset')
  if (sunset !== undefined && sunset <= context.today)
    context.report('operation-removed-after-sunset', at, `is gone; its sunset was ${sunset}`)
  else context.report('operation-removed', at, 'is gone')
}

const SAID = { send: 'sent', receive: 'received' } as const satisfies { [direction in MessageDirection]: Direction }

// A message is told apart by its direction and name, and by its operation where several have that name.
function messagesOf(document: JsonObject): Map<string, MessagePlace> {
  const found = new Map<string, Set<JsonObject>>()
  const places = new Map<string, MessagePlace>()
  for (const [id, value] of Object.entries(objectAt(document, 'operations'))) {
    const operation = resolve(document, value)
    for (const entry of operation === undefined ? [] : travelling(document, operation)) {
      const message = resolve(document, entry.value)
      if (message === undefined) continue
      const direction = SAID[entry.direction]
      const at = `${direction} message ${textAt(message, 'name') ?? entry.name}`
      const same = found.get(at) ?? new Set<JsonObject>()
      found.set(at, same)
      if (same.has(message)) continue
      same.add(message)
      places.set(same.size === 1 ? at : `${at} of ${id}`, { direction, message })
    }
  }
  return places
}

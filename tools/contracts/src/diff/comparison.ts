import type { Json, JsonObject } from '../json.ts'
import { referenceTo, schemasOf } from '../load/references.ts'
import { Changes, type Rule, said } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import { renamedSchemas, withNames } from './renames.ts'
import { type Direction, schemaRule } from './schema-rules.ts'
import type { asyncapiRules, openapiRules } from './structure-rules.ts'

/** Two documents under comparison, with the rules of their kind. */
export type Comparison<What extends string> = {
  readonly before: JsonObject
  readonly after: JsonObject
  readonly today: string
  readonly changes: Changes
  /** Reports a change around the schemas. */
  readonly report: (what: What, at: string, message: string) => void
  /** Compares two schemas that travel in one direction. */
  readonly schemas: (direction: Direction, before: Json | undefined, after: Json | undefined, at: string) => void
  /** Whether a schema was compared already, because something that is the same in both documents refers to it. */
  readonly isCompared: (name: string) => boolean
}

/** A comparison of two OpenAPI documents. */
export type OpenapiComparison = Comparison<keyof typeof openapiRules>

/** A comparison of two AsyncAPI documents. */
export type AsyncapiComparison = Comparison<keyof typeof asyncapiRules>

/** Sets up a comparison. A schema that has another name after the change is told, and goes by its first name in what follows. */
export function comparison<What extends string>(
  before: JsonObject,
  written: JsonObject,
  today: string,
  rules: { readonly [what in What | 'schema-renamed']: Rule },
): Comparison<What> {
  const changes = new Changes()
  const renamed = renamedSchemas(before, written)
  const after = withNames(written, renamed)
  for (const [name, was] of renamed)
    changes.add({
      rule: 'schema-renamed',
      ...rules['schema-renamed'],
      at: `schema ${was}`,
      message: `is called ${name} now, and so is its type; on the wire nothing changes by it`,
    })
  const seen = { sent: new Set<string>(), received: new Set<string>() }
  return {
    before,
    after,
    today,
    changes,
    report: (what, at, message) => changes.add({ rule: what, ...rules[what], at, message }),
    isCompared: (name) => seen.sent.has(name) || seen.received.has(name),
    schemas: (direction, left, right, at) => {
      const report: Parameters<typeof compareSchemas>[0]['report'] = (what, place, message) => {
        changes.add({
          rule: `${direction}/${what}`,
          ...schemaRule(what, direction),
          at: place,
          message: `${message} (${direction})`,
        })
      }
      compareSchemas({ before, after, direction, seen: seen[direction], above: new Set(), report }, left, right, at)
    },
  }
}

/** The names that are in either map, those of the first one first. */
export function eitherOf(before: JsonObject, after: JsonObject): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
}

/** Whether two values differ; key order says nothing in documents that were loaded in canonical order. */
export function differs(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a ?? null) !== JSON.stringify(b ?? null)
}

/**
 * Compares the schemas by their names: each has a type that a program may import. One that nothing refers to is compared here
 * alone, as what is received, and so its type is made.
 */
export function compareComponents(context: Comparison<'schema-added' | 'schema-removed'>): void {
  const [left, right] = [schemasOf(context.before), schemasOf(context.after)]
  for (const name of eitherOf(left, right)) {
    const at = `schema ${name}`
    const ref = { $ref: referenceTo(name) }
    if (left[name] === undefined) context.report('schema-added', at, 'is new, and so is its type')
    else if (right[name] === undefined) context.report('schema-removed', at, 'is gone, and so is its type')
    else if (!context.isCompared(name)) context.schemas('received', ref, ref, name)
  }
}

/** Compares what the overlay says of an operation or a message. Where it fits no more, generation says what is missing. */
export function compareBehaviour(
  context: Comparison<'behaviour-changed'>,
  at: string,
  was: JsonObject,
  is: JsonObject,
): void {
  const behaviour = is['x-behaviour']
  if (behaviour !== undefined && differs(was['x-behaviour'], behaviour))
    context.report('behaviour-changed', at, 'behaves otherwise now (x-behaviour)')
}

/** Compares the announced ends of two forms of a server. */
export function compareServerSunset(
  context: Comparison<'server-sunset-changed'>,
  at: string,
  was: JsonObject,
  is: JsonObject,
): void {
  const [before, after] = [was['x-sunset'], is['x-sunset']]
  if (differs(before, after))
    context.report('server-sunset-changed', at, `has the sunset ${said(after)}, it was ${said(before)}`)
}

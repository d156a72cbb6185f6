import { describe, expect, it } from 'vitest'
import { type Contract, compareContracts } from '../../src/diff/compare.ts'
import type { Json, JsonObject } from '../../src/json.ts'

/** JSON Pointer → value; `undefined` takes the place out. */
export type Edits = { readonly [pointer: string]: Json | undefined }
/** Severity of a rule, edits that make it fire, and edits like them that do not. */
export type Case = readonly [
  severity: string,
  edits: { readonly before?: Edits; readonly after?: Edits },
  quiet: { readonly before?: Edits; readonly after?: Edits },
]

/** A copy of the document with some places changed. */
export function edited(document: JsonObject, edits: Edits = {}): JsonObject {
  const copy = structuredClone(document)
  for (const [pointer, value] of Object.entries(edits))
    put(copy, pointer.replace(/^\//, '').split('/').map(unescape), value)
  return copy
}

function unescape(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}

function put(target: Json | undefined, [head = '', ...rest]: readonly string[], value: Json | undefined): void {
  if (Array.isArray(target)) {
    const index = Number(head)
    if (rest.length > 0) put(target[index], rest, value)
    else if (value === undefined) target.splice(index, 1)
    else target[index] = value
  } else if (typeof target === 'object' && target !== null) {
    if (rest.length > 0) put((target[head] ??= {}), rest, value)
    else if (value === undefined) delete target[head]
    else target[head] = value
  }
}

/** Holds every rule of a kind against its case. */
export function testRules(kind: Contract['kind'], base: JsonObject, cases: { readonly [rule: string]: Case }): void {
  const entries = Object.entries(cases)
  const contract = (edits?: Edits): Contract => ({ kind, document: edited(base, edits) })

  describe(`a change around the schemas of an ${kind} contract`, () => {
    it.each(entries)('is reported as %s where it is one', (rule, [severity, { before, after }]) => {
      const changes = compareContracts(contract(before), contract(after), '2026-11-20')
      expect(changes).toContainEqual(expect.objectContaining({ rule, severity }))
    })

    it.each(entries)('is not reported as %s where it is another', (rule, [, , { before, after }]) => {
      const changes = compareContracts(contract(before), contract(after), '2026-11-20')
      expect(changes.map((change) => change.rule)).not.toContain(rule)
    })

    it('is none between a contract and itself', () => {
      expect(compareContracts(contract(), contract(), '2026-11-20')).toEqual([])
    })
  })
}

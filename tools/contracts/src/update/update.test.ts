import { describe, expect, it } from 'vitest'
import type { Change } from '../diff/change.ts'
import { changesetOf, levelOf, type PackageChange } from './changeset.ts'
import { compareSurfaces, surfaceOf } from './surface.ts'

const change = (over: Partial<Change> = {}): Change => ({
  rule: 'operation-added',
  severity: 'compatible',
  kind: 'added',
  at: 'POST /orders',
  message: 'POST /orders is new',
  ...over,
})
const none = { added: [], changed: [], removed: [] }
const gateway = (over: Partial<PackageChange>): PackageChange => ({
  name: '@truemarkets/gateway',
  version: '1.2.0',
  changes: [],
  surface: none,
  ...over,
})

describe('the surface of a package', () => {
  const before = surfaceOf({
    'types.ts': "/** A side. */\nexport type Side = 'buy' | 'sell'\nexport interface Gone {}\ntype Private = 1\n",
    'schema.ts': 'export interface components { schemas: { Order: { id: string }; Fill: { qty: string } } }',
  })
  const after = surfaceOf({
    'types.ts':
      "/** The direction of an order. */\nexport type Side = 'buy' | 'sell'\nexport const operations = {} as const\ntype Private = 2\n",
    'schema.ts':
      'export interface components { schemas: { Order: { id: string; side: string }\n Fill: { qty: string } } }',
  })

  it('tells what came, changed and went, and nothing of words, layout and what is private', () => {
    expect(compareSurfaces(before, after)).toEqual({
      added: ['operations'],
      changed: ['components.schemas.Order'],
      removed: ['Gone'],
    })
  })

  it('does not differ from itself', () => {
    expect(compareSurfaces(before, before)).toEqual(none)
  })
})

describe('the words of a changeset', () => {
  it('say once what happened to a schema both ways', () => {
    const both = ['sent', 'received'].map((way) =>
      change({ kind: 'changed', at: 'Side', message: `may be "hold" now (${way})`, rule: `${way}/enum-value-added` }),
    )
    expect(changesetOf([gateway({ changes: both })])?.match(/- Side may be "hold" now\.\n/g)).toHaveLength(1)
  })

  it('say once, and as breaking, what breaks one way only', () => {
    const both = (['breaking', 'compatible'] as const).map((severity, index) =>
      change({
        kind: 'changed',
        severity,
        at: 'Type',
        message: `is never "limit" now (${['sent', 'received'][index]})`,
      }),
    )
    const lines = changesetOf([gateway({ changes: both.toReversed() })])?.match(/- Type.*/g)
    expect(lines).toEqual(['- Type is never "limit" now (breaking).'])
  })

  it('are none where no user notices anything, whatever the digests say', () => {
    expect(changesetOf([gateway({})])).toBeUndefined()
    expect(changesetOf([gateway({}), gateway({ name: '@truemarkets/auth', changes: [change()] })])).not.toContain(
      'gateway',
    )
  })

  it('name descriptions where nothing else changed', () => {
    const changes = [change({ rule: 'operation-described-anew', kind: 'changed', message: 'is described anew' })]
    expect(changesetOf([gateway({ changes })])).toBe(
      "---\n'@truemarkets/gateway': patch\n---\n\n@truemarkets/gateway: descriptions and examples follow the contract.\n",
    )
  })

  it('leave out what an operation is called elsewhere', () => {
    const changes = [
      change({ rule: 'operation-id-changed', kind: 'changed', message: 'is called place, it was create' }),
      change(),
    ]
    expect(changesetOf([gateway({ changes })])).not.toContain('is called')
  })
})

describe('the level of a changeset', () => {
  it.each([
    ['major', { changes: [change({ severity: 'breaking', kind: 'changed' })] }],
    ['major', { surface: { ...none, removed: ['Order'] } }],
    ['minor', { version: '0.4.0', changes: [change({ severity: 'breaking', kind: 'changed' })] }],
    ['minor', { changes: [change({ severity: 'risky', kind: 'changed' })] }],
    ['minor', { changes: [change()] }],
    ['minor', { surface: { ...none, added: ['Order'] } }],
    ['patch', { changes: [change({ kind: 'changed' })] }],
    ['patch', { surface: { ...none, changed: ['Order'] } }],
  ])('is %s for %j', (level, over) => {
    expect(levelOf(gateway(over))).toBe(level)
  })
})

describe('a changeset', () => {
  it('reads like a changelog, by method and path', () => {
    const changes = [
      change(),
      change({
        rule: 'sent/property-added-required',
        severity: 'breaking',
        kind: 'added',
        at: 'NewOrder.tif',
        message: 'is new and required (sent)',
      }),
      change({
        rule: 'received/described-anew',
        kind: 'changed',
        at: 'Order',
        message: 'is described anew (received)',
      }),
      change({
        rule: 'operation-removed',
        severity: 'breaking',
        kind: 'removed',
        at: 'GET /balances',
        message: 'GET /balances is gone',
      }),
    ]
    expect(changesetOf([gateway({ changes, surface: { ...none, changed: ['NewOrder'] } })])).toBe(`---
'@truemarkets/gateway': major
---

@truemarkets/gateway: the contract changed.

### Added

- POST /orders is new.
- NewOrder.tif is new and required (breaking).

### Changed

- Types: \`NewOrder\`.

### Removed

- GET /balances is gone (breaking).
`)
  })
})

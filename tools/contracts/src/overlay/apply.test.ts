import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { applyAction, applyOverlay } from './apply.ts'

const contract: JsonObject = {
  paths: { '/orders': { get: { tags: ['Orders'], summary: 'List' }, post: { tags: ['Orders'] } } },
  servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }],
}
const overlay = (...actions: JsonObject[]): JsonObject => ({ overlay: '1.0.0', actions })

describe('an overlay', () => {
  it('merges an update into every match and leaves the contract itself alone', () => {
    const result = applyOverlay(
      contract,
      overlay({ target: "$.paths['/orders'].*", update: { 'x-behaviour': { auth: 'none' } } }),
      'o.yaml',
    )
    expect(result['paths']).toEqual({
      '/orders': {
        get: { tags: ['Orders'], summary: 'List', 'x-behaviour': { auth: 'none' } },
        post: { tags: ['Orders'], 'x-behaviour': { auth: 'none' } },
      },
    })
    expect(JSON.stringify(contract)).not.toContain('x-behaviour')
  })

  it('replaces a plain value and adds to a list', () => {
    const action = { target: "$.paths['/orders'].get", update: { summary: 'Page through', tags: ['Reading'] } }
    expect(applyOverlay(contract, overlay(action), 'o.yaml')['paths']).toMatchObject({
      '/orders': { get: { summary: 'Page through', tags: ['Orders', 'Reading'] } },
    })
  })

  it('appends to a list that is itself the target', () => {
    const result = applyOverlay(
      contract,
      overlay({ target: '$.servers', update: { url: 'https://c.example' } }),
      'o.yaml',
    )
    expect(result['servers']).toHaveLength(3)
  })

  it('appends to each of several lists a value of its own', () => {
    const document: JsonObject = { a: { tags: [] }, b: { tags: [] } }
    const actions = [
      { target: '$.*.tags', update: { name: 'x' } },
      { target: '$.a.tags[0]', update: { name: 'y' } },
    ]
    expect(applyOverlay(document, { actions }, 'o.yaml')).toEqual({
      a: { tags: [{ name: 'y' }] },
      b: { tags: [{ name: 'x' }] },
    })
  })

  it('removes every match of a filter, in a list of any order', () => {
    const result = applyOverlay(
      contract,
      overlay({ target: "$.servers[?@.url != 'https://c.example']", remove: true }),
      'o.yaml',
    )
    expect(result['servers']).toEqual([])
  })

  it('applies its actions in order, so that one may build on another', () => {
    const actions = [
      { target: '$.servers[0]', update: { 'x-new': { a: 1 } } },
      { target: "$.servers[0]['x-new']", update: { b: 2 } },
    ]
    expect(applyOverlay(contract, overlay(...actions), 'o.yaml')['servers']).toMatchObject([
      { 'x-new': { a: 1, b: 2 } },
      {},
    ])
  })

  it('names every action that matches nothing, by its line', () => {
    const text = 'actions:\n  - target: $.a\n    update: {}\n  - { update: {}, target: $.b }\n'
    const idle = overlay({ target: '$.a', update: {} }, { target: '$.b', update: {} })
    expect(() => applyOverlay(contract, idle, 'o.yaml', text)).toThrow(
      'o.yaml:2:5: the target $.a matches nothing; correct it or take the action out.\no.yaml:4:19: the target $.b matches',
    )
  })

  it.each([
    [
      'matches nothing',
      { target: '$.nowhere', update: {} },
      'o.yaml: the target $.nowhere matches nothing; correct it or take the action out.',
    ],
    ['is no JSONPath', { target: '$.[', update: {} }, 'o.yaml: $.[ is no JSONPath'],
    ['has no target', { update: {} }, 'o.yaml: action 0 has no target.'],
    ['does nothing', { target: '$.servers' }, 'o.yaml: action 0 ($.servers) neither updates nor removes.'],
  ])('refuses an action that %s', (_, action, message) => {
    expect(() => applyOverlay(contract, overlay(action), 'o.yaml')).toThrow(message)
  })

  it.each([
    [
      'an update that says something new',
      { target: '$.a', remove: false, update: { c: 1 } },
      { matched: 1, changed: true },
    ],
    [
      'an update that is true already',
      { target: '$.a', remove: false, update: { b: 1 } },
      { matched: 1, changed: false },
    ],
    ['an addition to a list', { target: '$.list', remove: false, update: 2 }, { matched: 1, changed: true }],
    [
      'a removal, also of one of two that are the same',
      { target: '$.list[0]', remove: true },
      { matched: 1, changed: true },
    ],
    ['an action that matches nothing', { target: '$.c', remove: true }, { matched: 0, changed: false }],
  ])('tells what %s came to', (_, action, result) => {
    expect(applyAction({ a: { b: 1 }, list: [1, 1] }, action, 'o.yaml')).toEqual(result)
  })
})

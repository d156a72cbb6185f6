import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { edges, nextState, type SessionState } from './session-state.ts'

/** The edges of the drawing in the module header: `from --event--> to`. */
function drawn(): string[] {
  const source = readFileSync(new URL('session-state.ts', import.meta.url), 'utf8')
  return [...source.matchAll(/^ \* (\w+) +--(\w+)--> +(\w+)$/gm)].map(([, from, event, to]) => `${from} ${event} ${to}`)
}

function tabled(): string[] {
  return Object.entries(edges).flatMap(([from, byEvent]) =>
    Object.entries(byEvent).map(([event, to]) => `${from} ${event} ${to}`),
  )
}

describe('the states of a session', () => {
  it('are drawn in the module header exactly as the table has them', () => {
    expect(drawn().sort()).toEqual(tabled().sort())
  })

  it('can all be reached from connecting, and all but closed can be left', () => {
    const reached = new Set<SessionState>(['connecting'])
    for (const state of reached) for (const to of Object.values(edges[state])) reached.add(to)
    expect([...reached].sort()).toEqual(Object.keys(edges).sort())
    expect(Object.entries(edges).flatMap(([state, out]) => (Object.keys(out).length === 0 ? [state] : []))).toEqual([
      'closed',
    ])
  })

  it('change by an event that has an edge, and by no other', () => {
    expect(nextState('connecting', 'opened')).toBe('open')
    expect(nextState('live', 'heard')).toBe('live')
    expect(nextState('closed', 'opened')).toBe('closed')
  })
})

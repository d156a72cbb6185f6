import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { edges, nextState, type SessionEvent, type SessionState } from './session-state.ts'

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

  it.each(tabled().map((edge) => edge.split(' ') as [SessionState, SessionEvent, SessionState]))(
    'lead from %s by %s to %s',
    (from, event, to) => {
      expect(nextState(from, event)).toBe(to)
    },
  )

  it('can all be reached from connecting, and all but closed can be left', () => {
    const reached = new Set<SessionState>(['connecting'])
    for (const state of reached) for (const to of Object.values(edges[state])) reached.add(to)
    expect([...reached].sort()).toEqual(Object.keys(edges).sort())
    expect(Object.entries(edges).flatMap(([state, out]) => (Object.keys(out).length === 0 ? [state] : []))).toEqual([
      'closed',
    ])
  })

  it('do not change by an event that has no edge', () => {
    expect(nextState('live', 'heard')).toBe('live')
    expect(nextState('closed', 'opened')).toBe('closed')
  })
})

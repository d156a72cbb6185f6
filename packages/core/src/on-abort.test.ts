import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { onAbort } from './on-abort.ts'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

test('everybody who waits is told once, over one listener', () => {
  const caller = new AbortController()
  const told: number[] = []
  for (let index = 0; index < 100; index++) onAbort(caller.signal, () => told.push(index))
  expect(listeners(caller.signal)).toBe(1)
  caller.abort()
  caller.abort()
  expect(told).toEqual(Array.from({ length: 100 }, (_, index) => index))
  expect(listeners(caller.signal)).toBe(0)
})

test('who has let go is not told, and the last to let go leaves no listener', () => {
  const caller = new AbortController()
  const told: string[] = []
  const tell = (): void => void told.push('again')
  const [first, second, third] = [0, 1, 2].map(() => onAbort(caller.signal, tell))
  first?.()
  first?.()
  second?.()
  expect(listeners(caller.signal)).toBe(1)
  third?.()
  expect(listeners(caller.signal)).toBe(0)
  onAbort(caller.signal, tell)
  caller.abort()
  expect(told).toEqual(['again'])
})

test('who lets go while the others are told is not told any more', () => {
  const caller = new AbortController()
  const told: string[] = []
  const release: (() => void)[] = []
  onAbort(caller.signal, () => {
    told.push('first')
    for (const each of release) each()
  })
  release.push(onAbort(caller.signal, () => told.push('second')))
  caller.abort()
  expect(told).toEqual(['first'])
})

test('signals are kept apart', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const told: string[] = []
  onAbort(one.signal, () => told.push('one'))
  onAbort(other.signal, () => told.push('other'))
  one.abort()
  expect(told).toEqual(['one'])
})

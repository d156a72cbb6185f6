import { describe, expect, it, vi } from 'vitest'
import { Emitter } from './emitter.ts'

describe('an event source', () => {
  it('tells listeners in the order they came, until each is taken off', () => {
    const source = new Emitter<{ event: [value: number] }>('source', ['event'])
    const heard: string[] = []
    const off = source.on('event', (value) => heard.push(`first ${value}`))
    source.on('event', (value) => heard.push(`second ${value}`))
    source.emit('event', 1)
    off()
    source.emit('event', 2)
    expect(heard).toEqual(['first 1', 'second 1', 'second 2'])
  })

  it('refuses an event that never comes, with the nearest name', () => {
    const source = new Emitter<{ change: []; state: [] }>('source', ['change', 'state'])
    expect(() => source.on('changed' as never, () => {})).toThrow(
      expect.objectContaining({
        code: 'option_unknown',
        message: 'source has no event "changed".',
        nextStep: 'Did you mean "change"?',
      }),
    )
    expect(() => source.on('toString' as never, () => {})).toThrow(
      expect.objectContaining({ code: 'option_unknown', nextStep: 'Its events are change, state.' }),
    )
  })

  it('refuses a listener that cannot be called, before an event finds out', () => {
    const source = new Emitter<{ event: [] }>('source', ['event'])
    expect(() => source.on('event', undefined as never)).toThrow(
      expect.objectContaining({ code: 'option_invalid', nextStep: "Pass a function: on('event', () => { ... })." }),
    )
    expect(source.has('event')).toBe(false)
  })

  it('does not tell a listener of the event in which it was added', () => {
    const source = new Emitter<{ event: [] }>('source', ['event'])
    let count = 0
    source.on('event', () => void source.on('event', () => count++))
    source.emit('event')
    expect(count).toBe(0)
  })

  it('tells the others when one throws, and lets the fault surface as an uncaught error', () => {
    const microtask = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => {})
    const source = new Emitter<{ event: [] }>('source', ['event'])
    let told = false
    source.on('event', () => {
      throw new Error('a fault of the listener')
    })
    source.on('event', () => {
      told = true
    })
    source.emit('event')
    expect(told).toBe(true)
    expect(() => microtask.mock.calls[0]?.[0]()).toThrow('a fault of the listener')
    microtask.mockRestore()
  })
})

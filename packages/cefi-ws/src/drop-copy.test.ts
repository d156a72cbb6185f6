import { describe, expect, it } from 'vitest'
import { OrderStates } from './drop-copy.ts'

describe('the states of orders', () => {
  it('keep open orders, however many others come and end', () => {
    const states = new OrderStates(100)
    states.merge({ id: 'open', status: 'ACTIVE', leaves_qty: '1' })
    for (let index = 0; index < 1000; index++) {
      states.merge({ id: `${index}`, status: 'ACTIVE' })
      states.merge({ id: `${index}`, status: index % 2 === 0 ? 'FILLED' : 'CANCELED' })
    }
    expect([...states.values()]).toHaveLength(100)
    expect(states.get('open')).toMatchObject({ status: 'ACTIVE', leaves_qty: '1' })
    expect(states.get('999')).toMatchObject({ status: 'CANCELED' })
    expect(states.get('0')).toBeUndefined()
  })

  it('do not grow without end where no report says how an order ended', () => {
    const states = new OrderStates(100)
    for (let index = 0; index < 1000; index++) states.merge({ id: `${index}` })
    states.merge({ id: '950', text: 'again' })
    for (let index = 1000; index < 1099; index++) states.merge({ id: `${index}` })
    expect([...states.values()].map(({ id }) => id)).toEqual([
      '950',
      ...Array.from({ length: 99 }, (_, index) => `${1000 + index}`),
    ])
  })
})

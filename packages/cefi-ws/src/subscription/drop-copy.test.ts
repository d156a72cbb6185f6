import { describe, expect, it } from 'vitest'
import type { DropcopyData } from '../generated/messages.ts'
import { liftDropCopy, OrderStates } from './drop-copy.ts'

describe('the states of orders', () => {
  it('keep open orders, however many others come and end', () => {
    const states = new OrderStates(100)
    states.merge({ id: 'open', status: 'ACTIVE', leaves_qty: '1' })
    for (let index = 0; index < 1000; index++) {
      states.merge({ id: `${index}`, status: 'ACTIVE' })
      states.merge({ id: `${index}`, status: index % 2 === 0 ? 'FILLED' : 'CANCELED' })
    }
    expect(states.list()).toHaveLength(100)
    expect(states.get('open')).toMatchObject({ status: 'ACTIVE', leaves_qty: '1' })
    expect(states.get('999')).toMatchObject({ status: 'CANCELED' })
    expect(states.get('0')).toBeUndefined()
  })

  it('do not grow without end where no report says how an order ended', () => {
    const states = new OrderStates(100)
    for (let index = 0; index < 1000; index++) states.merge({ id: `${index}` })
    states.merge({ id: '950', text: 'again' })
    for (let index = 1000; index < 1099; index++) states.merge({ id: `${index}` })
    expect(states.list().map(({ id }) => id)).toEqual([
      '950',
      ...Array.from({ length: 99 }, (_, index) => `${1000 + index}`),
    ])
  })
})

describe('a report', () => {
  it('says nothing by a member that is null', () => {
    const states = new OrderStates()
    states.merge({ id: '1', status: 'ACTIVE', leaves_qty: '5', order_info: { client_id: '7' } })
    states.merge({
      order_id: null,
      id: '1',
      status: null,
      leaves_qty: null,
      order_info: null,
    } as unknown as DropcopyData)
    expect(states.get('1')).toMatchObject({ status: 'ACTIVE', leaves_qty: '5', order_info: { client_id: '7' } })
  })

  it('is of no known order when its id came without quotes: the two look the same', () => {
    const states = new OrderStates()
    for (const id of ['78901985048264710', '78901985048264711'])
      states.merge(JSON.parse(`{"id":${id}}`) as DropcopyData)
    expect(states.list()).toEqual([])
  })

  it('is read by the spellings of the REST API, and keeps what came', () => {
    const raw = {
      order_id: '1',
      id: 't',
      exeuted_qty: '2',
      order: { client_id: '7' },
      modify: { new_qty: '3' },
      leaves_qty: 5,
    }
    expect(liftDropCopy(raw as unknown as DropcopyData)).toEqual({
      id: '1',
      executed_qty: '2',
      order_info: { client_id: '7' },
      modify_info: { new_qty: '3' },
      raw,
    })
  })
})

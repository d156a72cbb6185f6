import { describe, expect, it } from 'vitest'
import type { CaseContext } from '../src/case/context.ts'
import type { HttpExchange } from '../src/record/exchange.ts'
import { createRecorder } from '../src/record/recorder.ts'
import { sweep } from '../src/run/leftovers.ts'
import { clientIdPrefix } from '../src/target/client-id-prefix.ts'

/** A look at the exchange, as by any case that trades there. */
const looked = (): HttpExchange => ({ ...created('c1'), api: 'cefi-rest', method: 'GET', response: null })

const created = (id: string): HttpExchange => ({
  kind: 'http',
  api: 'gateway',
  method: 'POST',
  url: 'http://127.0.0.1:1/v1/gateway/orders',
  requestHeaders: {},
  requestBody: null,
  at: 0,
  durationMs: 0,
  response: { status: 201, headers: {}, body: JSON.stringify({ order_id: id }) },
})

/** A service with active orders at both APIs, of which some cannot be canceled. */
function service(ids: readonly string[], stuck: readonly string[]) {
  const status = new Map(ids.map((id) => [id, 'active']))
  const cancel = (id: string) => {
    if (stuck.includes(id)) return Promise.reject(new Error('not cancelable'))
    status.set(id, 'canceled')
    return Promise.resolve({})
  }
  const cefi = ids.map((id) => ({ id, external_id: `${clientIdPrefix}${id}` }))
  const context = {
    target: { has: () => true, rest: () => Promise.resolve() },
    cefiRest: () => ({
      listActiveOrders: () => Promise.resolve({ data: cefi.filter(({ id }) => status.get(id) === 'active') }),
      cancelOrder: ({ path }: { path: { ref_id: string } }) => cancel(path.ref_id),
      getOrderStatus: ({ path }: { path: { ref_id: string } }) =>
        Promise.resolve({ id: path.ref_id, status: status.get(path.ref_id) === 'active' ? 'ACTIVE' : 'CANCELED' }),
    }),
    gateway: () => ({
      getOrderStatus: ({ path }: { path: { id: string } }) => Promise.resolve({ status: status.get(path.id) }),
      cancelOrder: ({ path }: { path: { id: string } }) => cancel(path.id),
    }),
    until: (read: () => Promise<unknown>) => read(),
  } as unknown as CaseContext
  const open = () => ({ recorder: createRecorder(() => 0), context })
  return { open, status }
}

describe('orders that are left open', () => {
  it('are all looked after, also when one of them cannot be canceled, which is named', async () => {
    const { open, status } = service(['g1', 'g2', 'g3'], ['g2'])
    const pace = { monotonic: () => 0, slowness: 1 }
    expect(await sweep([looked(), ...['g1', 'g2', 'g3'].map(created)], open, pace)).toEqual([
      '2 orders left open after their cases (cefi-rest); canceled now',
      'left open, and not to be canceled (cefi-rest): g2; look after them',
      'left open, and not to be canceled (gateway): g2; look after them',
    ])
    expect([...status.values()]).toEqual(['canceled', 'active', 'canceled'])
  })

  it('are not looked for where nothing was asked, because it is away', async () => {
    const { open } = service(['g1'], [])
    expect(await sweep([created('g2')], open, { monotonic: () => 0, slowness: 1 })).toEqual([])
  })

  it('are canceled after a rest, where the service refuses for having been asked too much', async () => {
    const { open, status } = service(['c1'], [])
    let isRested = false
    const limited = () => {
      const opened = open()
      const { context } = opened
      const rest = () => Promise.resolve(void (isRested = true))
      const cefiRest = () =>
        isRested ? context.cefiRest() : { listActiveOrders: () => Promise.reject(new Error('429')) }
      return {
        ...opened,
        context: { ...context, target: { has: () => true, rest }, cefiRest } as unknown as CaseContext,
      }
    }
    expect(await sweep([looked()], limited, { monotonic: () => 0, slowness: 1 })).toEqual([
      '1 order left open after their cases (cefi-rest); canceled now',
    ])
    expect([...status.values()]).toEqual(['canceled'])
  })

  it('are for people to look for, where the service does not tell of them', async () => {
    const { open } = service([], [])
    const silent = () => {
      const opened = open()
      const away = () => Promise.reject(new Error('away'))
      const api = () => ({ listActiveOrders: away, getOrderStatus: away })
      return { ...opened, context: { ...opened.context, cefiRest: api, gateway: api } as unknown as CaseContext }
    }
    expect(await sweep([looked(), created('g1')], silent, { monotonic: () => 0, slowness: 1 })).toEqual([
      `whether orders were left open could not be seen (cefi-rest): look for those whose client-assigned id begins with ${clientIdPrefix}`,
      'whether orders were left open could not be seen (gateway): look for those of this hour',
    ])
  })
})

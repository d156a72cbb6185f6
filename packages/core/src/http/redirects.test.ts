import { describe, expect, test } from 'vitest'
import { answer, harness } from '../../test/harness.ts'

const order = { path: { id: '7' } }

describe('redirects', () => {
  const redirect = {
    code: 'redirect_refused',
    message: 'The server redirected the request to https://evil.example.test; it was not followed.',
    targetOrigin: 'https://evil.example.test',
    attempts: 1,
  }
  const location = 'https://evil.example.test/x'

  test.each([301, 302, 303, 307, 308])('%i is not followed by a read', async (status) => {
    const h = harness([answer(status, '', { location })])
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ ...redirect, status })
    expect(h.sent).toHaveLength(1)
  })

  test.each([301, 307, 308])('%i says of a write that nothing was done', async (status) => {
    const h = harness([answer(status, '', { location })])
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ ...redirect, status })
    expect(h.sent).toHaveLength(1)
  })

  test.each([300, 302, 303, 304])('%i leaves unknown what became of a write', async (status) => {
    const settle = { createOrder: () => ({ query: 'getOrder(…)', ids: { external_id: 'x-1' } }) }
    const h = harness([answer(status, '', { location })], { named: { settle } })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'outcome_unknown',
      status,
      attempts: 1,
      cause: redirect,
      settle: settle.createOrder(),
    })
    expect(h.sent).toHaveLength(1)
  })

  test('a redirect that a browser hides is refused all the same', async () => {
    const hidden = Object.defineProperties(new Response(null), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
    })
    const h = harness([() => hidden])
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'redirect_refused',
      targetOrigin: undefined,
      message: 'The server redirected the request; it was not followed.',
    })
    // It hides the status too, and with it whether a write was done.
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'outcome_unknown',
      cause: { code: 'redirect_refused' },
    })
  })

  test('the transport is told not to follow them', async () => {
    let mode: string | undefined
    const h = harness([], {
      async fetch(_url, init) {
        mode = init.redirect
        return new Response('{}')
      },
    })
    await h.run(() => h.api.getOrder(order))
    expect(mode).toBe('manual')
  })
})

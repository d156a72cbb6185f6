import { ServerError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { scriptedClient } from './support/clients.ts'

const degraded = { status: 'degraded', timestamp: '2025-01-15 14:30:00', service: 'rag' }

describe('getHealth', () => {
  it.each([
    ['bare', degraded],
    ['in data', { data: degraded }],
    ['in an array of one in data', { data: [degraded] }],
  ])('answers the report of a degraded service, %s, at once', async (_, body) => {
    const { cefi, sent } = scriptedClient({ validate: 'all' }, { status: 503, body })
    await expect(cefi.getHealth()).resolves.toEqual(degraded)
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['a problem', { type: 'about:blank', title: 'Service Unavailable', status: 503 }],
    ['a status that is no report', { status: 'unavailable' }],
    ['nothing in data', { data: [] }],
  ])('throws when a 503 holds %s', async (_, body) => {
    const { cefi } = scriptedClient({}, { status: 503, body })
    await expect(cefi.getHealth()).rejects.toThrow(ServerError)
  })

  it('takes any report of a service that is up', async () => {
    const { cefi } = scriptedClient({}, { body: { data: { status: 'ok' } } })
    await expect(cefi.getHealth()).resolves.toEqual({ status: 'ok' })
  })

  it('throws when a proxy answers in place of the service', async () => {
    const { cefi } = scriptedClient({}, { status: 503, body: '<html>no backend</html>' })
    await expect(cefi.getHealth()).rejects.toThrow(ServerError)
  })
})

describe('any other read', () => {
  it('is repeated after a 503', async () => {
    const { cefi, sent } = scriptedClient({}, { status: 503, body: {} }, { body: { data: [] } })
    await cefi.listAssets()
    expect(sent).toHaveLength(2)
  })
})

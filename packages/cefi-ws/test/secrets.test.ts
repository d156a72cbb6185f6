import { inspect } from 'node:util'
import { hmacKey } from '@truemarkets/core'
import { expect, it } from 'vitest'
import { CLIENT_EVENTS } from '../src/events.ts'
import { confirmation } from './support/frames.ts'
import { SECRET } from './support/script.ts'
import { BTC, failure, opened } from './support/start.ts'

it('no event, error or object of a session shows the secret or a signature', async () => {
  const script = await opened({ auth: hmacKey({ organizationId: 'org', keyId: 'key', secret: SECRET }) })
  const shown: unknown[] = [script.client]
  for (const name of CLIENT_EVENTS) script.client.on(name, (...details) => shown.push(details))
  const refused = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
  await script.did()
  await script.receive(confirmation('UNAUTHORIZED'))
  await script.did()
  shown.push(await refused)
  await script.receive('not json')
  await script.did()
  await script.drop(1008, 'no')
  await script.did()
  await script.end('state closed')
  const text = shown
    .map((value) => `${inspect(value, { depth: 12, showHidden: true })} ${JSON.stringify(value)} ${String(value)}`)
    .join('\n')
  // The script's client was given a signer, so a signature did go over the wire.
  expect(text).toContain('SubscriptionRefusedError')
  expect(text).not.toContain(SECRET)
  expect(text).not.toMatch(/[A-Za-z0-9+/]{43}=/)
})

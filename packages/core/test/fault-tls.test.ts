import { EventEmitter } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TLSSocket, TlsOptions } from 'node:tls'
import * as tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Identity, makeIdentity } from './certificate.ts'
import { expectRow, observe, RETRY_CLASSES, sendsOf } from './fault-client.ts'
import { type FaultRow, STALLED } from './fault-row.ts'
import { type FaultServer, http, reply, type Stalls, startFaultServer } from './fault-server.ts'
import { BODY_FAULTS } from './faults-body.ts'
import { CONNECTION_FAULTS } from './faults-connection.ts'
import { startTlsFront } from './tls-front.ts'

// To trust an authority for a while takes Node.js 22.19 or 24.5.
const describeTls = 'setDefaultCACertificates' in tls ? describe : describe.skip

const authority = makeIdentity({ name: 'authority of these tests', authority: true })
const stranger = makeIdentity({ name: 'authority nobody trusts', authority: true })
const trusted = makeIdentity({ name: 'trusted', issuer: authority })
const certificate = ({ key, cert }: Identity, more: TlsOptions = {}): TlsOptions => ({ key, cert, ...more })

let plain: FaultServer
let trustedBefore: string[]
beforeAll(async () => {
  trustedBefore = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...trustedBefore, authority.cert])
  plain = await startFaultServer(reply(http(200)))
  // The first connection reads every authority the machine trusts, which takes longer than a fault may.
  const front = await startTlsFront(certificate(trusted), plain.port)
  await fetch(`https://127.0.0.1:${front.port}/`)
  await front.close()
})
afterAll(async () => {
  tls.setDefaultCACertificates(trustedBefore)
  await plain.close()
})

describeTls('a fault inside TLS comes to what it comes to without', () => {
  describe.for(RETRY_CLASSES)('%s', (retryClass) => {
    test.concurrent.for([...CONNECTION_FAULTS, ...BODY_FAULTS])('$name', async (row, { expect }) => {
      const server = await startFaultServer(row.fault)
      const front = await startTlsFront(certificate(trusted), server.port)
      try {
        const observed = await observe({ port: front.port, stalls: server.stalls }, retryClass, 'https')
        expectRow(expect, row, retryClass, observed)
        expect(server.requests).toHaveLength(sendsOf(observed.outcome))
      } finally {
        await front.close()
        await server.close()
      }
    })
  })
})

type TlsRow = Omit<FaultRow, 'fault'>
const refused = { repeated: 'connection_failed ×3', never: 'connection_failed ×1' }
const lost = { repeated: 'connection_failed ×3', never: 'outcome_unknown ×1' }

/** Handshakes that come to no end, by the server's certificate and settings: provably nothing was sent. */
const HANDSHAKES: readonly (TlsRow & { readonly options: TlsOptions })[] = [
  { name: 'the certificate signs itself', options: certificate(makeIdentity({ name: 'self' })), ...refused },
  {
    name: 'the certificate is of an authority nobody trusts',
    options: certificate(makeIdentity({ name: 'unknown', issuer: stranger })),
    ...refused,
  },
  {
    name: 'the certificate is signed by one that may not sign',
    options: certificate(makeIdentity({ name: 'usurped', issuer: trusted })),
    ...refused,
  },
  {
    name: 'the certificate has expired',
    options: certificate(makeIdentity({ name: 'expired', issuer: authority, days: [-3, -1] })),
    ...refused,
  },
  {
    name: 'the certificate is not valid yet',
    options: certificate(makeIdentity({ name: 'early', issuer: authority, days: [1, 3] })),
    ...refused,
  },
  {
    name: 'the certificate is for another host',
    options: certificate(makeIdentity({ name: 'other', issuer: authority, address: '10.0.0.1' })),
    ...refused,
  },
  {
    name: 'no version of TLS is shared',
    options: certificate(trusted, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
    ...refused,
  },
  {
    name: 'no cipher is shared',
    options: certificate(trusted, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }),
    ...refused,
  },
  {
    name: 'a certificate of the client is demanded, in TLS 1.2',
    options: certificate(trusted, { maxVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true }),
    ...refused,
  },
]

describeTls('a handshake that fails', () => {
  describe.for(RETRY_CLASSES)('%s', (retryClass) => {
    test.for(HANDSHAKES)('$name', async ({ options, ...row }) => {
      const before = plain.requests.length
      const front = await startTlsFront(options, plain.port)
      const observed = await observe({ port: front.port, stalls: plain.stalls }, retryClass, 'https')
      await front.close()
      expectRow(expect, row, retryClass, observed)
      expect(plain.requests).toHaveLength(before)
    })
  })
})

/** Servers that break off before the handshake is done, told with the raw connection once the client has spoken. */
const BREAKS: readonly (TlsRow & { readonly begin: (socket: Socket, stalled: () => void) => void })[] = [
  { name: 'the connection is closed', begin: (socket) => socket.end(), ...refused },
  { name: 'the connection is reset', begin: (socket) => socket.resetAndDestroy(), ...refused },
  { name: 'the answer is not TLS', begin: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), ...refused },
  { name: 'an alert ends it', begin: (socket) => socket.end(Buffer.from('15030300020228', 'hex')), ...refused },
  // Of a wait that was ended from here the runtime does not say how far it had got.
  {
    name: 'nothing comes',
    begin: (_socket, stalled) => stalled(),
    repeated: 'timed_out ×3',
    never: 'outcome_unknown ×1',
    waits: STALLED,
  },
]

describeTls('a handshake that breaks off', () => {
  describe.for(RETRY_CLASSES)('%s', (retryClass) => {
    test.concurrent.for(BREAKS)('$name', async ({ begin, ...row }, { expect }) => {
      const sockets: Socket[] = []
      const stalls: Stalls = new EventEmitter()
      const server = createServer((socket) => {
        sockets.push(socket)
        socket.on('error', () => {})
        socket.once('data', () => begin(socket, () => stalls.emit('stall')))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const observed = await observe({ port, stalls }, retryClass, 'https')
      expectRow(expect, row, retryClass, observed)
      expect(sockets).toHaveLength(sendsOf(observed.outcome))
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    })
  })
})

/** What can go wrong with TLS itself once the request may have been sent. */
const AFTERWARDS: readonly (TlsRow & {
  readonly options?: TlsOptions
  readonly onConnection?: (secure: TLSSocket, raw: Socket) => boolean
})[] = [
  {
    name: 'a certificate of the client is demanded, in TLS 1.3',
    options: { requestCert: true, rejectUnauthorized: true },
    ...lost,
  },
  {
    name: 'the connection is reset in the middle of the body',
    onConnection: (secure, raw) => {
      secure.once('data', () => {
        secure.write(http(200).subarray(0, -4))
        setTimeout(() => raw.resetAndDestroy(), 10)
      })
      return true
    },
    ...lost,
  },
  {
    name: 'the connection ends in the middle of the body, and TLS with it unsaid',
    onConnection: (secure, raw) => {
      secure.once('data', () => {
        secure.write(http(200).subarray(0, -4))
        setTimeout(() => raw.destroy(), 10)
      })
      return true
    },
    ...lost,
  },
  {
    name: 'keys are renegotiated before the answer',
    options: { maxVersion: 'TLSv1.2' },
    onConnection: (secure) => {
      secure.once('data', () => {
        secure.renegotiate({}, () => {})
        setTimeout(() => secure.write(http(200)), 20)
      })
      return true
    },
    repeated: 'ok ×1',
    never: 'ok ×1',
  },
]

describeTls('TLS that fails after the handshake', () => {
  describe.for(RETRY_CLASSES)('%s', (retryClass) => {
    test.for(AFTERWARDS)('$name', async ({ options = {}, onConnection, ...row }) => {
      const front = await startTlsFront(certificate(trusted, options), plain.port, onConnection)
      const observed = await observe({ port: front.port, stalls: plain.stalls }, retryClass, 'https')
      await front.close()
      expectRow(expect, row, retryClass, observed)
      expect(front.connections()).toBe(sendsOf(observed.outcome))
    })
  })
})

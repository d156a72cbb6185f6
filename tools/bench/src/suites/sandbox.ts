import { fork } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { demoCredentials } from '@truemarkets/sandbox'
import { WebSocket } from 'ws'
import type { Figure, Suite } from '../figure.ts'

const seconds = 4
const callers = 32
const listeners = 100
const { hmac } = demoCredentials

/** What the sandbox answers and tells in a second, asked from this process over loopback. */
export const sandbox: Suite = {
  name: 'sandbox',
  async *figures(): AsyncIterable<Figure> {
    const server = fork(new URL('sandbox-process.ts', import.meta.url))
    try {
      const [url] = (await once(server, 'message')) as [string]
      await signedCalls(url, 'GET', '/v1/cefi/clients', () => '', 1)
      const reads = await signedCalls(url, 'GET', '/v1/cefi/clients', () => '', seconds)
      yield { name: 'signed reads', value: reads, unit: '/s', target: { at: 'least', value: 5_000 } }

      const instrument = await instrumentId(url)
      const sockets = await Promise.all(Array.from({ length: listeners }, () => listen(url)))
      let frames = 0
      for (const socket of sockets) socket.on('message', () => frames++)
      const began = performance.now()
      const orders = await signedCalls(url, 'POST', '/v1/cefi/orders', () => order(instrument), seconds)
      const rate = frames / ((performance.now() - began) / 1000)
      if (sockets.some(({ readyState }) => readyState !== WebSocket.OPEN))
        throw new Error('The sandbox closed a socket.')
      for (const socket of sockets) socket.terminate()
      yield {
        name: `WebSocket messages to ${listeners} sockets`,
        value: rate,
        unit: '/s',
        target: { at: 'least', value: 50_000 },
        note: `while ${Math.round(orders)} orders/s are entered`,
      }
    } finally {
      server.kill()
    }
  },
}

/** Answers a second, asked by several callers that each wait for an answer before asking again. */
async function signedCalls(
  url: string,
  method: string,
  path: string,
  body: () => string,
  limit: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  const began = performance.now()
  const end = began + limit * 1000
  let answered = 0
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      await send(url, agent, method, path, body())
      answered++
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  agent.destroy()
  return answered / ((performance.now() - began) / 1000)
}

function send(url: string, agent: Agent, method: string, path: string, body: string): Promise<string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'x-truex-version': 'v2026_01_23',
    'x-truex-organization-id': hmac.organizationId,
    'x-truex-key-id': hmac.keyId,
    'x-truex-timestamp': timestamp,
    'x-truex-signature': sign(`${method}\n${path}\n${timestamp}\n${body}`),
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { agent, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(`${method} ${path} was answered ${answer.statusCode}: ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function instrumentId(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/cefi/instruments?symbol=BTC-PYUSD`, {
    headers: { 'x-truex-version': 'v2026_01_23' },
  })
  const { data } = (await response.json()) as { data: { id: string }[] }
  return data[0]?.id ?? ''
}

/** A small market order that cannot rest, so that every order moves the book and none fills the list of open ones. */
function order(instrument: string): string {
  const info = {
    client_id: hmac.clientId,
    instrument_id: instrument,
    qty: '0.0001',
    side: nextSide(),
    type: 'MARKET',
    tif: 'IOC',
  }
  return JSON.stringify({ info })
}

let turn = 0
function nextSide(): 'BUY' | 'SELL' {
  turn++
  return turn % 2 === 0 ? 'BUY' : 'SELL'
}

async function listen(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1`, { perMessageDeflate: false })
  await once(socket, 'open')
  const timestamp = String(Math.floor(Date.now() / 1000))
  socket.send(
    JSON.stringify({
      type: 'SUBSCRIBE',
      channels: ['DEPTH', 'EBBO', 'TRADE'],
      item_names: ['BTC-PYUSD'],
      timestamp,
      organization_id: hmac.organizationId,
      key: hmac.keyId,
      signature: sign(`${timestamp}TRUEXWS${hmac.keyId}/api/v1`),
    }),
  )
  await once(socket, 'message')
  return socket
}

function sign(text: string): string {
  return createHmac('sha256', hmac.secret).update(text).digest('base64')
}

// A socket server that confirms whatever is asked for and then sends updates: as fast as they are taken, or under the path
// /paced evenly, each with the time at which it was sent.
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

const most = 100_000
const PERIOD_NS = 20_000n

const idle = new Int32Array(new SharedArrayBuffer(4))

const trade = {
  id: '78901949723181070',
  match_id: '799477895858487977',
  trade_price: '110865.50',
  trade_qty: '0.01',
  liq_flag: 'TAKER',
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })

// A bench that is cut off leaves nobody behind.
process.on('disconnect', () => process.exit())

server.on('listening', () => process.send?.((server.address() as AddressInfo).port))
server.on('connection', (socket, { url }) => {
  socket.send(JSON.stringify({ channel: 'WEBSOCKET', update: 'WELCOME', connections: '1' }))
  socket.on('message', (data: Buffer) => {
    const { channels, item_names } = JSON.parse(data.toString()) as { channels: string[]; item_names: string[] }
    const subscriptions = channels.map((channel) => ({ channel, item_names }))
    const status = 'UNAUTHENTICATED'
    socket.send(JSON.stringify({ channel: 'WEBSOCKET', update: 'SNAPSHOT', status, subscriptions }))
    const [channel] = channels
    if (channel === undefined) return
    if (url === '/paced') pace(socket)
    else setImmediate(() => pour(socket, frame(channel), most))
  })
})

/** Sends a trade every 20 µs until the socket is closed. `match_id` is the moment, on the clock that all processes share. */
function pace(socket: WebSocket): void {
  const began = process.hrtime.bigint()
  let sent = 0n
  const turn = (): void => {
    if (socket.readyState !== socket.OPEN) return
    // A machine that cannot keep up must still get to read and to end.
    for (let left = 100; left > 0 && began + sent * PERIOD_NS <= process.hrtime.bigint(); left--, sent++) {
      const data = { ...trade, match_id: String(process.hrtime.bigint()) }
      socket.send(`{"channel":"TRADE","update":"UPDATE","seqnum":"${sent}","data":${JSON.stringify(data)}}`)
    }
    // A timer cannot wait less than a millisecond, and spinning would take a core from the receiver.
    Atomics.wait(idle, 0, 0, 0.02)
    setImmediate(turn)
  }
  turn()
}

/** Sends in pieces, waiting while the socket holds more than a megabyte. */
function pour(socket: WebSocket, text: (sequence: number) => string, left: number): void {
  let sent = 0
  while (sent < left && socket.bufferedAmount < 1_000_000) {
    socket.send(text(most - left + sent))
    sent++
  }
  if (left > sent && socket.readyState === socket.OPEN) setImmediate(() => pour(socket, text, left - sent))
}

function frame(channel: string): (sequence: number) => string {
  const data = channel === 'TRADE' ? trade : { symbol: 'BTC-PYUSD', bids: side(110_865, -1), asks: side(110_866, 1) }
  const tail = `"status":"UNAUTHENTICATED","data":${JSON.stringify(data)}}`
  return (sequence) => `{"channel":"${channel}","update":"UPDATE","seqnum":"${sequence}",${tail}`
}

function side(from: number, step: number): object[] {
  return Array.from({ length: 25 }, (_, level) => ({
    price: `${from + step * level}.50`,
    qty: '0.25',
    order_count: '3',
  }))
}

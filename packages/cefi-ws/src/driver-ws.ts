import { WebSocket } from 'ws'
import type { Driver } from './driver.ts'

/** The `ws` library: Node, with protocol pings and a socket that can be paused. */
export const driver: Driver = (url, events, limits) => {
  const socket = new WebSocket(url, {
    // Compression makes small messages many times slower, and the service does not ask for it.
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
  })
  let cause: unknown
  socket.on('open', () => events.onOpen())
  socket.on('message', (data, isBinary) => {
    // One Buffer per frame is the default `binaryType` of ws.
    if (isBinary || !Buffer.isBuffer(data)) events.onBinary()
    else events.onText(data.toString())
  })
  socket.on('pong', () => events.onPong())
  // ws always follows an error with `close`, which is where it is reported.
  socket.on('error', (error) => {
    cause = error
  })
  socket.on('close', (code, reason) => events.onClose(code, reason.toString(), cause))
  return {
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    ping: () => socket.ping(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  }
}

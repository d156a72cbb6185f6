import { WebSocket } from 'ws'
import type { WatchedDriver } from './watched-driver.ts'

/** Sockets of the package `ws`, for Node.js. */
export const wsDriver: WatchedDriver = (url, events, limits) => {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: limits.maxFrameBytes })
  let cause: Error | undefined
  socket.on('open', () => events.onOpen())
  socket.on('message', (data, isBinary) => {
    // One Buffer per frame is the default `binaryType` of ws.
    if (isBinary) events.onBinary()
    else events.onText((data as Buffer).toString())
  })
  socket.on('ping', () => events.onPing?.())
  socket.on('pong', (payload) => events.onPong(payload.toString()))
  socket.on('error', (error) => {
    cause = error
  })
  socket.on('close', (code, reason) => events.onClose(code, reason.toString(), cause))
  return {
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    ping: (payload) => socket.ping(payload),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  }
}

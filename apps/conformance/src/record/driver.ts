import type { Driver } from '@truemarkets/cefi-ws'
import { WebSocket } from 'ws'
import type { Target } from '../target/target.ts'
import type { Frame } from './exchange.ts'
import type { Recorder } from './recorder.ts'

/** A socket driver of our own over `ws` that keeps every text frame of every connection. */
export function recordDriver(recorder: Recorder, target: Pick<Target, 'frames' | 'allowsSocket'>): Driver {
  return (url, events, limits) => {
    target.allowsSocket(url)
    const hop = target.frames()
    const exchange = recorder.socket('cefi-ws', url)
    const keep = (direction: Frame['direction'], text: string) =>
      void exchange.frames.push({ direction, text, at: recorder.now() })
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: limits.maxFrameBytes })
    let cause: Error | undefined
    socket.on('open', () => events.onOpen())
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        events.onBinary()
        return
      }
      // One Buffer per frame is the default `binaryType` of ws.
      const text = (data as Buffer).toString()
      for (const frame of hop.received(text)) {
        keep('received', frame)
        events.onText(frame)
      }
    })
    socket.on('pong', () => events.onPong())
    socket.on('error', (error) => {
      cause = error
    })
    socket.on('close', (code, reason) => {
      exchange.closed = { code, reason: reason.toString() }
      events.onClose(code, reason.toString(), cause)
    })
    return {
      send(text) {
        keep('sent', text)
        socket.send(hop.sent(text))
      },
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
      ping: () => socket.ping(),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
    }
  }
}

import { isObject, type JsonObject, parseJson } from '../json.ts'
import type { WatchedDriver } from './watched-driver.ts'

/** A bare connection, for what the client would rightly refuse to send. */
export type RawSocket = {
  /** Sends an object as JSON, or a text as it is. */
  send(message: JsonObject | string): void
  /** The next frame that is wanted, also one that came before; null when the socket closed or the time was up. */
  next(wanted: (frame: JsonObject) => boolean, forMs: number): Promise<JsonObject | null>
  /** Every frame so far, with its arrival in milliseconds. */
  readonly frames: readonly { frame: JsonObject; at: number }[]
  /** When the other side sent a ping, in milliseconds. */
  readonly pings: readonly number[]
  /** The close code; null while it is open. */
  readonly closeCode: number | null
  close(): Promise<void>
}

const maxFrameBytes = 1_000_000

/**
 * Opens a connection of its own; it ends by an error when it does not open.
 * @param slowness factor on every waiting time
 */
export async function openSocket(
  driver: WatchedDriver,
  url: string,
  now: () => number,
  slowness: number,
): Promise<RawSocket> {
  const frames: { frame: JsonObject; at: number }[] = []
  const pings: number[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  let isOpen = false
  let closeCode: number | null = null
  const socket = driver(
    url,
    {
      onOpen() {
        isOpen = true
        wake()
      },
      onText(text) {
        const parsed = parseJson(text)
        if (parsed.ok && isObject(parsed.value)) frames.push({ frame: parsed.value, at: now() })
        wake()
      },
      onBinary: () => {},
      onPong: () => {},
      onPing: () => void pings.push(now()),
      onClose(code) {
        closeCode = code
        wake()
      },
    },
    { maxFrameBytes },
  )
  /** Looks now and after every event until it has an answer or the time is up. */
  const waitFor = <T>(look: () => T | undefined, forMs: number, otherwise: T): Promise<T> =>
    new Promise((resolve) => {
      const settle = (value: T) => {
        clearTimeout(timer)
        waiting.delete(attempt)
        resolve(value)
      }
      const attempt = () => {
        const value = look()
        if (value !== undefined) settle(value)
        else if (closeCode !== null) settle(otherwise)
      }
      const timer = setTimeout(() => settle(otherwise), forMs)
      waiting.add(attempt)
      attempt()
    })
  let read = 0
  const take = (wanted: (frame: JsonObject) => boolean) => {
    for (; read < frames.length; read += 1) {
      const frame = frames[read]?.frame
      if (frame === undefined || !wanted(frame)) continue
      read += 1
      return frame
    }
    return undefined
  }
  if (!(await waitFor(() => (isOpen ? true : undefined), openingMs, false))) {
    socket.terminate()
    throw new Error(`the socket did not open (${closeCode ?? 'no answer'})`)
  }
  return {
    frames,
    pings,
    get closeCode() {
      return closeCode
    },
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: (wanted, forMs) => waitFor<JsonObject | null>(() => take(wanted), forMs * slowness, null),
    async close() {
      if (closeCode !== null) return
      socket.close(1000, '')
      if (!(await waitFor(() => (closeCode === null ? undefined : true), 1_000, closeCode !== null))) socket.terminate()
    },
  }
}

const openingMs = 10_000

import type { Runtime } from '@truemarkets/core'
import type { DriverSocket } from '../driver/driver.ts'
import type { SubscribableChannel } from '../generated/messages.ts'
import type { ClientMessage } from '../generated/unions.ts'
import type { Settings } from '../options.ts'
import type { KnownMessage } from '../wire.ts'
import { decode } from './decode.ts'
import { ReadingTime } from './reading-time.ts'
import { Watchdog } from './watchdog.ts'

/** What a connection reports. Nothing is reported after `onClosed`, which comes exactly once unless `close` was called. */
export interface ConnectionHandlers {
  onOpen(): void
  onMessage(message: KnownMessage, text: string): void
  onUnknown(frame: Readonly<Record<string, unknown>>): void
  /** A frame that nobody can read, of any channel where it names none. */
  onCorrupt(reason: string, channel: SubscribableChannel | undefined): void
  onLate(): void
  onRecovered(): void
  onClosed(code: number, reason: string, cause: unknown): void
}

/** How long the closing handshake may take before the socket is dropped. */
const CLOSE_TIMEOUT_MS = 2000

/** One socket from opening to closing: frames in and out, and whether the other side still lives. */
export class Connection {
  /** The time in which it is read. Never paused, where the platform cannot stop. */
  readonly reading: ReadingTime
  readonly #handlers: ConnectionHandlers
  readonly #runtime: Runtime
  readonly #socket: DriverSocket
  readonly #watchdog: Watchdog
  readonly #stopOpenTimer: () => void
  #phase: 'connecting' | 'open' | 'closing' | 'gone' = 'connecting'
  #closed: (() => void) | undefined
  #dropReason: string | undefined
  /** Whether the socket has stopped, which it does until all that it had read is delivered. */
  #isStopped = false
  /** Frames that had been read when reading stopped; nothing stands for a binary one. */
  readonly #unread: (string | undefined)[] = []
  /** Whether those are being delivered. */
  #isCatchingUp = false

  constructor(settings: Settings, handlers: ConnectionHandlers) {
    const { runtime, driver, url, maxFrameBytes, connectTimeoutMs } = settings
    this.#handlers = handlers
    this.#runtime = runtime
    this.reading = new ReadingTime(runtime)
    this.#socket = driver(
      url,
      {
        onOpen: () => this.#onOpen(),
        onText: (text) => this.#onFrame(text),
        onBinary: () => this.#onFrame(undefined),
        onPong: (payload) => this.#watchdog.hearPong(payload),
        onClose: (code, reason, cause) => this.#onClose(code, reason, cause),
      },
      { maxFrameBytes },
    )
    // Not before: a driver that throws must leave nothing behind.
    this.#stopOpenTimer = runtime.after(connectTimeoutMs, () => this.drop('no connection in time'))
    this.#watchdog = new Watchdog({
      ...settings,
      // By the socket, which may be an object of a class.
      ping: this.#socket.ping && ((payload) => this.#socket.ping?.(payload)),
      onLate: () => handlers.onLate(),
      onRecovered: () => handlers.onRecovered(),
      onDead: () => this.drop('no sign of life'),
    })
  }

  /** Whether something can be sent. */
  get isOpen(): boolean {
    return this.#phase === 'open'
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  /** Stops reading; the other side cannot be heard meanwhile, so its silence does not mean that it is gone. */
  pause(): void {
    if (this.#phase !== 'open' || this.#socket.pause === undefined) return
    this.reading.pause()
    if (this.#isStopped) return
    this.#isStopped = true
    this.#socket.pause()
    this.#watchdog.pause()
  }

  /** What was told is older than what waits to be read: it is as if that had waited for long. */
  fallBehind(): void {
    if (this.#phase === 'open') this.#watchdog.fallBehind()
  }

  resume(): void {
    if (this.#phase !== 'open' || this.#socket.resume === undefined) return
    this.reading.resume()
    // Somebody who is just told of one of them wants more: they come when all others have been told of it.
    if (this.#isCatchingUp) return
    this.#isCatchingUp = true
    try {
      while (this.#unread.length > 0 && this.#isRead) this.#deliver(this.#unread.shift())
    } finally {
      this.#isCatchingUp = false
    }
    // Some of that may have been too much already, or the end.
    if (!this.#isRead) return
    this.#isStopped = false
    this.#socket.resume()
    // A driver may deliver what has waited before it returns.
    if (this.#isRead) this.#watchdog.start()
  }

  /** Takes a frame that has been read, a text or a binary one: it is delivered once what is read is wanted. */
  take(text: string | undefined): void {
    if (this.#isRead) this.#deliver(text)
    else this.#unread.push(text)
  }

  /** Gives the socket up without a word to the other side, and reports it as closed with 1006. */
  drop(reason: string): void {
    // A driver may tell of the end before it returns, and does not know why.
    this.#dropReason = reason
    this.#socket.terminate()
    this.#onClose(1006, reason, undefined)
  }

  /** Closes with a handshake where there is an open socket. Resolves when it is gone; `onClosed` is not called. */
  close(): Promise<void> {
    this.#stopOpenTimer()
    this.#watchdog.stop()
    const phase = this.#phase
    if (phase === 'gone') return Promise.resolve()
    this.#phase = 'closing'
    return new Promise((resolve) => {
      const stopTimer = this.#runtime.after(CLOSE_TIMEOUT_MS, () => {
        this.#socket.terminate()
        this.#closed?.()
      })
      this.#closed = () => {
        stopTimer()
        resolve()
      }
      if (phase === 'connecting') return this.#socket.terminate()
      // A paused socket would not hear the answer of the other side.
      this.#socket.resume?.()
      return this.#socket.close(1000, '')
    })
  }

  #onOpen(): void {
    if (this.#phase !== 'connecting') return
    this.#phase = 'open'
    this.#stopOpenTimer()
    this.#watchdog.start()
    this.#handlers.onOpen()
  }

  #onFrame(text: string | undefined): void {
    if (this.#phase !== 'open') return
    this.#watchdog.hear()
    this.take(text)
  }

  get #isRead(): boolean {
    return !this.reading.isPaused && this.#phase === 'open'
  }

  #deliver(text: string | undefined): void {
    if (text === undefined) return this.#handlers.onCorrupt('binary', undefined)
    const frame = decode(text)
    if (frame.kind === 'message') return this.#handlers.onMessage(frame.message, text)
    if (frame.kind === 'unknown') return this.#handlers.onUnknown(frame.frame)
    return this.#handlers.onCorrupt(frame.reason, frame.channel)
  }

  #onClose(code: number, reason: string, cause: unknown): void {
    if (this.#closed !== undefined) return this.#closed()
    if (this.#phase === 'gone') return
    this.#phase = 'gone'
    this.#stopOpenTimer()
    this.#watchdog.stop()
    this.#handlers.onClosed(code, this.#dropReason ?? reason, cause)
  }
}

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import { type CefiWsClient, createCefiWsClient } from '../../src/client.ts'
import type { Driver, DriverSocket, SocketEvents } from '../../src/driver/driver.ts'
import type { CefiWsClientOptions } from '../../src/options.ts'

export const SECRET = 'a-secret-for-tests'
const URL_IN_SCRIPTS = 'wss://exchange.test/api/v1'
/** 2026-01-01T00:00:00.900Z: the fraction shows that times are rounded down. */
const START_MS = 1_767_225_600_900

/** What the platform of a script can do. */
export interface Platform {
  readonly ping: boolean
  readonly pause: boolean
}

/**
 * A strict script: everything the client does is written down as a line. A test must ask for the lines, with `did`, before the
 * other side acts again: what nobody asked for fails the test.
 */
export class Script {
  readonly clock = new VirtualRuntime(START_MS)
  readonly client: CefiWsClient
  readonly #lines: string[] = []
  readonly #platform: Platform
  /** The open sockets, oldest first. */
  #sockets: SocketEvents[] = []
  #acting = 0
  /** What waits behind the sockets that are paused. */
  readonly #paused = new Map<SocketEvents, string[]>()
  #ignoresClose = false
  #failsConnect = false
  readonly #pings: string[] = []

  constructor(options: CefiWsClientOptions = {}, platform: Platform = { ping: true, pause: true }) {
    this.#platform = platform
    this.client = createCefiWsClient({
      url: URL_IN_SCRIPTS,
      runtime: this.clock,
      driver: this.#driver,
      ...options,
    })
    this.client.on('state', ({ to }) => this.#log(`state ${to}`))
    this.client.on('disconnect', ({ code, kind, reason, delayMs }) =>
      this.#log(`disconnect ${code} ${kind}${reason && `: ${reason}`}, back in ${delayMs} ms`),
    )
    this.client.on('gap', ({ channel, last, seqnum, coalesced }) =>
      this.#log(`gap ${channel} ${last}..${seqnum}${coalesced ? ' coalesced' : ''}`),
    )
    this.client.on('repeat', ({ channel, last, seqnum, coalesced }) =>
      this.#log(`repeat ${channel} ${last}..${seqnum}${coalesced ? ' coalesced' : ''}`),
    )
    this.client.on('lingering', ({ channels, items, reason, status = '' }) =>
      this.#log(`lingering ${channels.join('+')} ${items.join('+')} ${reason} ${status}`.trim()),
    )
    this.client.on('rotate', () => this.#log('rotate'))
    this.client.on('status', (status) => this.#log(`status ${status}`))
    this.client.on('violation', ({ reason }) => this.#log(`violation ${reason}`))
    this.client.on('unknown', ({ channel, update }) => this.#log(`unknown ${String(channel)} ${String(update)}`))
    this.client.on('unrouted', ({ channel, update }) => this.#log(`unrouted ${channel} ${update}`))
  }

  /** What the client did since the last time. */
  async did(): Promise<readonly string[]> {
    await settle()
    return this.#lines.splice(0)
  }

  /** Whether there is a socket. */
  get isOpen(): boolean {
    return this.#sockets.length > 0
  }

  /** Writes a line of the test's own, such as a message that arrived. */
  note(line: string): void {
    this.#log(line)
  }

  /** Acts on another socket from now on: 0 is the oldest that is open. */
  on(index: number): this {
    this.#acting = index
    return this
  }

  /** The server's side: accepts the connection. */
  async open(): Promise<void> {
    await this.#act((socket) => socket.onOpen())
  }

  /** The server's side: sends frames. Texts go out as they are. */
  async receive(...frames: readonly (string | object)[]): Promise<void> {
    for (const frame of frames) {
      const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
      const paused = this.#paused.get(this.#actor)
      if (paused === undefined) await this.#act((socket) => socket.onText(text), frames.indexOf(frame) === 0)
      else paused.push(text)
    }
  }

  /** The server's side: sends frames that the platform delivers in one go, before any promise can follow. */
  async receiveAtOnce(...frames: readonly object[]): Promise<void> {
    await this.#act((socket) => {
      for (const frame of frames) socket.onText(JSON.stringify(frame))
    })
  }

  /** The server's side: does not answer a close frame. */
  ignoreClose(): void {
    this.#ignoresClose = true
  }

  /** The platform: the next socket cannot be made. */
  failNextConnect(): void {
    this.#failsConnect = true
  }

  async receiveBinary(): Promise<void> {
    await this.#act((socket) => socket.onBinary())
  }

  /** The server's side: answers the last ping, or one of those before it. */
  async pong({ before = 0 } = {}): Promise<void> {
    await this.#act((socket) => socket.onPong(this.#pings.at(-1 - before) ?? 'no ping'))
  }

  /** The server's side: the socket is gone. */
  async drop(code: number, reason = '', cause?: unknown): Promise<void> {
    await this.#act((socket) => {
      this.#sockets = this.#sockets.filter((other) => other !== socket)
      socket.onClose(code, reason, cause)
    })
  }

  /** Time passes, and nothing else happens. */
  async advance(ms: number): Promise<void> {
    await settle()
    assert.deepEqual(this.#lines, [])
    await this.clock.advance(ms, settle)
    await settle()
  }

  /** Closes the client, and checks that nothing is left. */
  async end(...lines: readonly string[]): Promise<void> {
    assert.deepEqual(await this.did(), [])
    await this.client.close()
    assert.deepEqual(await this.did(), lines)
    assert.equal(this.clock.pending, 0, 'a timer is left')
    assert.equal(this.#sockets.length, 0, 'a socket is left')
  }

  async #act(run: (socket: SocketEvents) => void, strict = true): Promise<void> {
    await settle()
    if (strict) assert.deepEqual(this.#lines, [])
    run(this.#actor)
    await settle()
  }

  get #actor(): SocketEvents {
    const socket = this.#sockets[this.#acting]
    if (socket === undefined) throw new Error('The script acts on a socket that is not there.')
    return socket
  }

  #log(line: string): void {
    this.#lines.push(line)
  }

  readonly #driver: Driver = (url, events): DriverSocket => {
    assert.equal(url, URL_IN_SCRIPTS)
    if (this.#failsConnect) {
      this.#failsConnect = false
      throw new TypeError('no socket')
    }
    this.#log('connect')
    this.#sockets.push(events)
    const gone = (code: number): void => {
      if (!this.#sockets.includes(events)) return
      this.#sockets = this.#sockets.filter((other) => other !== events)
      queueMicrotask(() => events.onClose(code, ''))
    }
    return {
      send: (text) => this.#log(`send ${describe(text, this.clock)}`),
      close: (code) => {
        this.#log(`close ${code}`)
        if (!this.#ignoresClose) gone(code)
      },
      terminate: () => {
        this.#log('terminate')
        gone(1006)
      },
      ...(this.#platform.ping
        ? {
            ping: (payload) => {
              this.#log('ping')
              this.#pings.push(payload)
            },
          }
        : {}),
      ...(this.#platform.pause
        ? {
            pause: () => {
              this.#log('pause')
              this.#paused.set(events, [])
            },
            resume: () => {
              const held = this.#paused.get(events)
              if (held === undefined) return
              this.#log('resume')
              this.#paused.delete(events)
              for (const text of held) events.onText(text)
            },
          }
        : {}),
    }
  }
}

/** `SUBSCRIBE DEPTH BTC-PYUSD`; a signature or a time that the server would refuse is said out loud. */
function describe(text: string, clock: VirtualRuntime): string {
  const { type, channels, item_names, timestamp, organization_id, key, signature, ...rest } = JSON.parse(
    text,
  ) as Record<string, string> & { channels: string[]; item_names: string[] }
  const faults: string[] = []
  if (timestamp !== String(Math.floor(clock.wallMs() / 1000))) faults.push(`timestamp ${timestamp}`)
  if (Object.keys(rest).length > 0) faults.push(`unknown ${Object.keys(rest).join()}`)
  const credentials = [organization_id, key, signature].filter((value) => value !== undefined).length
  if (type?.endsWith('NO_AUTH') === true) {
    if (credentials > 0) faults.push('credentials')
  } else {
    const expected = createHmac('sha256', SECRET).update(`${timestamp}TRUEXWS${key}/api/v1`).digest('base64')
    if (credentials !== 3) faults.push('no credentials')
    if (signature !== expected) faults.push('signature')
  }
  return [type, channels.join('+'), item_names.join('+'), ...faults.map((fault) => `WRONG ${fault}`)].join(' ')
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

import { createHmac } from 'node:crypto'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import type { Driver, SocketEvents } from '../../src/driver/driver.ts'
import { complete, confirmation, depthSnapshot, depthUpdate, dropcopy, trade } from './frames.ts'
import { SECRET, settle } from './script.ts'

/** Every instrument there is, and every client. */
export const SYMBOLS = ['A', 'B', 'C'] as const
export const CLIENTS = ['1', '2'] as const

/** What the facts leave open of how a server answers. */
export interface Manner {
  /** Whether what is asked for comes before it is confirmed, and the last channel first. */
  readonly confirmsLast: boolean
  /** Whether a book tells changes before its snapshot. */
  readonly isLate: boolean
  /** Whether it says when a snapshot is whole. */
  readonly completes: boolean
  /** Whether it closes the connection on what it refuses. */
  readonly closes: boolean
}

interface Request {
  readonly type: string
  readonly channels: readonly string[]
  readonly item_names: readonly string[]
  readonly timestamp: string
  readonly key?: string
  readonly signature?: string
}

interface Sent {
  readonly text: string
  /** What its number counts. */
  readonly counter?: string
  /** The book that the client has been told once it has this frame. */
  readonly book?: readonly [item: string, levels: readonly string[]]
}

/** One connection as the server sees it. Whatever it is asked it does in order, and when it gets to it. */
export class Line {
  readonly events: SocketEvents
  /** What it is to do: to answer a request, or to send a snapshot that it owes. */
  readonly asked: (Request | (() => void))[] = []
  out: (Sent | { readonly pong: string })[] = []
  readonly inForce = new Set<string>()
  isOpen = false
  isGone = false
  /** The client has left it and waits for the server to end it. */
  isLeft = false
  isFrozen = false
  isPaused = false
  isAuthenticated = false
  /** Whether it was granted a request. */
  isAnswered = false
  /** The books as of the newest frame that the client has. */
  readonly told = new Map<string, readonly string[]>()
  /** Whether a number was lost on it, and may not have been missed yet. */
  isGappy = false
  /** The counters of which the client has seen a number. */
  readonly counted = new Set<string>()
  readonly #numbers = new Map<string, number>()

  constructor(events: SocketEvents) {
    this.events = events
  }

  number(scope: string): string {
    const next = this.#numbers.get(scope) ?? 0
    this.#numbers.set(scope, next + 1)
    return String(next)
  }

  get status(): string {
    return this.isAuthenticated ? 'AUTHENTICATED' : 'UNAUTHENTICATED'
  }
}

/** An exchange with trades, books and orders, and lines to it on which things go wrong. */
export class Market {
  readonly clock: VirtualRuntime
  lines: Line[] = []
  /** The line that the client has left last. */
  before: Line | undefined
  /** How often a line that others use was closed on something that does not exist. */
  disturbances = 0
  /** What broke the rules of the contract. */
  readonly wrongs: string[] = []
  readonly #books = new Map<string, Map<number, number>>(
    SYMBOLS.map((item) => [
      item,
      new Map([
        [29, 1],
        [31, 1],
      ]),
    ]),
  )
  readonly #counts = new Map<string, number>()
  #time = 1_767_225_600_000_000_000n

  /** The next connection cannot be made. */
  isUnplugged = false

  readonly #scope: 'channel' | 'channel-item'
  readonly #manner: Manner

  /** @param scope What its sequence numbers count. */
  constructor(scope: 'channel' | 'channel-item', manner: Manner) {
    this.clock = new VirtualRuntime(1_767_225_600_900)
    this.#scope = scope
    this.#manner = manner
  }

  // --- What happens on the exchange ---

  happen(channel: 'TRADE' | 'DROPCOPY' | 'EBBO', item: string): void {
    const number = this.count(channel, item) + 1
    this.#counts.set(`${channel} ${item}`, number)
    const frames = {
      TRADE: trade(item.toLowerCase(), String(number)),
      DROPCOPY: dropcopy({ id: `${item}-${number}`, text: String(number), order_info: { client_id: item } }),
      EBBO: this.#quote('UPDATE', item),
    }
    this.#tellAll(channel, item, frames[channel])
  }

  /** How often something has happened. */
  count(channel: string, item: string): number {
    return this.#counts.get(`${channel} ${item}`) ?? 0
  }

  #quote(update: string, item: string): object {
    const info = { best_bid: { price: String(this.count('EBBO', item)) } }
    return { channel: 'EBBO', update, data: { id: item.toLowerCase(), info } }
  }

  change(item: string, price: number, qty: number): void {
    const book = this.#books.get(item)
    if (book === undefined || price === 30) return
    if (qty === 0) book.delete(price)
    else book.set(price, qty)
    const level = [[String(price), String(qty)]] as const
    this.#tellAll('DEPTH', item, price < 30 ? depthUpdate(item, level, []) : depthUpdate(item, [], level))
  }

  #tellAll(channel: string, item: string, frame: object): void {
    for (const line of this.lines) if (line.inForce.has(`${channel} ${item}`)) this.#tell(line, channel, item, frame)
  }

  #tell(line: Line, channel: string, item: string, frame: object): void {
    const counter = this.#scope === 'channel' ? channel : `${channel} ${item}`
    const text = JSON.stringify({ ...frame, seqnum: line.number(counter), status: line.status })
    line.out.push({ text, counter, ...(channel === 'DEPTH' ? { book: [item, this.levels(item)] as const } : {}) })
  }

  levels(item: string): readonly string[] {
    return [...(this.#books.get(item) ?? [])]
      .sort(([left], [right]) => left - right)
      .map(([price, qty]) => `${price}:${qty}`)
  }

  // --- What happens on a line ---

  /** The server gets to the next request. */
  serve(line: Line, refusal?: string): void {
    const request = line.asked.shift()
    if (request === undefined) return
    if (typeof request === 'function') return request()
    const { type, channels, item_names: items, key } = request
    const isSigned = !type.endsWith('NO_AUTH')
    if (refusal !== undefined) return this.say(line, { status: refusal })
    if (isSigned && key !== 'key') return this.#refuse(line, 'UNAUTHORIZED')
    if (items.some((item) => item === 'NONE')) {
      // Nobody else is to suffer for it more often than it takes to find out.
      if (this.#manner.closes && line === this.used && line.isAnswered) this.disturbances++
      return this.#refuse(line, 'INVALID')
    }
    line.isAnswered = true
    if (isSigned) line.isAuthenticated = true
    const isSubscription = !type.startsWith('UN')
    for (const channel of channels) {
      for (const item of items) {
        if (isSubscription) line.inForce.add(`${channel} ${item}`)
        else line.inForce.delete(`${channel} ${item}`)
      }
    }
    const { confirmsLast } = this.#manner
    if (!confirmsLast) this.say(line, {})
    const begun = !isSubscription ? [] : confirmsLast ? channels.toReversed() : channels
    for (const channel of begun) for (const item of items) this.#begin(line, channel, item)
    if (confirmsLast) this.say(line, {})
  }

  #refuse(line: Line, status: string): void {
    if (!this.#manner.closes) return this.say(line, { status })
    this.#leave(line)
    return line.events.onClose(1008, '')
  }

  #begin(line: Line, channel: string, item: string): void {
    const run = (): void => this.#snapshot(line, channel, item)
    if (this.#manner.isLate && channel === 'DEPTH') line.asked.unshift(run)
    else run()
  }

  #snapshot(line: Line, channel: string, item: string): void {
    // It may have been ended meanwhile.
    if (!line.inForce.has(`${channel} ${item}`)) return
    if (channel === 'DEPTH') {
      const levels = [...(this.#books.get(item) ?? [])].map(([price, qty]) => [price, String(qty)] as const)
      const side = (isBid: boolean): [string, string][] =>
        levels.filter(([price]) => price < 30 === isBid).map(([price, qty]) => [String(price), qty])
      this.#tell(line, channel, item, depthSnapshot(item, side(true), side(false)))
      if (this.#manner.completes) line.out.push({ text: JSON.stringify(complete('DEPTH', item)) })
    }
    if (channel === 'EBBO') this.#tell(line, channel, item, this.#quote('SNAPSHOT', item))
    if (channel === 'INSTRUMENT') {
      const data = { id: item.toLowerCase(), info: { symbol: item } }
      this.#tell(line, channel, item, { channel, update: 'SNAPSHOT', data })
    }
  }

  /** A word about the connection, or an answer. */
  say(line: Line, { status = line.status, update = 'SNAPSHOT' }: { status?: string; update?: string }): void {
    const channels = ['INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE', 'DROPCOPY']
    const lists = channels.map((channel): [string, ...string[]] => [
      channel,
      ...[...line.inForce].filter((key) => key.startsWith(`${channel} `)).map((key) => key.slice(channel.length + 1)),
    ])
    const timestamp = String((this.#time += 1n))
    line.out.push({ text: JSON.stringify({ ...confirmation(status, ...lists), update, timestamp }) })
  }

  expire(line: Line): void {
    line.isAuthenticated = false
    this.say(line, { update: 'UPDATE' })
  }

  /** The next frame arrives, or the connection is accepted. False where nothing does. */
  async arrive(line: Line): Promise<boolean> {
    if (line.isGone || line.isFrozen || line.isPaused) return false
    if (!line.isOpen) {
      line.isOpen = true
      line.events.onOpen()
    } else {
      const frame = line.out.shift()
      if (frame === undefined) return false
      if ('pong' in frame) line.events.onPong(frame.pong)
      else {
        if (frame.book !== undefined) line.told.set(...frame.book)
        if (frame.counter !== undefined) line.counted.add(frame.counter)
        line.events.onText(frame.text)
      }
    }
    await settle()
    return true
  }

  async cut(line: Line, code: number): Promise<void> {
    this.#leave(line)
    line.events.onClose(code, '')
    await settle()
  }

  #leave(line: Line): void {
    line.isGone = true
    this.lines = this.lines.filter((other) => other !== line)
  }

  /** The line that the client uses; another one beside it is its next. */
  get used(): Line | undefined {
    return this.lines.find(({ isLeft }) => !isLeft)
  }

  readonly driver: Driver = (_, events) => {
    if (this.isUnplugged) {
      this.isUnplugged = false
      throw new TypeError('no socket')
    }
    const line = new Line(events)
    this.lines.push(line)
    const gone = (): void => {
      if (line.isGone) return
      this.#leave(line)
      queueMicrotask(() => events.onClose(1006, ''))
    }
    return {
      send: (text) => {
        const request = JSON.parse(text) as Request
        this.#check(request)
        if (!line.isGone) line.asked.push(request)
      },
      close: () => {
        line.isLeft = true
        this.before = line
        if (!line.isFrozen) gone()
      },
      terminate: gone,
      ping: (payload) => line.out.push({ pong: payload }),
      pause: () => {
        line.isPaused = true
      },
      resume: () => {
        line.isPaused = false
      },
    }
  }

  #check({ type, channels, item_names, timestamp, key, signature }: Request): void {
    const isSigned = !type.endsWith('NO_AUTH')
    const expected = createHmac('sha256', SECRET).update(`${timestamp}TRUEXWS${key}/api/v1`).digest('base64')
    if (isSigned ? signature !== expected : signature !== undefined || key !== undefined) this.wrongs.push('signature')
    if (channels.length === 0 || item_names.length === 0) this.wrongs.push('nothing is asked for')
    if (channels.includes('DROPCOPY') && (channels.length > 1 || !isSigned)) this.wrongs.push('DROPCOPY with others')
    if (timestamp !== String(Math.floor(this.clock.wallMs() / 1000))) this.wrongs.push('timestamp')
  }
}

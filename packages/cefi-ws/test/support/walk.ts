import { hmacKey } from '@truemarkets/core'
import { type CefiWsClient, createCefiWsClient } from '../../src/client.ts'
import { BufferOverflowError } from '../../src/errors/buffer-overflow-error.ts'
import type { BufferPolicy } from '../../src/subscription/buffer.ts'
import type { Subscription } from '../../src/subscription/subscription.ts'
import { type Line, Market } from './market.ts'
import { SECRET, settle } from './script.ts'
import { auth } from './start.ts'
import type { Followed, Leaving, Setting, Step } from './steps.ts'
import { Wish } from './wish.ts'

/** A subscription that is asked for. */
interface Asked {
  readonly channel: Followed
  readonly items: readonly string[]
  readonly isSlow: boolean
  readonly policy: BufferPolicy
  readonly signed?: boolean | undefined
  readonly timeoutMs?: number | undefined
  readonly leavesOn?: Leaving
}

/** How often a server that closes is asked for what does not exist: with four items, with two, and alone. */
const MOST_CLOSES = 3

/** A client with its users and its exchange, and what is wrong with them. */
export class Walk {
  readonly market: Market
  readonly #scope: Setting['seqnumScope']
  readonly client: CefiWsClient
  readonly wishes: Wish[] = []
  readonly faults: string[] = []
  readonly #hasKey: boolean
  /** Whether a book that has missed something is made anew, and not its user told alone. */
  readonly #isCured: boolean
  upgrades = 0
  /** Gives up the upgrade that was asked for last. */
  #giveUp = new AbortController()
  /** Whether a key may have stayed that the server refuses, as it does where nothing is subscribed. */
  #isKeyDoubtful = false
  rotations = 0
  /** Something was lost on a line whose numbers may skip, so nobody can tell. */
  isLossy = false
  /** A quote was lost, which nothing but the next one makes up for. */
  #isQuoteLost = false

  constructor({ hasKey, manner, ...options }: Setting) {
    this.#hasKey = hasKey
    this.#scope = options.seqnumScope
    this.market = new Market(options.seqnumScope, manner)
    this.#isCured = options.onGap !== 'event'
    this.client = createCefiWsClient({
      url: 'wss://exchange.test/api/v1',
      runtime: this.market.clock,
      driver: this.market.driver,
      firstUpdate: 'next',
      buffer: { capacity: 16 },
      ...(hasKey ? { auth } : {}),
      ...options,
    })
    this.client.on('rotate', () => this.rotations++)
  }

  async run(action: Step): Promise<void> {
    const acting = 'line' in action ? this.market.lines[action.line] : undefined
    const wish = 'which' in action ? this.wishes[action.which] : undefined
    if (action.act === 'subscribe') this.#subscribe({ ...action, signed: this.#hasKey ? action.signed : undefined })
    else if (action.act === 'follow') this.#subscribe({ ...action, channel: 'DROPCOPY' })
    else if (action.act === 'book') this.#openBook(action.item, this.#hasKey ? action.signed : undefined)
    else if (action.act === 'close') (wish?.book ?? wish?.stream)?.close()
    else if (action.act === 'abort') wish?.abort.abort()
    else if (action.act === 'read') await this.#read(wish)
    else if (action.act === 'happen') this.market.happen(/\d/.test(action.item) ? 'DROPCOPY' : 'TRADE', action.item)
    else if (action.act === 'quote') this.market.happen('EBBO', action.item)
    else if (action.act === 'change') this.market.change(action.item, action.price, action.qty)
    else if (action.act === 'authenticate') this.#authenticate(action.isGood, action.timeoutMs)
    else if (action.act === 'giveUp') this.#giveUp.abort()
    else if (action.act === 'unplug') this.market.isUnplugged = true
    else if (action.act === 'jump') this.market.clock.jump(action.ms)
    else if (action.act === 'wait') await this.#wait(action.ms)
    else if (acting !== undefined) await this.#disturb(action, acting)
    await settle()
    this.check()
  }

  async #disturb(action: Step, acting: Line): Promise<void> {
    if (action.act === 'serve') this.market.serve(acting)
    if (action.act === 'arrive') await this.market.arrive(acting)
    if (action.act === 'flow') await this.#flow(acting)
    if (action.act === 'refuse') this.market.serve(acting, action.status)
    // A book may have no snapshot, so nobody would miss the first one.
    if (action.act === 'mute' && typeof acting.asked[0] === 'object') acting.asked.shift()
    if (action.act === 'say') this.market.say(acting, { update: 'UPDATE' })
    if (action.act === 'expire' && acting.isAuthenticated) {
      this.market.expire(acting)
      // From now on numbers may skip.
      this.isLossy ||= acting.isGappy
    }
    if (action.act === 'freeze') acting.isFrozen = true
    if (action.act === 'cut') await this.market.cut(acting, action.code)
    const [frame] = acting.out
    if (frame === undefined || 'pong' in frame || !acting.isOpen || acting.isFrozen || acting.isPaused) return
    const isData = !frame.text.includes('"WEBSOCKET"')
    if (action.act === 'double') {
      acting.out.unshift(frame)
    }
    const isLost = action.act === 'lose' || action.act === 'corrupt'
    if (isLost && frame.text.includes('"EBBO"')) this.#isQuoteLost = true
    if (action.act === 'lose' && isData && frame.text.includes('"UPDATE"')) {
      acting.out.shift()
      acting.isGappy = true
      // Nobody can tell where numbers may skip, nor where the next one is of a snapshot, perhaps of another item, or the first.
      const isFirst = !acting.counted.has(frame.counter ?? '')
      const mayBeHidden = isFirst || (this.#scope === 'channel' && frame.book !== undefined)
      if (mayBeHidden || !frame.text.includes('"AUTHENTICATED"')) this.isLossy = true
    }
    if (action.act === 'corrupt' && isData) acting.out[0] = { text: '{' }
  }

  /** All that is on its way arrives, and whatever is asked for meanwhile is done. */
  async #flow(flowing: Line): Promise<void> {
    for (let turn = 0; turn < 100; turn++) {
      if (!flowing.isGone && !flowing.isFrozen) this.market.serve(flowing)
      if (!(await this.market.arrive(flowing)) && flowing.asked.length === 0) return
      this.check()
    }
  }

  /** Nothing is on its way for longer than a second. */
  async #wait(ms: number): Promise<void> {
    if (ms > 1000) {
      for (const each of this.market.lines) while (await this.market.arrive(each)) this.check()
    }
    await this.wait(ms)
  }

  async wait(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      const { used } = this.market
      const waiting = this.wishes.filter(({ book }) => used?.isPaused === true && book?.state === 'syncing')
      await this.market.clock.advance(Math.min(left, 500), settle)
      // Nobody has listened meanwhile, so nobody has heard that nothing more of its snapshot came.
      for (const { book } of waiting)
        if (book?.state === 'live' && used?.isPaused === true)
          this.faults.push(`book ${book.symbol}: whole by our own silence`)
      for (const each of this.market.lines) if (!each.isOpen) await this.market.arrive(each)
      this.check()
    }
  }

  check(): void {
    const asked = this.wishes.filter(({ keys }) => keys.some((key) => key.endsWith('NONE'))).length
    if (this.market.disturbances > asked * MOST_CLOSES) this.faults.push('closed more often than it takes to find out')
    for (const { book, faults, isOpen } of this.wishes) {
      // Where numbers may skip, what one line has left out is missed by nobody, and the next line may tell it behind the rest.
      const isExcused = (fault: string) => this.isLossy && / late after | without a word$/.test(fault)
      this.faults.push(...faults.splice(0).filter((fault) => !isExcused(fault)))
      if (book === undefined || !isOpen || book.state !== 'live' || this.isLossy) continue
      const { used, before } = this.market
      const shown = [...[...book.bids()].toReversed(), ...book.asks()].map(({ price, qty }) => `${price}:${qty}`).join()
      // While a line that has taken over is not read, what it had said before waits, and the book is that of the line before.
      const sources = used?.isPaused === true ? [used, before] : [used]
      const told = sources.map((source) => source?.told.get(book.symbol)?.join())
      if (!told.includes(shown)) this.faults.push(`book ${book.symbol}: ${shown} is not ${told.join(' or ')}`)
    }
  }

  #subscribe({ channel, items, isSlow, policy, signed, timeoutMs, leavesOn }: Asked): void {
    if (this.wishes.length > 20) return
    const keys = items.map((item) => `${channel} ${item}`)
    const wish = new Wish(keys, isSlow, policy !== 'error')
    const { signal } = wish.abort
    const buffer = { policy, capacity: isSlow && policy === 'error' ? 4 : 16 }
    this.client.subscribe({ channel, items, signed, timeoutMs, signal, buffer }).then(
      (stream) => {
        wish.outcome = 'confirmed'
        wish.stream = stream
        this.#listen(wish, stream)
        if (isSlow) wish.reader = stream[Symbol.asyncIterator]()
        else stream.on('message', (message) => wish.take(message))
        if (leavesOn !== undefined && !isSlow) stream.on(leavesOn, () => stream.close())
        // What has waited comes before it.
        return stream.on('end', (error) => {
          wish.hasEnded = true
          // Its socket can be paused.
          if (error instanceof BufferOverflowError) this.faults.push(`${keys.join()}: overflow`)
        })
      },
      () => {
        wish.outcome = 'failed'
      },
    )
    this.wishes.push(wish)
  }

  #listen(wish: Wish, stream: Subscription<Followed>): void {
    let isAttached = false
    stream.on('stale', (reason) => {
      // It came while nobody listened, somewhere among what waits.
      wish.warn(!isAttached && stream.buffered > 0)
      // What came after a silence is more than that.
      wish.isSilent = reason === 'silence'
      if (reason !== 'silence') wish.isInterrupted = true
    })
    isAttached = true
    stream.on('resumed', () => {
      wish.isInterrupted = false
    })
    stream.on('recovered', () => {
      wish.isSilent = false
    })
  }

  #openBook(item: string, signed: boolean | undefined): void {
    if (this.wishes.length > 20) return
    const wish = new Wish([`DEPTH ${item}`], false, false)
    this.client.orderBook(item, { signed, signal: wish.abort.signal }).then(
      (book) => {
        wish.outcome = 'confirmed'
        wish.book = book
        book.on('end', () => {
          wish.hasEnded = true
        })
        return book.on('change', () => {
          if (book.state !== 'live') this.faults.push('change of a book that is not live')
          if (wish.hasEnded) this.faults.push('change after the end')
        })
      },
      () => {
        wish.outcome = 'failed'
      },
    )
    this.wishes.push(wish)
  }

  async #read(wish: Wish | undefined): Promise<boolean> {
    if (wish?.reader === undefined || wish.stream === undefined || wish.stream.buffered === 0) return false
    const next = await wish.reader.next()
    if (next.done !== true) wish.take(next.value)
    return true
  }

  #authenticate(isGood: boolean, timeoutMs?: number): void {
    const key = isGood ? auth : hmacKey({ organizationId: 'org', keyId: 'bad', secret: SECRET })
    const wasDoubtful = this.#isKeyDoubtful
    this.#isKeyDoubtful ||= !isGood
    this.upgrades++
    this.#giveUp = new AbortController()
    this.client.authenticate(key, { timeoutMs, signal: this.#giveUp.signal }).then(
      () => this.upgrades--,
      () => {
        this.upgrades--
        // It goes back to the one before.
        this.#isKeyDoubtful ||= wasDoubtful
      },
    )
  }

  /** Lets everything that is under way come to its end. What keeps it from that. */
  async settle(): Promise<string[]> {
    let reasons: string[] = []
    for (let round = 0; round < 400; round++) {
      for (let turn = 0; turn < 200; turn++) {
        let isBusy = false
        for (const each of this.market.lines) {
          if (each.asked.length > 0 && !each.isFrozen) {
            this.market.serve(each)
            isBusy = true
          }
          if (await this.market.arrive(each)) isBusy = true
        }
        for (const wish of this.wishes) if (await this.#read(wish)) isBusy = true
        await settle()
        this.check()
        if (!isBusy) break
      }
      if (this.#isKeyDoubtful && this.upgrades === 0 && this.wishes.every(({ outcome }) => outcome !== 'pending')) {
        this.#authenticate(true)
        this.#isKeyDoubtful = false
      }
      reasons = this.#unsettled()
      if (reasons.length === 0) return reasons
      await this.wait(500)
    }
    return reasons
  }

  #unsettled(): string[] {
    const reasons: string[] = []
    if (this.#isKeyDoubtful) reasons.push('a key in doubt')
    if (this.upgrades > 0) reasons.push('an upgrade')
    if (this.client.state !== 'live' && this.wishes.some(({ isOpen }) => isOpen))
      reasons.push(`state ${this.client.state}`)
    for (const { keys, outcome, isOpen, book, isInterrupted, isSilent } of this.wishes) {
      if (outcome === 'pending') reasons.push(`${keys.join()} pending`)
      if (isOpen && this.#isCured && book !== undefined && book.state !== 'live')
        reasons.push(`${keys.join()} ${book.state}`)
      if (isOpen && isInterrupted) reasons.push(`${keys.join()} not resumed`)
      if (isOpen && isSilent) reasons.push(`${keys.join()} not recovered`)
    }
    for (const { keys, isOpen, quotes } of this.#isQuoteLost ? [] : this.wishes) {
      for (const [channel = '', item = ''] of isOpen ? keys.map((key) => key.split(' ')) : []) {
        const [told, newest] = [quotes.get(item), this.market.count(channel, item)]
        if (channel === 'EBBO' && told !== newest) reasons.push(`EBBO ${item} ${told} is not ${newest}`)
      }
    }
    const held = [...(this.market.used?.inForce ?? [])].filter((key) => !key.startsWith('INSTRUMENT')).sort()
    const open = this.wishes.filter(({ isOpen }) => isOpen).flatMap(({ keys }) => keys)
    const wanted = [...new Set(open)].filter((key) => !key.startsWith('INSTRUMENT')).sort()
    if (String(held) !== String(wanted)) reasons.push(`held ${held.join()}, wanted ${wanted.join()}`)
    return reasons
  }

  async close(): Promise<void> {
    const closing = this.client.close()
    // A server that does not answer has two seconds.
    await this.market.clock.advance(2000, settle)
    await closing
    // Upgrades end one after the other.
    for (let left = this.upgrades; left >= 0; left--) await settle()
    if (this.upgrades > 0) this.faults.push('an upgrade is left')
    if (this.market.clock.pending > 0) this.faults.push('a timer is left')
    if (this.market.lines.length > 0) this.faults.push('a line is left')
    for (const wish of this.wishes) if (wish.outcome === 'pending') this.faults.push('a promise is left')
  }
}

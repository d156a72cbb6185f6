import type { SubscribableChannel } from '../generated/messages.ts'
import { type Interest, interestKey, type Wanted } from '../requests/interests.ts'
import type { Stream } from '../subscription/subscription.ts'

/** Any subscription, whatever it delivers. */
export type AnyStream = Stream<SubscribableChannel>

/** The turn of what the server has confirmed before, be it on an earlier connection, and of what is new. */
const KNOWN = 0
const NEW = 1

interface Want extends Wanted {
  /** Whether each of them has asked for credentials. */
  readonly owners: Map<AnyStream, boolean>
  turn: number
  /** How often in a row the server refused what it had confirmed on an earlier connection. */
  refusals: number
}

/** What the subscriptions of a client want together; an item that several want is asked for once. */
export class Wants {
  readonly #wants = new Map<string, Want>()
  readonly #keysOf = new Map<AnyStream, string[]>()
  #lastTurn = NEW

  /** To be read by the request loop. */
  get interests(): ReadonlyMap<string, Wanted> {
    return this.#wants
  }

  /**
   * Adds an owner. If the two ways of asking meet in one item, credentials win.
   *
   * @returns The key, and whether somebody wanted the item already.
   */
  add(interest: Interest, owner: AnyStream): { readonly key: string; readonly shared: boolean } {
    const key = interestKey(interest.channel, interest.item)
    const owned = this.#keysOf.get(owner)
    if (owned === undefined) this.#keysOf.set(owner, [key])
    else owned.push(key)
    const existing = this.#wants.get(key)
    if (existing === undefined) {
      this.#wants.set(key, {
        ...interest,
        owners: new Map([[owner, interest.signed]]),
        turn: NEW,
        refusals: 0,
      })
      return { key, shared: false }
    }
    existing.owners.set(owner, interest.signed)
    if (interest.signed && !existing.signed) this.#wants.set(key, { ...existing, signed: true })
    return { key, shared: true }
  }

  /**
   * Removes an owner everywhere.
   *
   * @returns The keys that nobody wants any more. They are forgotten.
   */
  remove(owner: AnyStream): readonly string[] {
    const keys = this.#keysOf.get(owner) ?? []
    this.#keysOf.delete(owner)
    return keys.filter((key) => {
      const owners = this.#wants.get(key)?.owners
      return owners?.delete(owner) === true && owners.size === 0 && this.#wants.delete(key)
    })
  }

  /**
   * Removes an owner who could not be served. What was asked for with credentials for its sake alone is asked for without again:
   * that they are refused is no matter of the others.
   *
   * @returns The keys of which something has changed.
   */
  takeBack(owner: AnyStream): readonly string[] {
    const keys = this.#keysOf.get(owner) ?? []
    const unwanted = this.remove(owner)
    const unsigned = keys.filter((key) => {
      const want = this.#wants.get(key)
      if (want?.signed !== true || [...want.owners.values()].includes(true)) return false
      this.#wants.set(key, { ...want, signed: false, refusals: 0 })
      return true
    })
    return [...unwanted, ...unsigned]
  }

  /** Everything is asked for with credentials from now on, or, to take that back, nothing but DROPCOPY. */
  signAll(signed: boolean): void {
    for (const [key, want] of this.#wants) {
      const isSigned = signed || want.channel === 'DROPCOPY'
      for (const owner of want.owners.keys()) want.owners.set(owner, isSigned)
      this.#wants.set(key, { ...want, signed: isSigned })
    }
  }

  /** Those for whose sake something is asked for the way it is. */
  ownersOf(key: string): readonly AnyStream[] {
    const { owners = new Map<AnyStream, boolean>(), signed } = this.#wants.get(key) ?? {}
    const own = [...owners].filter(([, asked]) => asked === signed)
    return (own.length > 0 ? own : [...owners]).map(([owner]) => owner)
  }

  /** Whether several want something of these. */
  isShared(keys: Iterable<string>): boolean {
    return new Set([...keys].flatMap((key) => [...(this.#wants.get(key)?.owners.keys() ?? [])])).size > 1
  }

  signed(key: string): boolean {
    return this.#wants.get(key)?.signed ?? false
  }

  /** The server may not take these: they come last, and by themselves, until it has confirmed them. */
  putLast(keys: Iterable<string>): void {
    this.#lastTurn++
    for (const key of keys) {
      const want = this.#wants.get(key)
      if (want !== undefined) want.turn = this.#lastTurn
    }
  }

  /** Counts a refusal, and tells how many there were in a row. */
  countRefusal(key: string): number {
    const want = this.#wants.get(key)
    return want === undefined ? 0 : ++want.refusals
  }

  /** The server has confirmed it. */
  confirm(key: string): void {
    const want = this.#wants.get(key)
    if (want === undefined) return
    want.turn = KNOWN
    want.refusals = 0
  }
}

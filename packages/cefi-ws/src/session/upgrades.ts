import { AbortedError, type HmacCredential } from '@truemarkets/core'
import { SessionClosedError } from '../errors/session-closed-error.ts'
import type { WaitLimits } from './pending.ts'
import type { Uplink } from './uplink.ts'
import type { Wants } from './wants.ts'

/** What an upgrade takes. */
export interface UpgradesOptions {
  readonly uplink: Uplink
  readonly wants: Wants
  /** Whether somebody waits for a key to be confirmed. */
  readonly isAwaited: (key: string) => boolean
  /** Waits until the server has confirmed the keys. */
  readonly confirmed: (keys: readonly string[], limits: Omit<WaitLimits, 'cause'>) => Promise<void>
  /** DROPCOPY that was asked for meanwhile cannot be had without credentials. */
  readonly failDropCopy: (error: Error) => void
}

/** Moves a session to other credentials, one change after the other: what each goes back to is what the one before has left. */
export class Upgrades {
  readonly #options: UpgradesOptions
  #last: Promise<void> | undefined

  constructor(options: UpgradesOptions) {
    this.#options = options
  }

  /** Asks for everything once more, with credentials. Goes back to what was there before when that is refused. */
  start(credential: HmacCredential, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const run = (): Promise<void> => this.#upgrade(credential, timeoutMs, signal)
    const upgrade = this.#last?.then(run, run) ?? run()
    this.#last = upgrade
    return upgrade.finally(() => {
      if (this.#last === upgrade) this.#last = undefined
    })
  }

  async #upgrade(credential: HmacCredential, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const { uplink, wants, isAwaited, confirmed, failDropCopy } = this.#options
    if (uplink.state === 'closed') throw new SessionClosedError('authenticate')
    if (signal?.aborted === true) throw new AbortedError({ operation: 'authenticate', cause: signal.reason })
    const { signing } = uplink
    const before = signing.credential
    signing.credential = credential
    wants.signAll(true)
    const keys = [...wants.interests.keys()]
    if (keys.length === 0) return
    // What another key has signed for, also one that was taken back, is asked for with this one.
    uplink.resign()
    const undo = (error: Error): void => {
      signing.credential = before
      if (before === undefined) {
        wants.signAll(false)
        failDropCopy(error)
      } else uplink.resign()
    }
    // What somebody else is still waiting for the server may refuse for a reason of its own.
    const inForce = keys.filter((key) => !isAwaited(key))
    await confirmed(inForce.length > 0 ? inForce : keys, { operation: 'authenticate', timeoutMs, signal, undo })
  }
}

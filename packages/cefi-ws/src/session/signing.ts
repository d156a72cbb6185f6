import type { HmacCredential } from '@truemarkets/core'
import type { ClientMessage } from '../generated/unions.ts'
import type { Settings } from '../options.ts'
import { buildRequest, type RequestPlan, requestTimestamp } from '../requests/request.ts'

/** Which credentials sign the requests of a session. */
export class Signing {
  readonly #settings: Settings
  #credential: HmacCredential | undefined
  /** Those that the server accepted last. What was subscribed with them is ended with them once they are taken back (question `W13`). */
  #accepted: HmacCredential | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#credential = settings.auth
  }

  /** Those that the caller wants to be used. */
  get credential(): HmacCredential | undefined {
    return this.#credential
  }

  set credential(credential) {
    // What nobody has answered yet may be in force, too.
    if (credential === undefined) this.#accepted ??= this.#credential
    this.#credential = credential
  }

  /** Those that sign the next request. */
  get signer(): HmacCredential | undefined {
    return this.#credential ?? this.#accepted
  }

  /** The server has accepted what these have signed. */
  accept(signer: HmacCredential | undefined): void {
    this.#accepted = signer
  }

  /** A request as it goes over the wire now. */
  request(plan: RequestPlan): ClientMessage {
    const { runtime, clockOffsetMs, signedPath: path } = this.#settings
    const credential = this.signer
    const signer = credential && { credential, path }
    return buildRequest(plan, requestTimestamp(runtime.wallMs(), clockOffsetMs), signer)
  }
}

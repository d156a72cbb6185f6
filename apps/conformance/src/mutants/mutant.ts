import type { BrokenRules } from '@truemarkets/sandbox'
import type { Subject } from '../case/define.ts'
import type { JsonObject } from '../json.ts'
import type { HttpAnswer, HttpRequest } from '../record/exchange.ts'

type Common = {
  /** What is wrong with the service, in kebab case. */
  id: string
  title: string
  /** Where it is wrong; the cases of these subjects must notice. */
  breaks: readonly Subject[]
}

/** A sandbox with a rule of its own broken: it really does what it should not, with all that follows. */
export type RuleMutant = Common & { kind: 'rule'; broken: BrokenRules }

/** One request on its way to a service that has something wrong with its answers. */
export type Hop = {
  request: HttpRequest
  /** Sends a request to the sound service. */
  forward: (request: HttpRequest) => Promise<HttpAnswer>
}

/** A sound sandbox whose answers are spoilt on the wire: for faults of form, which no rule decides. */
export type HttpMutant = Common & { kind: 'http'; act: (hop: Hop) => Promise<HttpAnswer> }

/** The same for the frames of the WebSocket: what arrives in place of one, nothing when it is lost. */
export type SocketMutant = Common & { kind: 'socket'; received: (frame: JsonObject) => JsonObject | undefined }

/** A service with one deliberate fault. The suite must notice every one of them. */
export type Mutant = RuleMutant | HttpMutant | SocketMutant

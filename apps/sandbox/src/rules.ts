import { type AuthRules, authRules } from './auth/rules.ts'
import { type CefiRestRules, cefiRestRules } from './cefi-rest/rules.ts'
import { type CefiWsRules, cefiWsRules } from './cefi-ws/rules.ts'
import { type ExchangeRules, exchangeRules } from './exchange/rules.ts'
import { type GatewayRules, gatewayRules } from './gateway/rules.ts'

/** By which the sandbox decides, by the part that decides. */
export interface Rules {
  readonly auth: AuthRules
  readonly gateway: GatewayRules
  readonly exchange: ExchangeRules
  readonly cefiRest: CefiRestRules
  readonly cefiWs: CefiWsRules
}

/** Rules to break on purpose; what is not named stays sound. */
export type BrokenRules = { readonly [Part in keyof Rules]?: Partial<Rules[Part]> }

export const soundRules: Rules = {
  auth: authRules,
  gateway: gatewayRules,
  exchange: exchangeRules,
  cefiRest: cefiRestRules,
  cefiWs: cefiWsRules,
}

/** The sound rules with some of them replaced. */
export function withBroken(broken: BrokenRules): Rules {
  return {
    auth: { ...authRules, ...broken.auth },
    gateway: { ...gatewayRules, ...broken.gateway },
    exchange: { ...exchangeRules, ...broken.exchange },
    cefiRest: { ...cefiRestRules, ...broken.cefiRest },
    cefiWs: { ...cefiWsRules, ...broken.cefiWs },
  }
}

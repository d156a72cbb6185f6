import type { Mutant } from './mutant.ts'
import { authRuleMutants } from './rules/auth.ts'
import { cefiRestRuleMutants } from './rules/cefi-rest.ts'
import { cefiWsRuleMutants } from './rules/cefi-ws.ts'
import { exchangeRuleMutants } from './rules/exchange.ts'
import { gatewayRuleMutants } from './rules/gateway.ts'
import { authWireMutants } from './wire/auth.ts'
import { cefiRestWireMutants } from './wire/cefi-rest.ts'
import { cefiWsWireMutants } from './wire/cefi-ws.ts'
import { gatewayWireMutants } from './wire/gateway.ts'

/** Every mutant. One that no case notices fails the hunt. */
export const mutants: readonly Mutant[] = [
  ...[authRuleMutants, gatewayRuleMutants, exchangeRuleMutants, cefiRestRuleMutants, cefiWsRuleMutants],
  ...[authWireMutants, gatewayWireMutants, cefiRestWireMutants, cefiWsWireMutants],
].flat()

import { authMutants } from './auth.ts'
import { cefiRestMutants } from './cefi-rest.ts'
import { cefiWsMutants } from './cefi-ws.ts'
import { gatewayMutants } from './gateway.ts'
import type { Mutant } from './mutant.ts'

/** Every mutant. One that no case notices fails the hunt. */
export const mutants: readonly Mutant[] = [...authMutants, ...gatewayMutants, ...cefiRestMutants, ...cefiWsMutants]

import { authProbes } from './auth.ts'
import { cefiRestProbes } from './cefi-rest.ts'
import { cefiWsProbes } from './cefi-ws.ts'
import { gatewayProbes } from './gateway.ts'
import type { Probe } from './probe.ts'

/** Every probe. A question without one stays undetermined. */
export const probes: readonly Probe[] = [...authProbes, ...gatewayProbes, ...cefiRestProbes, ...cefiWsProbes]

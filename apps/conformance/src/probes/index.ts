import { authProbes } from './auth.ts'
import { cefiRestProbes } from './cefi-rest.ts'
import { cefiRestAccessProbes } from './cefi-rest-access.ts'
import { cefiWsProbes } from './cefi-ws.ts'
import { cefiWsFeedProbes } from './cefi-ws-feeds.ts'
import { cefiWsRequestProbes } from './cefi-ws-requests.ts'
import { gatewayProbes } from './gateway.ts'
import { gatewayLimitProbes } from './gateway-limits.ts'
import type { Probe } from './probe.ts'

/** Every probe; a question without one stands in `unasked.ts`. */
export const probes: readonly Probe[] = [
  ...authProbes,
  ...gatewayProbes,
  ...gatewayLimitProbes,
  ...cefiRestProbes,
  ...cefiRestAccessProbes,
  ...cefiWsProbes,
  ...cefiWsRequestProbes,
  ...cefiWsFeedProbes,
]

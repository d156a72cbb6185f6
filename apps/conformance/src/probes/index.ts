import { authErrorProbes } from './auth/errors.ts'
import { authServiceProbes } from './auth/service.ts'
import { authTokenProbes } from './auth/tokens.ts'
import { cefiRestAccessProbes } from './cefi-rest/access.ts'
import { cefiRestBodyProbes } from './cefi-rest/bodies.ts'
import { cefiRestEditionProbes } from './cefi-rest/edition.ts'
import { cefiRestListProbes } from './cefi-rest/lists.ts'
import { cefiRestOrderProbes } from './cefi-rest/orders.ts'
import { cefiRestSigningProbes } from './cefi-rest/signing.ts'
import { cefiRestTransferProbes } from './cefi-rest/transfers.ts'
import { cefiRestVersionProbes } from './cefi-rest/versions.ts'
import { cefiWsConnectionProbes } from './cefi-ws/connection.ts'
import { cefiWsFeedProbes } from './cefi-ws/feeds.ts'
import { cefiWsLifeProbes } from './cefi-ws/life.ts'
import { cefiWsRefusalProbes } from './cefi-ws/refusals.ts'
import { cefiWsRequestProbes } from './cefi-ws/requests.ts'
import { cefiWsSentinelProbes } from './cefi-ws/sentinels.ts'
import { cefiWsSnapshotProbes } from './cefi-ws/snapshots.ts'
import { gatewayAccessProbes } from './gateway/access.ts'
import { gatewayCancelProbes } from './gateway/cancels.ts'
import { gatewayLimitProbes } from './gateway/limits.ts'
import { gatewayOperationIdProbes } from './gateway/operation-ids.ts'
import { gatewayOrderProbes } from './gateway/orders.ts'
import { gatewayReadProbes } from './gateway/reads.ts'
import { gatewayTransferProbes } from './gateway/transfers.ts'
import type { Probe } from './probe.ts'

/** One probe for each open question. */
export const probes: readonly Probe[] = [
  ...authErrorProbes,
  ...authServiceProbes,
  ...authTokenProbes,
  ...gatewayAccessProbes,
  ...gatewayCancelProbes,
  ...gatewayLimitProbes,
  ...gatewayOperationIdProbes,
  ...gatewayOrderProbes,
  ...gatewayReadProbes,
  ...gatewayTransferProbes,
  ...cefiRestAccessProbes,
  ...cefiRestBodyProbes,
  ...cefiRestEditionProbes,
  ...cefiRestListProbes,
  ...cefiRestOrderProbes,
  ...cefiRestSigningProbes,
  ...cefiRestTransferProbes,
  ...cefiRestVersionProbes,
  ...cefiWsConnectionProbes,
  ...cefiWsFeedProbes,
  ...cefiWsLifeProbes,
  ...cefiWsRefusalProbes,
  ...cefiWsRequestProbes,
  ...cefiWsSentinelProbes,
  ...cefiWsSnapshotProbes,
]

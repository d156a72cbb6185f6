import type { Api } from '../api.ts'

/** Forms that no answer of the sandbox can take, and why. A pattern that meets no unseen form is reported as needless. */
export type Unreachable = { api: Api; form: RegExp; reason: string }

const otherWorld = 'another possible world of an open question plays it: see --answer'
const olderEdition = 'a spelling or shape of an older edition, declared so that a client survives it'
const notPublished = 'described from observation or by inference; what makes the service send it is unknown'
const outsideControl = 'the sandbox enters this state only when a test puts it there'

export const unreachable: readonly Unreachable[] = [
  {
    api: 'auth',
    form: /JwksResponse\/properties\/keys empty$/,
    reason: 'a service without a key could not issue a token',
  },
  { api: 'auth', form: /ErrorResponse\/properties\/(code|error) present$/, reason: otherWorld },
  { api: 'auth', form: /field_violations empty$/, reason: notPublished },
  { api: 'auth', form: /HealthResponse\/properties\/status present$/, reason: otherWorld },

  {
    api: 'gateway',
    form: /ErrorResponse\/properties\/(code|error) present$|(field_violations empty|positions filled)$/,
    reason: otherWorld,
  },
  {
    api: 'gateway',
    form: /BalancesResponse|schemas\/Balance\/|ListBalancesResponse\/properties\/data empty$/,
    reason: olderEdition,
  },
  { api: 'gateway', form: /web_authn_payload present$|payloads (empty|null)$/, reason: olderEdition },
  {
    api: 'gateway',
    form: /properties\/(price|value|change_24h_pct|icon|qty|asset_id|asset_symbol|explorer_url) null$/,
    reason: notPublished,
  },
  { api: 'gateway', form: /="failed"$|failure_reason present$/, reason: outsideControl },
  { api: 'gateway', form: /="ramp"$/, reason: notPublished },
  { api: 'gateway', form: /(data|balances) empty$/, reason: 'the demo accounts hold something of everything' },

  {
    api: 'cefi-rest',
    form: /(data\/anyOf|anyOf\/1\/oneOf)\/1 (taken|empty|filled)$|VersionList\/anyOf/,
    reason: otherWorld,
  },
  { api: 'cefi-rest', form: /responses\/503\/|HealthStatus ="degraded"$/, reason: outsideControl },
  { api: 'cefi-rest', form: /(Client|Instrument)Status =/, reason: outsideControl },
  { api: 'cefi-rest', form: /properties\/pagination present$|limit present$|next_cursor null$/, reason: otherWorld },
  {
    api: 'cefi-rest',
    form: /exeuted_qty present$|total present$|state present$|extensions present$/,
    reason: olderEdition,
  },
  {
    api: 'cefi-rest',
    form: /ModifyType|new_type present$|prev_modify present$|OrderFlag|flags filled$/,
    reason: notPublished,
  },
  { api: 'cefi-rest', form: /="INVALID"$|TransferStatus ="FAILED"$/, reason: notPublished },
  {
    api: 'cefi-rest',
    form: /(balances|data|oneOf\/1) empty$/,
    reason: 'the demo clients hold something of everything',
  },

  {
    api: 'cefi-ws',
    form: /ConnectionStatus ="ERROR"$|EbboStatus ="DISABLED"$|InstrumentStatus =/,
    reason: outsideControl,
  },
  { api: 'cefi-ws', form: /item_names empty$|update ="(UPDATE|SNAPSHOT)"$|(asks|bids) null$/, reason: otherWorld },
  {
    api: 'cefi-ws',
    form: /Dropcopy|exeuted_qty|LiquidityFlag ="MAKER"$|SnapshotComplete\/properties/,
    reason: notPublished,
  },
]

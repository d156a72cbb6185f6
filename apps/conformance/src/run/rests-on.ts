import type { KnownAnswers } from '../target/client-settings.ts'

const refusedSubscriptions = [
  'cefi-ws.subscription.foreign-drop-copy',
  'cefi-ws.subscription.future-timestamp',
  'cefi-ws.subscription.old-timestamp',
  'cefi-ws.subscription.old-timestamp-without-credentials',
  'cefi-ws.subscription.unknown-key',
  'cefi-ws.subscription.unknown-symbol',
  'cefi-ws.subscription.wrong-organization',
  'cefi-ws.subscription.wrong-path',
  'cefi-ws.subscription.wrong-secret',
]

const ordersInSymbols = [
  'gateway.cancel-order.market-order',
  'gateway.cancel-order.resting',
  'gateway.create-order.limit-rests',
  'gateway.create-order.market-fills',
  'gateway.create-order.refused-by-the-exchange',
  'gateway.create-order.swap-is-prepared',
  'gateway.create-order.unknown-asset',
  'gateway.execute-order.bridged',
  'gateway.get-order.as-placed',
  'gateway.get-order.average-price',
  'gateway.get-order.cost-of-a-fill',
  'gateway.get-order.of-somebody-else',
  'gateway.list-balances.fees-are-held',
  'gateway.list-orders.by-status',
  'gateway.list-orders.every-page',
  'gateway.list-transactions.shows-orders',
  'gateway.prepare-cancel-order.cefi',
]

const ordersByAssetId = [
  'gateway.create-order.digest',
  'gateway.create-order.quote-adds-up',
  'gateway.create-order.swap-is-prepared',
  'gateway.create-order.unfunded-swap',
  'gateway.execute-cancel-order.gives-back',
  'gateway.execute-order.moves-what-was-quoted',
  'gateway.execute-order.one-stamp-for-each-payload',
  'gateway.execute-order.sells-what-was-quoted',
  'gateway.execute-order.stale-quote',
  'gateway.execute-order.stamp-of-another-key',
  'gateway.execute-order.stamp-of-another-payload',
  'gateway.execute-order.swap-settles',
  'gateway.get-order.of-somebody-else',
  'gateway.list-orders.shows-swaps',
  'gateway.list-transactions.hides-unexecuted',
  'gateway.prepare-cancel-order.defi',
  'gateway.prepare-cancel-order.stamp-of-another-payload',
]

const stampsOfAnotherPayload = [
  'gateway.execute-order.one-stamp-for-each-payload',
  'gateway.execute-order.stamp-of-another-payload',
  'gateway.prepare-cancel-order.stamp-of-another-payload',
]

const signedOnOlderPaths = [
  /\.api-v1-.*-legacy$/,
  'cefi-rest.list-clients.legacy-clock-10-s-behind',
  'cefi-rest.list-clients.to-the-second-older',
]

const signedByTheCurrentScheme = [
  /\.v1-cefi-.*-cefi-rest(-legacy)?$/,
  'cefi-rest.list-clients.clock-10-s-ahead',
  'cefi-rest.list-clients.to-the-second-current',
  'cefi-rest.list-clients.wrong-organization',
]

const endsOfSnapshots = ['snapshot-signed', 'snapshot-without-credentials'].flatMap((name) => [
  `cefi-ws.ebbo.${name}`,
  `cefi-ws.instrument.${name}`,
])

/**
 * Cases that cannot hold where a question is answered so, though the clients work. Where an answer says that the contract is wrong, as
 * `R7=elsewhere` does, they do not, and the run must fail.
 */
export const cannotHold: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'A3=never': [
    'auth.refresh-token.again',
    'auth.refresh-token.each-for-its-use',
    'auth.refresh-token.new-pair',
    'auth.refresh-token.single-use',
  ],
  'A5=reusable': ['auth.refresh-token.single-use'],
  'G1=required': ['gateway.compute-quote.quick-start-body', 'gateway.list-assets.older-base-path'],
  'G3=symbols-only': ordersByAssetId,
  'G3=asset-id-only': ordersInSymbols,
  'G3=chain-required': ordersByAssetId,
  'G8=unbounded': ['gateway.list-orders.page-too-large'],
  'G12=status-code': ['gateway.execute-order.stale-quote'],
  'G12=documented': ['gateway.execute-order.stale-quote'],
  'G16=all': ['gateway.list-assets.stocks-are-asked-for'],
  'G20=not-on-uat': [
    'gateway.execute-order.bridged',
    'gateway.get-balances.on-behalf-of',
    'gateway.get-balances.on-behalf-of-nobody',
  ],
  'G23=forbidden': stampsOfAnotherPayload,
  'G23=unauthenticated': [...stampsOfAnotherPayload, 'gateway.execute-transfer.stamp-of-another-payload'],
  'G25=bad-request': ['gateway.execute-order.stamp-of-another-key'],
  'G25=unauthenticated': ['gateway.execute-order.stamp-of-another-key'],
  'R1=refused': [
    /v2024_01_01/,
    /\.api-v1-/,
    /\.legacy-clock-/,
    'cefi-rest.compute-market-quote.older-version',
    'cefi-rest.create-transfer.withdrawal-completes',
    'cefi-rest.get-health.degraded',
    'cefi-rest.get-order-status.versions-agree',
    'cefi-rest.list-clients.to-the-second-older',
    'cefi-rest.list-orders.default-size',
    'cefi-rest.list-orders.versions-agree',
  ],
  'R3=cefi-rest-without-prefix': signedOnOlderPaths,
  'R3=cefi-rest-legacy-full': signedByTheCurrentScheme,
  'R3=cefi-rest-legacy-without-prefix': [...signedOnOlderPaths, ...signedByTheCurrentScheme],
  'R11=flat': ['cefi-rest.create-transfer.without-wrapper'],
  'R12=after': [
    'cefi-rest.create-transfer.deposit-completes',
    'cefi-rest.create-transfer.more-than-there-is',
    'cefi-rest.create-transfer.withdrawal-completes',
    'cefi-rest.create-transfer.withdrawal-leaves',
    'cefi-rest.list-balances.hold-of-a-withdrawal',
    'cefi-rest.list-order-trades.every-page-v2024_01_01',
    'cefi-rest.list-order-trades.every-page-v2026_01_23',
    'cefi-rest.list-orders.own-only',
    'cefi-rest.list-orders.versions-agree',
  ],
  'R14=another-window': [
    'cefi-rest.list-clients.clock-10-s-ahead',
    'cefi-rest.list-clients.legacy-clock-8-s-ahead',
    'cefi-rest.list-clients.to-the-second-current',
    'cefi-rest.list-clients.to-the-second-older',
  ],
  'R21=otherwise': ['cefi-rest.list-clients.token-without-client'],
  'R22=credentials-needed': [
    'cefi-rest.compute-market-quote.older-version',
    'cefi-rest.get-health.degraded',
    'cefi-rest.list-instruments.deprecation',
  ],
  'R25=refused': [
    'cefi-rest.create-order.below-the-minimum',
    'cefi-rest.create-order.between-increments',
    'cefi-rest.create-order.between-ticks',
    'cefi-rest.create-order.more-than-there-is',
    'cefi-rest.create-order.outside-the-band',
    'cefi-rest.create-order.too-many',
    'cefi-rest.create-order.while-halted',
    'cefi-rest.list-instruments.price-bands',
    'cefi-ws.dropcopy.refusal',
  ],
  'R30=refused': [
    'cefi-rest.modify-order.between-increments',
    'cefi-rest.modify-order.outside-the-band',
    'cefi-ws.dropcopy.refused-change',
  ],
  'W6=depth-only': endsOfSnapshots,
  'W6=never': [
    ...endsOfSnapshots,
    'cefi-ws.depth.batched-without-credentials',
    'cefi-ws.depth.goes-on-without-another',
    'cefi-ws.depth.level-comes-and-goes-asks',
    'cefi-ws.depth.level-comes-and-goes-bids',
    'cefi-ws.depth.sequence',
    'cefi-ws.depth.snapshot-signed',
    'cefi-ws.depth.snapshot-without-credentials',
  ],
  'W9=close': [...refusedSubscriptions, 'cefi-ws.subscription.to-the-second'],
  'W10=close': ['cefi-ws.subscription.drop-copy-without-credentials'],
  'W11=on-request': refusedSubscriptions,
  'W12=otherwise': ['cefi-ws.confirmation.complete-list'],
}

export const isNamed = (id: string, name: string | RegExp) => (typeof name === 'string' ? id === name : name.test(id))

/** The world, as `W9=close`, in which the target is and a case cannot hold; null where it can. */
export function hindrance(id: string, answers: KnownAnswers): string | null {
  const worlds = Object.entries(answers).map(([question, choice]) => `${question}=${choice}`)
  return worlds.find((world) => cannotHold[world]?.some((name) => isNamed(id, name))) ?? null
}

/** The questions that a case rests on: for each, an answer is possible with which it would fail. */
export function restsOn(id: string): string[] {
  const worlds = Object.entries(cannotHold).filter(([, names]) => names.some((name) => isNamed(id, name)))
  return [...new Set(worlds.map(([world]) => world.replace(/=.*/, '')))]
}

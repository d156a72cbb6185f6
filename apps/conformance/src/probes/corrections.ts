import type { Json } from '../json.ts'

/** One step of an overlay: what is merged into every match of a JSONPath, or taken out. */
export type Step = { target: string; update: Json } | { target: string; remove: true }

/** Where the contract speaks of a question, and what must change in it when another choice than the default is seen. */
export type Correction = { place: string; changes?: Readonly<Record<string, readonly Step[]>> }

const operation = (path: string, method: string) => `$.paths['${path}'].${method}`
const schema = (name: string) => `$.components.schemas.${name}`
const member = (name: string, property: string) => `${schema(name)}.properties.${property}`
const remove = (target: string): Step => ({ target, remove: true })
const json = (ref: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${ref}` } } })
const answer = (path: string, method: string, status: string) => `${operation(path, method)}.responses['${status}']`

/** The answer of a creation with another status than the one printed. */
const createdWith200 = (path: string, ref: string): Step[] => [
  {
    target: `${operation(path, 'post')}.responses`,
    update: { '200': { description: 'Created.', content: json(ref) } },
  },
  remove(answer(path, 'post', '201')),
]

const numericCode: Step[] = [{ target: member('ErrorResponse', 'code'), update: { type: 'integer' } }]
const publicReads = ['/assets', '/instruments', '/markets/quote', '/versions', '/health'].map((path) =>
  operation(path, 'get'),
)

/** By question. Where the contract stays as it is in either world, only the place is named: there the answer is written down. */
export const corrections: Readonly<Record<string, Correction>> = {
  A1: { place: operation('/.well-known/jwks.json', 'get') },
  A2: {
    place: operation('/health', 'get'),
    changes: {
      'status-member': [{ target: schema('HealthResponse'), update: { required: ['status'] } }],
      'plain-text': [
        {
          target: `${answer('/health', 'get', '200')}.content`,
          update: { 'text/plain': { schema: { type: 'string' } } },
        },
      ],
    },
  },
  A3: {
    place: schema('TokenResponse'),
    changes: {
      always: [{ target: schema('TokenResponse'), update: { required: ['refresh_token'] } }],
      never: [remove(member('TokenResponse', 'refresh_token'))],
    },
  },
  A4: {
    place: member('TokenResponse', 'expires_in'),
    changes: {
      'whole-seconds-z': [{ target: member('TokenResponse', 'expires_in'), update: { pattern: ':[0-9]{2}Z$' } }],
      offset: [{ target: member('TokenResponse', 'expires_in'), update: { pattern: '[+-][0-9]{2}:[0-9]{2}$' } }],
    },
  },
  A5: {
    place: operation('/token/refresh', 'post'),
    changes: {
      reusable: [{ target: operation('/token/refresh', 'post'), update: { 'x-behaviour': { retry: 'idempotent' } } }],
    },
  },
  A6: { place: schema('ErrorResponse'), changes: { 'status-code': numericCode } },
  A7: { place: operation('/api-key/token', 'post') },
  A8: { place: member('ApiKeyTokenRequest', 'signature') },
  A9: { place: operation('/api-key/token', 'post') },
  A10: { place: operation('/api-key/token', 'post') },
  A11: { place: schema('JsonWebKey') },
  A12: { place: member('ErrorResponse', 'type') },
  A13: { place: member('TokenResponse', 'access_token') },

  G1: {
    place: operation('/quotes', 'post'),
    changes: {
      required: [
        remove(`${operation('/quotes', 'post')}.security[0]`),
        remove(`${operation('/assets', 'get')}.security[0]`),
      ],
    },
  },
  G2: {
    place: operation('/balances', 'get'),
    changes: {
      balances: [
        remove(
          `${answer('/balances', 'get', '200')}.content['application/json'].schema.anyOf[?@['$ref'] == '#/components/schemas/ListBalancesResponse']`,
        ),
      ],
    },
  },
  G3: {
    place: schema('CreateOrderRequest'),
    changes: {
      'symbols-only': [remove("$..[?@.title == 'OrderByAssetId']")],
      'asset-id-only': [remove("$..[?@.title == 'OrderBySymbol']")],
      'chain-required': [{ target: "$..[?@.title == 'OrderByAssetId']", update: { required: ['chain'] } }],
    },
  },
  G4: {
    place: operation('/orders', 'post'),
    changes: {
      '200': [...createdWith200('/orders', 'CreateOrderResponse'), ...createdWith200('/transfers', 'TransferDetail')],
    },
  },
  G5: {
    place: operation('/orders/{id}', 'delete'),
    changes: { 'empty-body': [remove(`${answer('/orders/{id}', 'delete', '202')}.content`)] },
  },
  G6: { place: operation('/orders/{id}/cancel/execute', 'post') },
  G7: { place: operation('/orders/{id}', 'get') },
  G8: {
    place: operation('/transactions', 'get'),
    changes: {
      unbounded: [remove(`${operation('/transactions', 'get')}.parameters[?@.name == 'limit'].schema.maximum`)],
    },
  },
  G9: { place: member('Pagination', 'next_cursor') },
  G10: { place: '$.components.responses.TooManyRequests' },
  G11: {
    place: '$.components.headers.RateLimitReset',
    changes: {
      'retry-after': [
        {
          target: '$.components.responses.TooManyRequests',
          update: {
            headers: { 'Retry-After': { description: 'Seconds until the window ends.', schema: { type: 'string' } } },
          },
        },
      ],
    },
  },
  G12: { place: schema('ErrorResponse'), changes: { 'status-code': numericCode } },
  G13: {
    place: member('UnsignedPayload', 'digest'),
    changes: { base64: [{ target: member('UnsignedPayload', 'digest'), update: { format: 'byte' } }] },
  },
  G14: { place: schema('OrderDetail'), changes: { absent: [remove(member('OrderDetail', 'qty_unit'))] } },
  G15: { place: member('AssetItem', 'networks') },
  G16: { place: `${operation('/assets', 'get')}.parameters[?@.name == 'asset_class']` },
  G17: { place: member('CreateTransferRequest', 'network') },
  G18: { place: member('PortfolioResponse', 'positions') },
  G19: { place: '$.components.parameters.OnBehalfOf' },
  G20: { place: '$.info' },
  G21: { place: operation('/orders', 'post') },
  G22: { place: schema('CreateOrderResponse') },
  G23: { place: operation('/orders/{id}/execute', 'post') },
  G24: { place: '$.components.parameters.OnBehalfOf' },
  G25: { place: operation('/orders/{id}/execute', 'post') },
  G26: { place: operation('/quotes', 'post') },
  G27: { place: operation('/quotes', 'post') },

  R1: { place: '$.components.parameters.SchemaVersion' },
  R2: {
    place: '$.components.parameters.Cursor',
    changes: Object.fromEntries(
      ['next_cursor', 'after', 'page_token'].map((name) => [
        name,
        [{ target: '$.components.parameters.Cursor', update: { name } }],
      ]),
    ),
  },
  R3: {
    place: '$.components.securitySchemes.truexHmac',
    changes: {
      'cefi-rest-without-prefix': signedOver('truexHmac', 'The path without /v1/cefi and without the query.'),
      'cefi-rest-full-with-query': signedOver('truexHmac', 'The full path with the query.'),
      'cefi-rest-legacy-without-prefix': signedOver(
        'truexHmacLegacy',
        'The path without /v1/cefi and without the query.',
      ),
    },
  },
  R4: { place: schema('OrderEnvelope') },
  R5: { place: schema('VersionList') },
  R6: { place: member('Pagination', 'next_cursor') },
  R7: { place: '$.info' },
  R8: { place: schema('Order'), changes: { exeuted_qty: [remove(member('Order', 'executed_qty'))] } },
  R9: { place: operation('/clients', 'patch') },
  R10: { place: operation('/orders/status/{ref_id}', 'get') },
  R11: { place: operation('/transfers', 'post') },
  R12: { place: '$.components.parameters.Timestamp' },
  R13: { place: schema('ProblemEnvelope') },
  R14: { place: '$.components.securitySchemes.truexHmac' },
  R15: { place: '$.components.securitySchemes.truexHmacLegacy' },
  R16: { place: '$.info' },
  R17: { place: operation('/orders', 'post') },
  R18: {
    place: operation('/orders', 'patch'),
    changes: { yes: [remove(`${schema('ModifyRequest')}.required[?@ == 'id']`)] },
  },
  R19: { place: member('OrderInfo', 'stp') },
  R20: { place: member('TransferNew', 'instructions') },
  R21: { place: '$.components.securitySchemes.bearerAuth' },
  R22: {
    place: operation('/assets', 'get'),
    changes: {
      'credentials-needed': publicReads.flatMap((read): Step[] => [
        remove(`${read}.security`),
        { target: read, update: { 'x-behaviour': { auth: 'hmac' } } },
      ]),
    },
  },
  R23: {
    place: '$.components.headers.Deprecation',
    changes: { epoch: [{ target: '$.components.headers.Deprecation.schema', update: { pattern: '^@[0-9]+$' } }] },
  },
  R24: { place: '$.info' },
  R25: { place: operation('/orders', 'post') },
  R26: { place: operation('/orders/{ref_id}', 'delete') },
  R27: { place: operation('/markets/quote', 'post') },
  R28: { place: operation('/markets/quote', 'post') },
  R29: { place: operation('/orders', 'patch') },
  R30: { place: operation('/orders', 'patch') },
  R31: { place: operation('/orders', 'patch') },

  W1: { place: '$.channels.v1' },
  W2: {
    place: '$.components.securitySchemes.xApiKey',
    changes: {
      'empty-path': [
        {
          target: "$.components.securitySchemes.xApiKey['x-truex-signing']",
          update: { path: 'Nothing; the text to sign ends with the key.' },
        },
      ],
    },
  },
  W3: { place: schema('DropcopyData') },
  W4: { place: '$.components.messages.dropcopy' },
  W5: { place: schema('DepthMessage') },
  W6: { place: '$.components.messages.snapshotComplete' },
  W7: { place: '$.components.messages.depth' },
  W8: { place: schema('TradeData'), changes: { 'no-id': [remove(member('TradeData', 'id'))] } },
  W9: { place: '$.components.messages.confirmation' },
  W10: { place: '$.operations.receiveDropcopy' },
  W11: { place: member('Confirmation', 'update') },
  W12: { place: schema('Welcome') },
  W13: { place: '$.components.messages.subscription' },
  W14: { place: '$.operations.sendSubscription' },
  W15: { place: schema('UnauthenticatedSubscription') },
  W16: { place: '$.channels.v1' },
  W17: { place: '$.channels.v1' },
  W18: { place: schema('EbboInfo') },
  W19: { place: '$.components.securitySchemes.xNoAuth' },
  W20: { place: '$.operations.sendSubscription' },
}

function signedOver(scheme: string, path: string): Step[] {
  return [{ target: `$.components.securitySchemes.${scheme}['x-truex-signing']`, update: { path } }]
}

// Every rule around the schemas of OpenAPI, by example.
import type { openapiRules } from '../../src/diff/structure-rules.ts'
import { componentCases } from './component-cases.ts'
import { A, B, hole, JSON_BODY, media, OK, OPENAPI, Q, used } from './openapi-document.ts'
import { type Case, testRules } from './structure-case.ts'

const WEBHOOK = { '/webhooks': { filled: { post: { responses: {} } } } }

const openapiCases: { readonly [rule in keyof typeof openapiRules]: Case } = {
  'operation-added': [
    'compatible',
    { after: { '/paths/~1b/put': { responses: {} } } },
    { after: { '/paths/~1b/summary': 'B' } },
  ],
  'operation-removed': [
    'breaking',
    { after: { [B]: undefined } },
    { before: { [`${B}/x-sunset`]: '2026-01-01' }, after: { [B]: undefined } },
  ],
  'operation-removed-after-sunset': [
    'risky',
    { before: { [`${B}/x-sunset`]: '2026-11-20' }, after: { [B]: undefined } },
    { before: { [`${B}/x-sunset`]: '2026-11-21' }, after: { [B]: undefined } },
  ],
  'operation-deprecated': [
    'compatible',
    { after: { [`${B}/deprecated`]: true } },
    { after: { [`${B}/deprecated`]: false } },
  ],
  'operation-undeprecated': [
    'compatible',
    { before: { [`${B}/deprecated`]: true } },
    { before: { [`${B}/deprecated`]: false } },
  ],
  'operation-sunset-set': [
    'risky',
    { after: { [`${B}/x-sunset`]: '2027-01-01' } },
    { before: { [`${B}/x-sunset`]: '2027-01-01' }, after: { [`${B}/x-sunset`]: '2027-02-01' } },
  ],
  'operation-sunset-moved': [
    'risky',
    { before: { [`${B}/x-sunset`]: '2027-01-01' }, after: { [`${B}/x-sunset`]: '2027-02-01' } },
    { after: { [`${B}/x-sunset`]: '2027-02-01' } },
  ],
  'operation-sunset-lifted': [
    'compatible',
    { before: { [`${B}/x-sunset`]: '2027-01-01' } },
    { after: { [`${B}/x-sunset`]: '2027-01-01' } },
  ],
  'operation-id-changed': [
    'compatible',
    { after: { [`${A}/operationId`]: 'other' } },
    { after: { [`${A}/summary`]: 'other' } },
  ],
  'sdk-name-changed': [
    'breaking',
    { after: { [`${A}/operationId`]: 'other' } },
    { after: { [`${A}/operationId`]: 'other', [`${A}/x-sdk-name`]: 'doA' } },
  ],
  'operation-described-anew': [
    'compatible',
    { after: { [`${A}/summary`]: 'A' } },
    { after: { [`${A}/operationId`]: 'A' } },
  ],
  'operation-tags-changed': ['compatible', { after: { [`${A}/tags`]: ['B'] } }, { after: { [`${A}/x-tags`]: ['B'] } }],
  'behaviour-changed': [
    'risky',
    { after: { [`${A}/x-behaviour`]: { retry: 'never' } } },
    { after: { [`${A}/x-sdk-name`]: 'never' } },
  ],
  'parameter-added-required': [
    'breaking',
    { after: { [`${A}/parameters/1`]: { name: 'r', in: 'query', required: true } } },
    { after: { [`${A}/parameters/1`]: { name: 'r', in: 'query' } } },
  ],
  'parameter-added-optional': [
    'compatible',
    { after: { [`${A}/parameters/1`]: { name: 'q', in: 'header' } } },
    { after: { [`${Q}/description`]: 'Q' } },
  ],
  'parameter-renamed': [
    'breaking',
    {
      before: { '/paths/~1c~1{id}': { get: { parameters: [hole('id')], responses: {} } } },
      after: { '/paths/~1c~1{key}': { get: { parameters: [hole('key')], responses: {} } } },
    },
    { after: { [`${Q}/name`]: 'r' } },
  ],
  'parameter-removed': ['risky', { after: { [`${A}/parameters`]: [] } }, { after: { [`${Q}/required`]: true } }],
  'parameter-became-required': [
    'breaking',
    { after: { [`${Q}/required`]: true } },
    { before: { [`${Q}/required`]: true } },
  ],
  'parameter-became-optional': [
    'compatible',
    { before: { [`${Q}/required`]: true } },
    { after: { [`${Q}/required`]: true } },
  ],
  'parameter-described-anew': [
    'compatible',
    { after: { [`${Q}/description`]: 'Q' } },
    { after: { [`${Q}/example`]: 'Q' } },
  ],
  'parameter-deprecated': [
    'compatible',
    { after: { [`${Q}/deprecated`]: true } },
    { before: { [`${Q}/deprecated`]: true } },
  ],
  'parameter-undeprecated': [
    'compatible',
    { before: { [`${Q}/deprecated`]: true } },
    { before: { [`${Q}/deprecated`]: true }, after: { [`${Q}/deprecated`]: true } },
  ],
  'parameter-style-changed': [
    'breaking',
    { after: { [`${Q}/explode`]: false } },
    { after: { [`${Q}/x-explode`]: false } },
  ],
  'body-added-required': [
    'breaking',
    { after: { [`${B}/requestBody`]: { required: true, content: {} } } },
    { after: { [`${B}/requestBody`]: { content: {} } } },
  ],
  'body-added-optional': [
    'compatible',
    { after: { [`${B}/requestBody`]: { content: {} } } },
    { after: { [`${B}/requestBody`]: { required: true, content: {} } } },
  ],
  'body-removed': [
    'risky',
    { after: { [`${A}/requestBody`]: undefined } },
    { after: { [`${A}/requestBody/required`]: true } },
  ],
  'body-became-required': [
    'breaking',
    { after: { [`${A}/requestBody/required`]: true } },
    { before: { [`${A}/requestBody/required`]: true } },
  ],
  'body-became-optional': [
    'compatible',
    { before: { [`${A}/requestBody/required`]: true } },
    { after: { [`${A}/requestBody/required`]: true } },
  ],
  'body-described-anew': [
    'compatible',
    { after: { [`${A}/requestBody/description`]: 'A' } },
    { after: { [`${A}/description`]: 'A' } },
  ],
  'body-media-type-added': [
    'compatible',
    { after: { [`${A}/requestBody/content/text~1plain`]: media } },
    { after: { [`${OK}/content/text~1plain`]: media } },
  ],
  'body-media-type-removed': [
    'breaking',
    { after: { [JSON_BODY]: undefined } },
    { after: { [`${JSON_BODY}/example`]: {} } },
  ],
  'success-added': ['risky', { after: { [`${A}/responses/201`]: {} } }, { after: { [`${A}/responses/409`]: {} } }],
  'success-removed': ['breaking', { after: { [OK]: undefined } }, { after: { [`${A}/responses/404`]: undefined } }],
  'refusal-added': ['compatible', { after: { [`${A}/responses/409`]: {} } }, { after: { [`${A}/responses/201`]: {} } }],
  'refusal-removed': ['compatible', { after: { [`${A}/responses/404`]: undefined } }, { after: { [OK]: undefined } }],
  'answer-described-anew': [
    'compatible',
    { after: { [`${OK}/description`]: 'OK' } },
    { after: { [`${A}/responses/404`]: undefined, [`${A}/responses/4XX`]: { description: 'Any' } } },
  ],
  'answer-media-type-added': [
    'risky',
    { after: { [`${OK}/content/text~1plain`]: media } },
    { after: { [`${A}/requestBody/content/text~1plain`]: media } },
  ],
  'answer-media-type-removed': [
    'breaking',
    { after: { [`${OK}/content`]: {} } },
    { after: { [`${OK}/description`]: 'OK' } },
  ],
  'answer-header-added': [
    'compatible',
    { after: { [`${OK}/headers/Sunset`]: {} } },
    { after: { [`${OK}/headers/ETag/description`]: 'Tag' } },
  ],
  'answer-header-removed': ['risky', { after: { [`${OK}/headers`]: {} } }, { after: { [`${OK}/headers/Sunset`]: {} } }],
  'answer-header-became-optional': [
    'risky',
    { before: { [`${OK}/headers/ETag/required`]: true } },
    { after: { [`${OK}/headers/ETag/required`]: true } },
  ],
  'answer-header-became-required': [
    'compatible',
    { after: { [`${OK}/headers/ETag/required`]: true } },
    { before: { [`${OK}/headers/ETag/required`]: true } },
  ],
  'answer-header-described-anew': [
    'compatible',
    { after: { [`${OK}/headers/ETag/description`]: 'Tag' } },
    { after: { [`${OK}/headers/ETag/example`]: 'Tag' } },
  ],
  'security-required': [
    'breaking',
    { before: { [`${A}/security`]: [{}, { bearer: [] }] } },
    { after: { [`${A}/security`]: [{ bearer: [] }] } },
  ],
  'security-lifted': ['compatible', { after: { [`${A}/security`]: [] } }, { before: { '/security': [] } }],
  'security-alternative-added': [
    'compatible',
    { after: { '/security': [{ bearer: [] }, { key: [] }] } },
    { after: { '/security': [] } },
  ],
  'security-alternative-removed': [
    'breaking',
    { before: { '/security': [{ bearer: [] }, { key: [] }] } },
    { after: { '/security': [{ bearer: [] }, { key: [] }] } },
  ],
  'security-scheme-changed': [
    'breaking',
    { after: { '/components/securitySchemes/bearer/scheme': 'basic' } },
    { after: { '/components/securitySchemes/bearer/description': 'basic' } },
  ],
  'callback-added': [
    'risky',
    { after: { '/webhooks': { filled: { post: { responses: {} } } } } },
    { before: WEBHOOK, after: WEBHOOK },
  ],
  'callback-removed': [
    'breaking',
    { before: { [`${A}/callbacks/done`]: { '{$request.body#/url}': { post: { responses: {} } } } } },
    { before: WEBHOOK, after: WEBHOOK },
  ],
  'operation-moved': [
    'breaking',
    { after: { [`${B}/servers`]: [{ url: 'https://b.example' }] } },
    { after: { '/servers/0/url': 'https://b.example' } },
  ],
  'server-sunset-changed': [
    'risky',
    { after: { '/servers/0/x-sunset': '2027-01-01' } },
    { after: { '/servers/0/x-note': '2027-01-01' } },
  ],
  'server-variables-changed': [
    'risky',
    { after: { '/servers/0/variables': { region: { default: 'eu' } } } },
    { after: { '/servers/0/description': 'eu' } },
  ],
  'server-added': [
    'compatible',
    { after: { '/servers/1': { url: 'https://b.example' } } },
    { after: { '/servers/0/description': 'b' } },
  ],
  'server-removed': ['risky', { after: { '/servers': [] } }, { after: { '/servers/1': { url: 'https://b.example' } } }],
  ...componentCases(used),
}

testRules('openapi', OPENAPI, openapiCases)

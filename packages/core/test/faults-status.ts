import { type FaultRow, row } from './fault-row.ts'
import { http, once, reply } from './fault-server.ts'

const problem = JSON.stringify({ type: 'about:blank', title: 'An Error Occured', status: 400 })
const envelope = JSON.stringify({ error: { type: 'about:blank', title: 'An Error Occured', status: 400 } })
const html = '<!doctype html><html><title>Attention</title></html>'
const atDate = (offsetMs: number): string => new Date(Date.now() + offsetMs).toUTCString()

/** Faults of the status. */
export const STATUS_FAULTS: readonly FaultRow[] = [
  row(
    'early hints come first',
    reply(Buffer.concat([Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'), http(200)])),
    'ok ×1',
    'ok ×1',
  ),
  row(
    'the reason phrase holds odd characters',
    reply('HTTP/1.1 404 N\u00f6 \u0001 \r\ncontent-length: 2\r\n\r\n{}'),
    'not_found ×1',
    'not_found ×1',
  ),
  row('204', reply('HTTP/1.1 204 No Content\r\n\r\n'), 'response_empty ×1', 'outcome_unknown ×1'),
  row('202 without a body', reply(http(202, '')), 'response_empty ×1', 'outcome_unknown ×1'),
  ...[301, 307, 308].map((status) =>
    row(
      `${status}, which says to ask elsewhere`,
      reply(http(status, '', { location: 'http://127.0.0.1:9/' })),
      'redirect_refused ×1',
      'redirect_refused ×1',
    ),
  ),
  ...[300, 302, 303, 304].map((status) =>
    row(
      `${status}, which may answer what was done`,
      reply(http(status, '', { location: 'http://127.0.0.1:9/' })),
      'redirect_refused ×1',
      'outcome_unknown ×1',
    ),
  ),
  row(
    '307 with a body',
    reply(http(307, '{"id":"7"}', { location: '/elsewhere' })),
    'redirect_refused ×1',
    'redirect_refused ×1',
  ),
  row(
    '308 to no place at all',
    reply(http(308, '', { location: 'https://' })),
    'redirect_refused ×1',
    'redirect_refused ×1',
  ),
  row('302 without a location', reply(http(302, '')), 'redirect_refused ×1', 'outcome_unknown ×1'),
  row('400 with a bare problem', reply(http(400, problem)), 'rejected ×1', 'rejected ×1'),
  row('400 with a problem in an envelope', reply(http(400, envelope)), 'rejected ×1', 'rejected ×1'),
  row('400 with nothing', reply(http(400, '')), 'rejected ×1', 'rejected ×1'),
  row(
    '401 within the window',
    // Of the moment, because the window is counted from its date.
    reply(() => http(401, '{"message":"no"}')),
    'authentication_failed ×1',
    'authentication_failed ×1',
  ),
  row(
    '401 by skew, said by the service',
    reply(http(401, '{"message":"no"}', { date: atDate(-120_000) })),
    // The second attempt is signed with the server's time, so that its refusal is about the key and not the clock.
    'authentication_failed ×2',
    'authentication_failed ×2',
    { warnings: ['skew'] },
  ),
  row(
    '401 by skew, said by a page',
    reply(http(401, html, { date: atDate(-120_000), 'content-type': 'text/html' })),
    'authentication_failed ×2',
    'clock_skewed ×1',
    { warnings: ['skew'] },
  ),
  row(
    '401 out of a cache, whose Date is that of long ago',
    reply(http(401, '{"message":"no"}', { date: atDate(-120_000), age: '120' })),
    'authentication_failed ×1',
    'authentication_failed ×1',
  ),
  row(
    '401 with a Date that is none',
    reply(http(401, '{"message":"no"}', { date: 'yesterday' })),
    'authentication_failed ×1',
    'authentication_failed ×1',
  ),
  row(
    '403 from a proxy',
    reply(http(403, html, { 'content-type': 'text/html' })),
    'permission_denied ×1',
    'permission_denied ×1',
  ),
  row('404', reply(http(404, '{"message":"no"}')), 'not_found ×1', 'not_found ×1'),
  row('405', reply(http(405, '')), 'rejected ×1', 'rejected ×1'),
  row('408', reply(http(408, problem)), 'server_failed ×3', 'outcome_unknown ×1'),
  row('409', reply(http(409, '{"message":"no"}')), 'conflict ×1', 'conflict ×1'),
  row('410', reply(http(410, '')), 'version_sunset ×1', 'version_sunset ×1'),
  row('413', reply(http(413, 'too big', { 'content-type': 'text/plain' })), 'rejected ×1', 'rejected ×1'),
  row('415', reply(http(415, problem)), 'rejected ×1', 'rejected ×1'),
  row(
    '422',
    reply(http(422, '{"type":"failed_precondition","code":"quote_stale","message":"m"}')),
    'rejected ×1',
    'rejected ×1',
  ),
  row('425', reply(http(425, '')), 'rejected ×3', 'rejected ×1'),
  row('429 without a word', reply(http(429, '')), 'rate_limited ×3', 'rate_limited ×1'),
  row('429 with seconds', once(reply(http(429, '', { 'retry-after': '1' }))), 'ok ×2', 'rate_limited ×1', {
    waits: [1000, 1000],
  }),
  row(
    '429 with a date',
    once((socket) => void socket.write(http(429, '', { 'retry-after': atDate(1000) }))),
    'ok ×2',
    'rate_limited ×1',
    { waits: [0, 2000] },
  ),
  row(
    '429 with a date that is past',
    once(reply(http(429, '', { 'retry-after': atDate(-60_000) }))),
    'ok ×2',
    'rate_limited ×1',
  ),
  row('429 with nonsense', once(reply(http(429, '', { 'retry-after': 'soon' }))), 'ok ×2', 'rate_limited ×1'),
  ...['1e3', '-1', '0x10', '1, 2', ''].map((value) =>
    row(
      `429 with the wait "${value}", which is none`,
      once(reply(http(429, '', { 'retry-after': value }))),
      'ok ×2',
      'rate_limited ×1',
    ),
  ),
  row(
    '429 with a wait of ages',
    reply(http(429, '', { 'retry-after': '9'.repeat(40) })),
    'rate_limited ×1',
    'rate_limited ×1',
  ),
  row(
    '429 with a date in ages',
    reply(http(429, '', { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' })),
    'rate_limited ×1',
    'rate_limited ×1',
  ),
  row(
    '429 with a wait past the deadline',
    reply(http(429, '', { 'retry-after': '60' })),
    'rate_limited ×1',
    'rate_limited ×1',
  ),
  row(
    '429 with a reset in seconds',
    once(reply(http(429, '', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }))),
    'ok ×2',
    'rate_limited ×1',
    { waits: [1000, 1000] },
  ),
  row(
    '429 with a reset long past',
    once(reply(http(429, '', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000000' }))),
    'ok ×2',
    'rate_limited ×1',
  ),
  row('499, a call given up on its way', reply(http(499, html)), 'server_failed ×1', 'outcome_unknown ×1'),
  row('500', reply(http(500, '{"error":"","message":"m","code":500}')), 'server_failed ×3', 'outcome_unknown ×1'),
  row('501', reply(http(501, '')), 'server_failed ×1', 'outcome_unknown ×1'),
  row('502 from a proxy', reply(http(502, html)), 'server_failed ×3', 'outcome_unknown ×1'),
  row('503 once', once(reply(http(503, problem))), 'ok ×2', 'outcome_unknown ×1'),
  row(
    '503 with a wait past the deadline',
    reply(http(503, '', { 'retry-after': '60' })),
    'server_failed ×1',
    'outcome_unknown ×1',
  ),
  row('504', reply(http(504, '')), 'server_failed ×3', 'outcome_unknown ×1'),
  row('599', reply(http(599, '')), 'server_failed ×1', 'outcome_unknown ×1'),
  row('a status beyond 599', reply(http(999, '{}')), 'server_failed ×1', 'outcome_unknown ×1'),
]

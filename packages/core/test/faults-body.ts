import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { type FaultRow, head, row, STALLED } from './fault-row.ts'
import {
  closeAfter,
  dribble,
  type Fault,
  http,
  inPieces,
  once,
  pause,
  reply,
  resetAfter,
  stallAfter,
} from './fault-server.ts'

const html = '<!doctype html><html><title>Attention</title></html>'
const chunked = { 'transfer-encoding': 'chunked' }

/** Faults of the body: an answer began. */
export const BODY_FAULTS: readonly FaultRow[] = [
  row(
    'the body stalls at its start',
    stallAfter(head('content-length: 9\r\n\r\n')),
    'timed_out ×3',
    'outcome_unknown ×1',
    { waits: STALLED },
  ),
  row(
    'the body stalls in the middle',
    stallAfter(head('content-length: 9\r\n\r\n{"a"')),
    'timed_out ×3',
    'outcome_unknown ×1',
    { waits: STALLED },
  ),
  row(
    'the body dribbles past the timeout',
    dribble(http(200, `{"a":"${'a'.repeat(400)}"}`), 10),
    'timed_out ×3',
    'outcome_unknown ×1',
    { waits: STALLED },
  ),
  row(
    'the body closes before its length',
    closeAfter(head('content-length: 90\r\n\r\n{"a"')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the body is reset in the middle',
    resetAfter(head('content-length: 90\r\n\r\n{"a"')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the body is reset in the middle once',
    once(resetAfter(head('content-length: 90\r\n\r\n{"a"'))),
    'ok ×2',
    'outcome_unknown ×1',
  ),
  row(
    'the last chunk is missing',
    closeAfter(http(200, '2\r\n{}\r\n', chunked)),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'a chunk has a wrong size',
    closeAfter(http(200, 'zz\r\n{}\r\n0\r\n\r\n', chunked)),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the JSON is cut though its length is right',
    reply(http(200, '{"a":')),
    'response_undecodable ×1',
    'outcome_unknown ×1',
  ),
  row(
    'the length is shorter than the JSON',
    closeAfter(http(200, '{"a":1}', { 'content-length': '4' })),
    'response_undecodable ×1',
    'outcome_unknown ×1',
  ),
  row('the body is empty', reply(http(200, '')), 'response_empty ×1', 'outcome_unknown ×1'),
  row('the body is blank', reply(http(200, ' \r\n')), 'response_empty ×1', 'outcome_unknown ×1'),
  row(
    'the body ends with the connection',
    closeAfter('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"a":1}'),
    'ok ×1',
    'ok ×1',
  ),
  row(
    'the body is HTML',
    reply(http(200, html, { 'content-type': 'text/html' })),
    'response_undecodable ×1',
    'outcome_unknown ×1',
  ),
  row('the body is HTML called JSON', reply(http(200, html)), 'response_undecodable ×1', 'outcome_unknown ×1'),
  row('the body is JSON called text', reply(http(200, '{"a":1}', { 'content-type': 'text/plain' })), 'ok ×1', 'ok ×1'),
  row('the body begins with a byte order mark', reply(http(200, '\ufeff{"a":1}')), 'ok ×1', 'ok ×1'),
  row('the body is no UTF-8', reply(http(200, Buffer.from('{"a":"\xff\xfe"}', 'latin1'))), 'ok ×1', 'ok ×1'),
  ...[
    '{"error":{"type":"about:blank","title":"Conflict","status":409}}',
    '{"type":"about:blank","title":"Conflict","status":409,"detail":"no"}',
    '{"type":"internal","message":"no","request_id":"r"}',
  ].map((failure) =>
    row(`the body is ${failure}`, reply(http(200, failure)), 'response_breaks_contract ×1', 'outcome_unknown ×1'),
  ),
  row('the body is null', reply(http(200, 'null')), 'response_breaks_contract ×1', 'outcome_unknown ×1'),
  row('the body is gzip', reply(http(200, gzipSync('{"a":1}'), { 'content-encoding': 'gzip' })), 'ok ×1', 'ok ×1'),
  row(
    'the body is brotli',
    reply(http(200, brotliCompressSync('{"a":1}'), { 'content-encoding': 'br' })),
    'ok ×1',
    'ok ×1',
  ),
  row(
    'the body is coded twice',
    reply(http(200, gzipSync(deflateSync('{"a":1}')), { 'content-encoding': 'deflate, gzip' })),
    'ok ×1',
    'ok ×1',
  ),
  row(
    'the body is in a coding nobody knows',
    reply(http(200, '{"a":1}', { 'content-encoding': 'x-unknown' })),
    'ok ×1',
    'ok ×1',
  ),
  row(
    'the body is called gzip and is not',
    reply(http(200, '{"a":1}', { 'content-encoding': 'gzip' })),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the body is gzip and cut',
    reply(http(200, gzipSync(JSON.stringify('a'.repeat(9999))).subarray(0, 20), { 'content-encoding': 'gzip' })),
    'response_empty ×1',
    'outcome_unknown ×1',
  ),
  row(
    'the body is a small gzip of something huge',
    reply(http(200, gzipSync(Buffer.alloc(1 << 20, 0x20)), { 'content-encoding': 'gzip' })),
    'response_too_large ×1',
    'outcome_unknown ×1',
  ),
  row(
    'the body declares more than is allowed',
    reply(http(200, `"${'a'.repeat(70_000)}"`)),
    'response_too_large ×1',
    'outcome_unknown ×1',
  ),
  row(
    'the chunks are more than is allowed',
    reply(http(200, `${(70_000).toString(16)}\r\n${'a'.repeat(70_000)}\r\n0\r\n\r\n`, chunked)),
    'response_too_large ×1',
    'outcome_unknown ×1',
  ),
  row(
    'the chunks have extensions, and trailers after them',
    reply(http(200, '2;a=b\r\n{}\r\n0\r\nX-Checksum: 1\r\n\r\n', { ...chunked, trailer: 'X-Checksum' })),
    'ok ×1',
    'ok ×1',
  ),
  row(
    'the trailers are cut',
    closeAfter(http(200, '2\r\n{}\r\n0\r\nX-Che', { ...chunked, trailer: 'X-Checksum' })),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row('members of the body are there twice', reply(http(200, '{"a":1,"a":2,"__proto__":{"b":1}}')), 'ok ×1', 'ok ×1'),
  row('the chunks never end', endless(), 'response_too_large ×1', 'outcome_unknown ×1'),
  row('the nesting is deep', reply(http(200, `${'['.repeat(30_000)}${']'.repeat(30_000)}`)), 'ok ×1', 'ok ×1'),
  row('the answer comes in pieces, in time', inPieces(http(200), 5, 30), 'ok ×1', 'ok ×1'),
  row(
    'the names of headers are in any case',
    reply('HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh: 2\r\nCONTENT-TYPE: APPLICATION/JSON\r\ndAtE:\r\n\r\n{}'),
    'ok ×1',
    'ok ×1',
  ),
  row('the answer is of HTTP/1.0', closeAfter('HTTP/1.0 200 OK\r\n\r\n{}'), 'ok ×1', 'ok ×1'),
  row(
    'headers are there twice',
    reply(head('date: x\r\ndate: y\r\nretry-after: 1\r\nretry-after: 2\r\ncontent-length: 2\r\n\r\n{}')),
    'ok ×1',
    'ok ×1',
  ),
]

function endless(): Fault {
  return async (socket) => {
    socket.write(http(200, '', chunked))
    while (!socket.destroyed) {
      socket.write(`1000\r\n${'a'.repeat(4096)}\r\n`)
      await pause(1)
    }
  }
}

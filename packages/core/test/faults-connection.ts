import { type FaultRow, head, row, STALLED } from './fault-row.ts'
import { closeAfter, dribble, once, reply, resetAfter, stallAfter } from './fault-server.ts'

/** Faults of the connection: no whole answer comes back. */
export const CONNECTION_FAULTS: readonly FaultRow[] = [
  row('the connection is closed without an answer', closeAfter(''), 'connection_failed ×3', 'outcome_unknown ×1'),
  row('the connection is reset without an answer', resetAfter(''), 'connection_failed ×3', 'outcome_unknown ×1'),
  row('the connection is reset once', once(resetAfter('')), 'ok ×2', 'outcome_unknown ×1'),
  row('no answer comes', stallAfter(''), 'timed_out ×3', 'outcome_unknown ×1', { waits: STALLED }),
  row('no answer comes once', once(stallAfter('')), 'ok ×2', 'outcome_unknown ×1', {
    waits: [1100, 1108],
  }),
  row('the status line is cut', closeAfter('HTTP/1.1 2'), 'connection_failed ×3', 'outcome_unknown ×1'),
  row(
    'the connection closes after the status line',
    closeAfter('HTTP/1.1 200 OK\r\n'),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the connection closes inside the headers',
    closeAfter(head('x-a: 1\r\nx-b')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the connection is reset inside the headers',
    resetAfter(head('x-a: 1\r\nx-b')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row('the headers stall', stallAfter(head('x-a: 1\r\n')), 'timed_out ×3', 'outcome_unknown ×1', { waits: STALLED }),
  row('the headers dribble past the timeout', dribble(head('x-a: 1\r\n'), 20), 'timed_out ×3', 'outcome_unknown ×1', {
    waits: STALLED,
  }),
  row('the answer is not HTTP', closeAfter('220 smtp ready\r\n'), 'connection_failed ×3', 'outcome_unknown ×1'),
  row(
    'the answer is binary noise',
    closeAfter(Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0x80])),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'a header holds a control character',
    reply(head('x-a: \u0000\r\ncontent-length: 2\r\n\r\n{}')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the headers are too large',
    reply(head(`x-a: ${'a'.repeat(40_000)}\r\ncontent-length: 2\r\n\r\n{}`)),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'the length is not a number',
    reply(head('content-length: two\r\n\r\n{}')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'there are two different lengths',
    reply(head('content-length: 2\r\ncontent-length: 3\r\n\r\n{}')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
  row(
    'there are both a length and chunks',
    reply(head('content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')),
    'connection_failed ×3',
    'outcome_unknown ×1',
  ),
]

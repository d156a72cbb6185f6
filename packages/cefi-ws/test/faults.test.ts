import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { trade, WELCOME } from './support/frames.ts'
import { Script } from './support/script.ts'
import { opened } from './support/start.ts'

/** What can go wrong on a line, and the strict script that plays it, by file and name. */
const FAULTS: readonly (readonly [fault: string, file: string, script: string])[] = [
  ['half-open socket', 'liveness', 'makes books stale at half of the pong timeout, and is replaced at the whole of it'],
  ['half-open socket before the first word', 'liveness', 'is found before the server has said a word'],
  ['late pong', 'liveness', 'is a false alarm when the pong is only late: the book was right all along'],
  ['no pong but data', 'liveness', 'is a false alarm when data comes in place of the pong'],
  [
    'silence while a signed request is out',
    'liveness',
    'goes back to authenticating when the answer to a signed request is still out',
  ],
  ['silence where there are no pings', 'liveness', 'is given up after idleTimeoutMs of silence'],
  ['clock jump', 'liveness', 'back moves the timestamps of requests and nothing else'],
  ['sleep', 'standstill', 'takes no book for live before the server has answered: what comes first is what had waited'],
  [
    'cut in the middle of a frame',
    'frames',
    'because it is cut in the middle is never a frame: the connection is lost',
  ],
  ['bad UTF-8', 'frames', 'because it is no UTF-8 is refused by the platform, which closes with 1007'],
  ['no JSON, no object, no envelope', 'frames', 'because it is %s is told, and every book is fetched anew'],
  ['binary frame', 'frames', 'because it is binary counts as one'],
  ['unknown channel or update', 'frames', '%s %s is told and leaves everything else as it is'],
  ['message that breaks the contract', 'frames', 'is delivered all the same, and told under validate: contract'],
  ['null for a member', 'frames', 'may have null where a member could be absent'],
  ['no welcome', 'frames', 'of welcome may come late, or not at all'],
  ...[1000, 1001, 1006, 1007, 1008, 1011, 1012, 1013].map(
    (code) => [`close with ${code}`, 'connection', 'with %i is told as %s and made again after its wait'] as const,
  ),
  ['frame that is too long: close with 1009', 'connection', 'with %i is told as %s and made again after its wait'],
  ['connection that is never made', 'connection', 'is given up after connectTimeoutMs and tried again'],
  ['connection that is refused', 'connection', 'is tried again when it is refused'],
  ['server that cannot be reached for long', 'connection', 'waits twice as long after each failure, up to 30 s'],
  ['reconnect storm', 'connection', 'waits longer still when it is lost again soon after opening'],
  [
    'subscription while reconnecting',
    'connection',
    'takes what is subscribed in between after the rest, which is known to be confirmed',
  ],
  ['close instead of an answer', 'unconfirmed', 'with %i fails, and the others are back at once, without it'],
  ['close while connecting', 'connection', 'leaves nothing behind when the client is closed meanwhile'],
  [
    'close by one who hears of another connection',
    'close-in-listener',
    'that another connection is tried does not try it',
  ],
  ['close while waiting to connect', 'end', 'while it waits to connect again leaves no timer'],
  ['closing handshake without an end', 'end', 'gives up on a closing handshake that the other side never finishes'],
  ['platform that opens no socket', 'connection', 'counts as a lost connection, and is tried again'],
  ['duplicate', 'sequence', 'on the very same frame is a duplicate: it is told, and not delivered twice'],
  ['wrong order', 'sequence', 'on another frame means a wrong order, and the book is fetched anew'],
  ['gap', 'sequence', 'makes the book stale at once, and a fresh snapshot makes it live again'],
  ['gap right after the snapshot', 'sequence', 'that skips a number is a gap'],
  ['replay', 'sequence', 'at the start of a replay is told, and so is the jump back to the present'],
  ['skip in a batched feed', 'sequence', 'may skip numbers: that is told, and the book stays live'],
  ['numbers that make no sense', 'resync', 'is not flooded with requests: the waits between fresh snapshots grow'],
  ['late confirmation', 'confirmation', 'that comes late does not answer the request after it'],
  [
    'missing confirmation',
    'unconfirmed',
    'in time rejects with a TimeoutError and is taken back, in case it is in force',
  ],
  [
    'missing confirmation after a reconnect',
    'resubscription',
    'is saved by a new connection when its confirmation does not come',
  ],
  [
    'list that leaves out one item and then another',
    'resumed',
    'because the server no longer lists one item and then another is asked anew for both',
  ],
  ['confirmation that nobody asked for', 'confirmation', 'that nobody asked for changes nothing'],
  [
    'confirmation without an item',
    'unconfirmed',
    'because an item is missing from the list rejects with the item, and gives the others back',
  ],
  ['INVALID, ERROR, UNAUTHORIZED, UNAUTHENTICATED', 'unconfirmed', 'with %s rejects as %s'],
  [
    'refusal of what was in force, as by a limit',
    'resubscription',
    'is tried again on new connections, and ends with the error at the third refusal',
  ],
  [
    'confirmation after the snapshot',
    'resubscription',
    'does not leave a book stale for good whose gap came in between',
  ],
  [
    'refused unsubscription',
    'unsubscription',
    'is told and asked for again, at once and then after waits that grow, until it is confirmed',
  ],
  ['unanswered unsubscription', 'unsubscription', 'is told and asked for again, and a late answer settles it'],
  [
    'rest of an old subscription',
    'unsubscription',
    'makes no book live that was opened meanwhile: only the snapshot of its own subscription does',
  ],
  [
    'snapshot that never comes',
    'unsubscription',
    'takes a new connection when the server confirms it and sends no snapshot',
  ],
  [
    'status that falls while a request is in flight',
    'status',
    'makes what was signed stale, and is answered by signing again once the request is settled',
  ],
  ['status that goes up and down', 'status', 'is answered at growing intervals, not with a request for each frame'],
  ['credentials that expire', 'credentials', 'make what was signed stale, and are presented again'],
  ['upgrade that is refused', 'upgrade', 'that is refused goes back to what was there before'],
  [
    'SNAPSHOT_COMPLETE before the data',
    'book-snapshot',
    'is not made live by a SNAPSHOT_COMPLETE that comes before the snapshot',
  ],
  ['SNAPSHOT_COMPLETE after the data', 'book-snapshot', 'is syncing until SNAPSHOT_COMPLETE'],
  [
    'no SNAPSHOT_COMPLETE',
    'book-snapshot',
    'is live with the first update, for servers that send no SNAPSHOT_COMPLETE',
  ],
  [
    'no SNAPSHOT_COMPLETE and no update',
    'book-snapshot',
    'is live after snapshotCompleteTimeoutMs, for quiet markets on such servers',
  ],
  ['connection lost in the middle of a snapshot', 'book-snapshot', 'can lose the connection, and starts over'],
  ['crossed, negative or unreadable levels', 'book', 'because it %s is stale, and fetched anew'],
  [
    'slow reader',
    'slow-consumer',
    'pauses the socket when its buffer is half full, and lets it go on when that is nearly empty',
  ],
  [
    'slow reader whose socket cannot be paused',
    'slow-consumer',
    'ends with an error where sockets cannot be paused, after what was buffered',
  ],
  [
    'slow reader whose socket had been read ahead',
    'slow-consumer',
    'is given what had been read already only as fast as it takes it, and not more than it holds',
  ],
  ['disposal while paused', 'paused-socket', 'goes on when its consumer is disposed of'],
  [
    'reconnect while paused',
    'paused-socket',
    'is followed by another that is paused, if its consumer is still slow by then',
  ],
  ['next connection that refuses', 'rotation', 'is kept when the next one refuses what is wanted'],
  [
    'connection lost during a rotation',
    'rotation',
    'can be lost meanwhile: then the next one is made from the beginning',
  ],
  [
    'silence during a rotation',
    'next-connection',
    'and that has gone silent hands no book over as live: only the snapshot of the next one makes it so',
  ],
]

describe('the faults that are scripted', () => {
  it('are more than forty, each under a name of its own', () => {
    expect(new Set(FAULTS.map(([fault]) => fault)).size).toBe(FAULTS.length)
    expect(new Set(FAULTS.map(([, file, script]) => `${file} ${script}`)).size).toBeGreaterThan(40)
  })

  it.each(FAULTS)('%s: there is such a script', (fault, file, script) => {
    const source = readFileSync(new URL(`${file}.test.ts`, import.meta.url), 'utf8')
    const played = [...source.matchAll(/^ {2}(?:it|\]\))\('(.+?)', async/gm)].map(([, title]) => title)
    expect(played).toContain(script)
    const [, code = ''] = /close with (\d+)/.exec(fault) ?? []
    expect(source).toContain(code === '' ? script : `\n    [${code}, '`)
  })
})

describe('a script', () => {
  it('fails when the client has done what nobody asked for', async () => {
    const script = new Script()
    await expect(script.open()).rejects.toThrow('connect')
    await script.client.close()
  })

  it('fails when the client has done something by the end', async () => {
    const script = await opened()
    await script.receive(WELCOME)
    await expect(script.end()).rejects.toThrow('state live')
    await script.client.close()
  })

  it('fails when time passes over what the client has done', async () => {
    const script = await opened()
    await script.receive(trade('1', '100'))
    await expect(script.advance(1)).rejects.toThrow('unrouted')
    await script.client.close()
  })
})

import { until } from '../case/until.ts'
import { recordDriver } from '../record/driver.ts'
import { type Fetch, recordFetch } from '../record/fetch.ts'
import { createRecorder } from '../record/recorder.ts'
import { openSocket } from '../record/socket.ts'
import type { Open } from '../run/execute.ts'
import { createRandom } from '../run/random.ts'
import { createClients } from './clients.ts'
import { apiOfUrl, type Target } from './target.ts'

const forMs = 15_000

/** Opens a case on a target: a recorder of its own, clients that use it, and randomness that the seed repeats. */
export function opener(target: Target, seed: number, monotonic: () => number): Open {
  return ({ id, touches }, signal, defer) => {
    const recorder = createRecorder(monotonic)
    // An order that is on its way must arrive: its answer says what is to be taken away.
    const fetch = touches === 'read' ? endedBy(target.fetch, signal) : target.fetch
    const send = recordFetch((url) => apiOfUrl(target.bases, url), fetch, recorder)
    return {
      recorder,
      context: {
        ...createClients(target, fetch, recorder),
        target,
        signal,
        elapsedMs: () => recorder.now(),
        defer,
        random: createRandom(seed, id),
        sandbox() {
          if (target.sandbox === null) throw new Error(`case ${id} needs the sandbox and does not say so`)
          return target.sandbox
        },
        send: (api, method, path, body, headers = {}) =>
          send(`${target.urls[api]}${path.startsWith('/') ? '' : '/'}${path}`, {
            method,
            signal,
            // A redirect would carry signed headers to wherever it points.
            redirect: 'manual',
            headers: {
              accept: 'application/json',
              // The edge of a live service refuses the default of some runtimes.
              'user-agent': 'truemarkets-conformance',
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...headers,
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          }),
        async connect(url = target.urls['cefi-ws']) {
          const socket = await openSocket(recordDriver(recorder, target), url, () => recorder.now(), target.slowness)
          defer(() => socket.close())
          return socket
        },
        until: (read, done) => until(read, done, { everyMs: target.pollMs, forMs: forMs * target.slowness }),
      },
    }
  }
}

/** Ends what is still being asked once the case is over. What its clean-up asks from then on goes through. */
function endedBy(inner: Fetch, over: AbortSignal): Fetch {
  return (input, init) => {
    if (over.aborted) return inner(input, init)
    const own = init?.signal ?? (input instanceof Request ? input.signal : null)
    return inner(input, { ...init, signal: own === null ? over : AbortSignal.any([over, own]) })
  }
}

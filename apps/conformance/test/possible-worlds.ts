import { present } from '../src/case/present.ts'
import { isObject, parseJson } from '../src/json.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'
import type { FrameHop, Target } from '../src/target/target.ts'

/** A service in which a question has one of its answers. `speed` is how fast the clock that measures it runs, `patienceMs` how long it is watched. */
export type World = { target: Target; speed?: number; patienceMs?: number }

/** How worlds are watched where a watch takes long: nobody may have to wait for it. */
const watched: Readonly<Record<string, (sandbox: Target) => World>> = {
  // A minute of the watch passes in 0.1 ms.
  'W17=none-seen': (target) => ({ target, speed: 600_000, patienceMs: 26 * 3_600_000 }),
  // Once the quiet item has been told, the sandbox's clock moves on by what a connection may be quiet.
  'W17=ping-or-close': (target) => {
    const frames = (): FrameHop => ({
      sent: (text) => text,
      received(text) {
        const frame = parseJson(text)
        if (frame.ok && isObject(frame.value) && frame.value['channel'] === 'INSTRUMENT')
          void target.sandbox?.advanceClock(120_000)
        return [text]
      },
    })
    return { target: { ...target, frames }, patienceMs: 20_000 }
  },
}

/** Starts the world in which a question has this answer. */
export async function worldOf(id: string, choice: string): Promise<World> {
  // A probe is asked without knowing the answer.
  const target = { ...(await sandboxTarget(1, { [id]: choice })), answers: {} }
  return watched[`${id}=${choice}`]?.(target) ?? { target }
}

/** A service that answers nothing: every request fails, every frame is lost. */
export async function silence(): Promise<World> {
  const fetch = () => Promise.resolve(Response.json({ message: 'away' }, { status: 503 }))
  const frames = (): FrameHop => ({ sent: (text) => text, received: () => [] })
  return { target: { ...(await sandboxTarget(1)), fetch, frames } }
}

/** A service that no longer takes the keys that it is asked with. */
export async function refusedKeys(): Promise<World> {
  const target = await sandboxTarget(1)
  const { revokedKeyFile } = present(target.sandbox, 'the sandbox')
  return {
    target: {
      ...target,
      keyFile: () => revokedKeyFile,
      organizationKeyFile: () => revokedKeyFile,
      hmac: () => ({ ...target.hmac(), secret: 'of-another-key' }),
    },
  }
}

/** A service on which the account may enter no order and no transfer, and not change a client. */
export async function nothingToEnter(): Promise<World> {
  const target = await sandboxTarget(1)
  const fetch: Target['fetch'] = (input, init) => {
    const { url, method } = new Request(input, init)
    const isEntry = /^POST .*\/(orders|transfers)$|^PATCH .*\/clients$/.test(`${method} ${new URL(url).pathname}`)
    return isEntry ? Promise.resolve(Response.json({ message: 'no' }, { status: 403 })) : target.fetch(input, init)
  }
  return { target: { ...target, fetch } }
}

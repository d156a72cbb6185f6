// Not part of the public surface, and the only place where the cost of an unheard channel can be seen alone.
import { openChannel } from '../../../../packages/core/src/observe/diagnostics.node.ts'
import type { Figure, Suite } from '../figure.ts'
import { sideBySide } from '../side-by-side.ts'

/** What a tracing channel costs when nobody listens. */
export const tracing: Suite = {
  name: 'tracing',
  async *figures(): AsyncIterable<Figure> {
    const channel = openChannel('request')
    const answered = Promise.resolve(0)
    const work = (): Promise<number> => answered
    const context = (): object => ({ operation: 'createOrder' })
    const { bare, traced } = await sideBySide({
      bare: () => work(),
      traced: () => channel.trace(work, context, context),
    })
    yield {
      name: 'a traced call without listeners, over the call itself',
      value: Math.max(0, traced.ns - bare.ns),
      unit: 'ns',
      target: { at: 'most', value: 100 },
    }
  },
}

import { Hono } from 'hono'
import { registerAuth } from '../auth/register.ts'
import { registerCefiRest } from '../cefi-rest/routes.ts'
import type { SandboxContext } from '../context.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { registerGateway } from '../gateway/register.ts'
import { ApiError } from './api-error.ts'
import type { SandboxApp, SandboxEnv } from './env.ts'
import { BODY_LIMIT_BYTES, readBody } from './read-body.ts'
import { errorResponse } from './serve-contract.ts'

/**
 * The HTTP shell around the three REST APIs. Every request passes
 * `name it → read its bytes → API → date it`, and whatever fails on the way is answered in the shape of the auth service
 * and the gateway; the CeFi API answers its own failures in its own shape.
 */
export function createApp(context: SandboxContext, gateway: Gateway): SandboxApp {
  const app = new Hono<SandboxEnv>()

  app.use(async (c, next) => {
    c.set('requestId', context.ids.request())
    c.set('target', c.env.incoming.url ?? '/')
    const body = await readBody(c.env.incoming)
    if (body === undefined) {
      c.res = errorResponse(c, new ApiError(400, `The body is larger than ${BODY_LIMIT_BYTES} bytes.`))
    } else {
      c.set('body', body)
      await next()
    }
    // Clients measure their clock against this header, so it must tell the sandbox's time and not the machine's.
    c.res.headers.set('Date', new Date(context.clock.now()).toUTCString())
  })

  registerAuth(app, context)
  registerGateway(app, context, gateway)
  registerCefiRest(app, context)

  app.notFound((c) => errorResponse(c, new ApiError(404, `There is no ${c.req.method} ${c.req.path}.`)))
  app.onError((error, c) => {
    context.log.internalError(`${c.req.method} ${c.req.path}`, error)
    return errorResponse(c, new ApiError(500, 'The sandbox failed; its log says why.'))
  })
  return app
}

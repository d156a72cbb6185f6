import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { registerAuth } from '../auth/register.ts'
import { registerCefiRest } from '../cefi-rest/routes.ts'
import type { SandboxContext } from '../context.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { registerGateway } from '../gateway/register.ts'
import { serveStatusPage } from '../status-page/serve.ts'
import { errorResponse } from './answer.ts'
import { ApiError } from './api-error.ts'
import { registerControl } from './control.ts'
import type { SandboxApp, SandboxEnv } from './env.ts'
import { FAULT_HEADER, readFaultHeader } from './fault-header.ts'
import { HTTP_FAULT_KINDS, strike } from './http-faults.ts'
import { BODY_LIMIT_BYTES, NO_BODY, readBody } from './read-body.ts'
import { redactText } from './redact.ts'
import { shellError } from './shell-error.ts'
import { newShell, type ShellState } from './state.ts'
import { sendText } from './text-response.ts'

/**
 * The HTTP shell around the three REST APIs. Every request passes
 * `name it → read its bytes → API → date it`, and whatever fails on the way is answered in the shape of the auth service
 * and the gateway; the CeFi API answers its own failures in its own shape.
 */
export function createApp(context: SandboxContext, gateway: Gateway, shell: ShellState = newShell()): SandboxApp {
  const app = new Hono<SandboxEnv>()

  app.use(async (c, next) => {
    const started = performance.now()
    c.set('requestId', context.ids.request())
    c.set('target', originForm(c.env.incoming.url ?? '/'))
    c.set('dateOffsetMs', 0)
    const body = await readBody(c.env.incoming)
    c.set('body', NO_BODY)
    if (body === 'gone') {
      c.res = RESPONSE_ALREADY_SENT
    } else if (body === 'too-large') {
      c.res = shellError(c, 400, `The body is larger than ${BODY_LIMIT_BYTES} bytes.`)
    } else {
      c.set('body', body)
      await next()
    }
    // Clients measure their clock against this header, so it must tell the sandbox's time and not the machine's.
    c.res.headers.set('Date', new Date(context.clock.now() + c.get('dateOffsetMs')).toUTCString())
    await record(c, shell, context.clock.iso(), performance.now() - started)
    if (sendText(c.res, c.env.outgoing)) {
      // Assigning over an answer would copy it.
      c.res = undefined
      c.res = RESPONSE_ALREADY_SENT
    }
  })

  app.use(async (c, next) => {
    const where = { path: c.get('target'), method: c.req.method }
    if (isOwnPath(where.path)) {
      await next()
      return
    }
    // A URL parser has tidied the path by now; one that climbs out of an API has found nothing here.
    if (isOwnPath(c.req.path)) {
      c.res = await c.notFound()
      return
    }
    const asked = c.req.header(FAULT_HEADER)
    const rule =
      asked === undefined ? context.faults.take(HTTP_FAULT_KINDS, where) : readFaultHeader(asked, HTTP_FAULT_KINDS)
    if (rule === undefined) {
      await next()
      return
    }
    const spoilt = await strike(c, rule, context.scheduler, async () => {
      await next()
      return c.res
    })
    // Assigning over an answer would keep its headers; the spoilt one stands alone.
    c.res = undefined
    c.res = spoilt
  })

  registerAuth(app, context, gateway.rateLimit)
  registerGateway(app, context, gateway)
  registerCefiRest(app, context)
  registerControl(app, context, gateway, shell)
  serveStatusPage(app)

  app.notFound((c) =>
    errorResponse(new ApiError(404, `There is no ${c.req.method} ${c.req.path}.`), c.get('requestId')),
  )
  app.onError((error, c) => {
    if (error instanceof ApiError) return errorResponse(error, c.get('requestId'))
    context.log.internalError(`${c.req.method} ${c.req.path}`, error)
    return errorResponse(new ApiError(500, 'The sandbox failed; its log says why.'), c.get('requestId'))
  })
  return app
}

/** Path and query of a request target; the absolute form, which proxies are sent, names the host as well (RFC 9112, 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}

/** The status page and the handles: no part of an API, so no fault strikes them and no list shows them. */
function isOwnPath(target: string): boolean {
  const path = target.split('?', 1)[0] ?? ''
  return path === '/' || path === '/favicon.ico' || path.startsWith('/sandbox/')
}

async function record(c: Context<SandboxEnv>, shell: ShellState, at: string, milliseconds: number): Promise<void> {
  const path = c.get('target').split('?', 1)[0] ?? ''
  if (isOwnPath(path)) return
  shell.requests.add({ at, method: c.req.method, path: redactText(path), status: c.res.status, milliseconds })
  if (shell.recorder === undefined) return
  shell.recorder.add({
    startedAt: at,
    milliseconds,
    method: c.req.method,
    url: c.req.url,
    status: c.res.status,
    requestHeaders: Object.entries(c.req.header()),
    requestBody: c.get('body').toString('utf8'),
    responseHeaders: c.res.headers,
    responseBody: await c.res.clone().text(),
  })
}

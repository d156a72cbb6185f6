import { isRecord, LightRequest, type Pipeline } from '@truemarkets/core'

/**
 * The same pipeline, with the body of `createTransfer` flat, as the first edition printed it (R11).
 *
 * It stands before signing, so the flat bytes are what is signed.
 */
export function flatTransfers(pipeline: Pipeline): Pipeline {
  return {
    ...pipeline,
    send: (request) => pipeline.send(request.call.operation?.id === 'createTransfer' ? flattened(request) : request),
  }
}

function flattened(request: LightRequest): LightRequest {
  const body: unknown = JSON.parse(request.body ?? '{}')
  const fields = isRecord(body) ? body['request'] : undefined
  if (!isRecord(fields)) return request
  const { method, headers, signal, call } = request
  return new LightRequest(request.url, { method, headers, signal, call, body: JSON.stringify(fields) })
}

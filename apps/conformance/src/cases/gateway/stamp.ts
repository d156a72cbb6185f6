import { apiKey } from '@truemarkets/core'
import { present } from '../../case/present.ts'
import type { KeyFile } from '../../target/target.ts'

type Payloads = readonly { payload: string }[] | null | undefined

/** The body that submits payloads: one stamp each, in their order. */
export function stamped(keyFile: KeyFile, payloads: Payloads) {
  const key = apiKey(keyFile)
  const signatures = present(payloads, 'payloads').map(({ payload }) => key.stamp(payload))
  return { signatures, auth_type: 'api_key' } as const
}

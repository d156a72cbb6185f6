import { readTokenClaims } from '@truemarkets/core'
import { exchange } from '../../cases/auth/exchange.ts'
import { isObject } from '../../json.ts'
import { look, noneOfThese, noOrganizationKey, type Probe, type Seen, tell, unforeseen } from '../probe.ts'
import { challenge, needs, post } from './challenge.ts'

/** What the second use of something tells: taken, refused, or nothing when it went wrong otherwise. */
const again = (seen: Seen, taken: string, refused: string) =>
  seen.status === 200 ? taken : isRefusal(seen) ? refused : unforeseen(seen)

const isRefusal = ({ status }: Seen) => status === 400 || status === 401

export const authTokenProbes: readonly Probe[] = [
  {
    question: 'A3',
    needs,
    touches: 'read',
    async run(context) {
      const personal = (await exchange(context)).refresh_token !== undefined
      const evidence = `a personal key got ${personal ? 'one' : 'none'}`
      const keyFile = context.target.organizationKeyFile()
      // Without one it can still be told that only one choice is left.
      if (keyFile === null) return { choice: personal ? null : 'never', evidence: `${evidence}; ${noOrganizationKey}` }
      const organization = (await exchange(context, { keyFile })).refresh_token !== undefined
      const choice = organization ? (personal ? 'always' : noneOfThese) : personal ? 'personal-only' : 'never'
      return { choice, evidence: `${evidence}, that of an organization ${organization ? 'one' : 'none'}` }
    },
  },
  {
    question: 'A4',
    needs,
    touches: 'read',
    async run(context) {
      const { expires_in: text } = await exchange(context)
      const forms = { 'milliseconds-z': /\.\d{3}Z$/, 'whole-seconds-z': /:\d\dZ$/, offset: /[+-]\d\d:\d\d$/ }
      const choice = Object.entries(forms).find(([, form]) => form.test(text))?.[0] ?? noneOfThese
      return { choice, evidence: text.replaceAll(/\d/g, '0') }
    },
  },
  {
    question: 'A5',
    needs,
    touches: 'read',
    async run(context) {
      const { refresh_token } = await exchange(context)
      if (refresh_token === undefined) return { choice: null, evidence: 'there is no refresh token' }
      const refresh = () => look(context.send('auth', 'POST', '/token/refresh', { refresh_token }))
      const once = await refresh()
      const twice = await refresh()
      return {
        choice: once.status === 200 ? again(twice, 'reusable', 'single-use') : null,
        evidence: `first ${once.status}, second ${twice.status}`,
      }
    },
  },
  {
    question: 'A8',
    needs,
    touches: 'read',
    async run(context) {
      /** A challenge of its own each time: a signature is of one second, and may be good for one use. */
      const exchanged = (written: (signature: string) => string) => {
        const fresh = challenge(context)
        return post(context, { ...fresh, signature: written(fresh.signature) })
      }
      // A key that is refused with the signature as it should be is not refused for its form.
      const asAdopted = await exchanged((signature) => signature)
      if (asAdopted.status !== 200) return { choice: null, evidence: `unpadded ${tell(asAdopted)}` }
      const padded = await exchanged((signature) => `${signature}==`)
      const other = await exchanged((signature) => `${signature.replaceAll('-', '+').replaceAll('_', '/')}==`)
      const odd = [padded, other].find((seen) => !isRefusal(seen))
      const isAccepted = [padded, other].some(({ status }) => status === 200)
      const choice = isAccepted ? 'accepted' : odd === undefined ? 'refused' : unforeseen(odd)
      return { choice, evidence: `padded ${tell(padded)}; padded in the standard alphabet ${tell(other)}` }
    },
  },
  {
    question: 'A9',
    needs,
    touches: 'read',
    async run(context) {
      const body = challenge(context)
      const once = await post(context, body)
      const twice = await post(context, body)
      return {
        choice: once.status === 200 ? again(twice, 'allowed', 'refused') : null,
        evidence: `first ${once.status}, second ${twice.status}`,
      }
    },
  },
  {
    question: 'A13',
    needs,
    touches: 'read',
    async run(context) {
      const keyFile = context.target.organizationKeyFile()
      if (keyFile === null) return { choice: null, evidence: noOrganizationKey }
      const { access_token: token } = await exchange(context, { keyFile })
      const claims = readTokenClaims(token) ?? {}
      const isMember = isObject(claims['tm']) && 'organization_id' in claims['tm']
      return {
        choice: isMember ? 'member' : 'tm.organization_id' in claims ? 'dotted-name' : noneOfThese,
        evidence: `claims: ${Object.keys(claims).join(', ')}`,
      }
    },
  },
]

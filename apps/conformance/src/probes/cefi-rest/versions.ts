import { isObject } from '../../json.ts'
import { look, member, type Probe, refusalOf, type Seen, shape, tell } from '../probe.ts'
import { current } from './call.ts'

export const cefiRestVersionProbes: readonly Probe[] = [
  {
    question: 'R1',
    needs: [],
    touches: 'read',
    async run(context) {
      const ask = (path: string, version?: string) =>
        look(
          context.send(
            'cefi-rest',
            'GET',
            path,
            undefined,
            version === undefined ? {} : { 'X-Truex-Version': version },
          ),
        )
      const old = await ask('/instruments', 'v2024_01_01')
      const none = await ask('/instruments')
      const legacy = await ask('../../api/v1/instrument')
      const all = [old, none, legacy]
      const isGone = (seen: Seen) => seen.status === 410 || refusalOf(seen) !== null
      const choice = all.every(({ status }) => status === 200) ? 'still-served' : all.every(isGone) ? 'refused' : null
      return { choice, evidence: `v2024_01_01 ${tell(old)}; no header ${tell(none)}; /api/v1 ${tell(legacy)}` }
    },
  },
  {
    question: 'R5',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('cefi-rest', 'GET', '/versions', undefined, current))
      const data = seen.status === 200 ? (member(seen.body, 'data') ?? seen.body) : undefined
      const choice = Array.isArray(data) ? 'array' : isObject(data) ? 'object-with-array' : null
      return { choice, evidence: `${seen.status} ${shape(seen.body)}` }
    },
  },
  {
    question: 'R23',
    needs: [],
    touches: 'read',
    async run(context) {
      const { headers } = await look(
        context.send('cefi-rest', 'GET', '/instruments', undefined, { 'X-Truex-Version': 'v2024_01_01' }),
      )
      const deprecation = headers.get('deprecation')
      const choice = deprecation === null ? null : deprecation.startsWith('@') ? 'epoch' : 'http-date'
      return {
        choice,
        evidence: deprecation === null ? 'no Deprecation header' : `Deprecation of ${deprecation.length} characters`,
      }
    },
  },
]

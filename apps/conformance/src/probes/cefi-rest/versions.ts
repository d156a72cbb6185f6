import { isObject } from '../../json.ts'
import { look, member, noneOfThese, type Probe, refusalOf, type Seen, shape, tell, unforeseen } from '../probe.ts'
import { current } from './call.ts'

/** RFC 9745 writes `@1688169599`; a date is what came before it, and so was the word `true`. */
const syntaxOf = (deprecation: string) =>
  /^@\d+$/.test(deprecation) ? 'epoch' : /^\w{3}, .* GMT$/.test(deprecation) ? 'http-date' : noneOfThese

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
      const isGone = (seen: Seen) => seen.status === 410 || refusalOf(seen) === 'refused'
      const isServed = ({ status }: Seen) => status === 200
      const odd = all.find((seen) => !isServed(seen) && !isGone(seen))
      const choice = all.every(isServed) ? 'still-served' : all.every(isGone) ? 'refused' : unforeseen(odd ?? old)
      return { choice, evidence: `v2024_01_01 ${tell(old)}; no header ${tell(none)}; /api/v1 ${tell(legacy)}` }
    },
  },
  {
    question: 'R5',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('cefi-rest', 'GET', '/versions', undefined, current))
      const data = member(seen.body, 'data') ?? seen.body
      const hasArray = isObject(data) && Object.values(data).some(Array.isArray)
      const choice = Array.isArray(data) ? 'array' : hasArray ? 'object-with-array' : noneOfThese
      return {
        choice: seen.status === 200 ? choice : unforeseen(seen),
        evidence: `${tell(seen)} with ${shape(data)}`,
      }
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
      return {
        choice: deprecation === null ? null : syntaxOf(deprecation),
        evidence: deprecation === null ? 'no Deprecation header' : `Deprecation of ${deprecation.length} characters`,
      }
    },
  },
]

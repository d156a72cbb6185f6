import { cefiRestEdition } from '../../contract/edition.ts'
import { look, type Probe, type Seen } from '../probe.ts'
import { current } from './call.ts'

/** No edition has had this version, so a refusal of it may tell which there are. */
const noVersion = 'v1999_01_01'

const answersTo = [
  { title: '/versions', path: '/versions', version: current['X-Truex-Version'] },
  { title: '/health', path: '/health', version: current['X-Truex-Version'] },
  { title: '/instruments', path: '/instruments', version: current['X-Truex-Version'] },
  { title: '/instruments in an older version', path: '/instruments', version: 'v2024_01_01' },
  { title: '/instruments in no version', path: '/instruments', version: noVersion },
] as const

/** Everything an answer says, headers first. */
const saidBy = ({ headers, text }: Seen) => [...headers.values(), text].join('\n')

/** Editions and schema versions as the publisher writes them, in order of age; a date sorts as its text, an edition by its numbers. */
const versionsIn = (text: string) => [...new Set(text.match(/\bv\d{4}_\d\d_\d\d\b/g))]
const editionsIn = (text: string) => [...new Set(text.match(/\bv\d{1,3}\.\d{1,3}\.\d{1,3}\b/g))]
const isLater = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true }) > 0

/** RFC 5829: where the next, or the newest, version of what was answered is found. */
const namesSuccessor = ({ headers }: Seen) => /rel="?(successor|latest)-version\b/.test(headers.get('link') ?? '')

const notices = ({ headers }: Seen) => ['deprecation', 'sunset', 'link'].filter((name) => headers.has(name))

export const cefiRestEditionProbes: readonly Probe[] = [
  {
    question: 'R24',
    needs: [],
    touches: 'read',
    async run(context) {
      const { edition, schemaVersions } = cefiRestEdition()
      const answers: { title: string; isCurrent: boolean; seen: Seen }[] = []
      for (const { title, path, version } of answersTo) {
        const headers = { 'X-Truex-Version': version }
        const seen = await look(context.send('cefi-rest', 'GET', path, undefined, headers))
        answers.push({ title, isCurrent: version === current['X-Truex-Version'], seen })
      }
      const said = answers.map(({ seen }) => saidBy(seen)).join('\n')
      const newest = schemaVersions.toSorted().at(-1) ?? ''
      const later = [
        ...versionsIn(said).filter((version) => isLater(version, newest)),
        ...editionsIn(said).filter((named) => isLater(named, edition)),
      ]
      const hasSuccessor = answers.some(({ isCurrent, seen }) => isCurrent && namesSuccessor(seen))
      const told = answers.map(({ title, seen }) => `${title} ${seen.status} ${notices(seen).join(' and ')}`.trim())
      const named = [...versionsIn(said), ...editionsIn(said)].filter((name) => name !== noVersion)
      return {
        choice:
          later.length > 0 || hasSuccessor
            ? 'newer-edition'
            : editionsIn(said).includes(edition)
              ? 'known-edition'
              : null,
        evidence: `${told.join(', ')}; named: ${named.join(', ') || 'no version'}${hasSuccessor ? '; a successor of the current version is linked' : ''}`,
      }
    },
  },
]

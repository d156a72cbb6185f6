import type { Api } from '../api.ts'
import { percent } from '../percent.ts'
import type { Style } from '../report/style.ts'
import type { ApiTruth } from './truth.ts'
import type { Unreachable } from './unreachable.ts'

/** The share of reachable forms that a suite must have met. */
export const wanted = 95

export type TruthRow = {
  api: Api
  seen: number
  reachable: number
  share: number
  excused: { form: string; reason: string }[]
  unseen: string[]
}

export type TruthReport = { rows: TruthRow[]; needless: string[] }

export function truthReport(truths: readonly ApiTruth[], excuses: readonly Unreachable[]): TruthReport {
  const reasonFor = (api: Api, form: string) =>
    excuses.find((excuse) => excuse.api === api && excuse.form.test(form))?.reason
  const rows = truths.map(({ api, forms, seen, unseen }) => {
    const excused = unseen.flatMap((form) => {
      const reason = reasonFor(api, form)
      return reason === undefined ? [] : [{ form, reason }]
    })
    const reachable = forms - excused.length
    const open = unseen.filter((form) => reasonFor(api, form) === undefined)
    return { api, seen, reachable, share: percent(seen, reachable), excused, unseen: open }
  })
  const isUsed = ({ api, form }: Unreachable) =>
    truths.some((truth) => truth.api === api && truth.unseen.some((one) => form.test(one)))
  return { rows, needless: excuses.filter((excuse) => !isUsed(excuse)).map(({ api, form }) => `${api} ${form.source}`) }
}

export const isEnough = ({ rows, needless }: TruthReport) =>
  needless.length === 0 && rows.every(({ share }) => share >= wanted)

export function truthText({ rows, needless }: TruthReport, style: Style): string {
  const lines = rows.flatMap(({ api, seen, reachable, share, excused, unseen }) => {
    const line = `  ${api.padEnd(10)} ${String(share).padStart(3)} %  ${seen} of ${reachable} reachable forms, ${excused.length} listed with a reason`
    return [share >= wanted ? style.green(line) : style.red(line), ...unseen.map((form) => style.dim(`    ${form}`))]
  })
  return `${[...lines, ...needless.map((one) => style.red(`  needless reason: ${one}`))].join('\n')}\n`
}

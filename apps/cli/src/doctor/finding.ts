/** One thing the doctor looked at. */
export interface Finding {
  readonly topic: Topic
  readonly subject: string
  /** `missing` is no problem: something was not given, so it could not be looked at. */
  readonly state: 'good' | 'notice' | 'problem' | 'missing'
  /** What was found. */
  readonly detail: string
  /** What to do about it, in a sentence; null when there is nothing to do. */
  readonly nextStep: string | null
}

/** The order in which findings are listed: a later one often follows from an earlier one. */
export const TOPICS = ['credentials', 'reachability', 'clock', 'versions', 'deprecations'] as const

/** What a finding is about. */
export type Topic = (typeof TOPICS)[number]

/** Makes the findings of one topic. */
export function findings(topic: Topic) {
  const finding = (state: Finding['state']) => (subject: string, detail: string, nextStep: string) => ({
    topic,
    subject,
    state,
    detail,
    nextStep,
  })
  return {
    good: (subject: string, detail: string): Finding => ({ topic, subject, state: 'good', detail, nextStep: null }),
    notice: finding('notice'),
    problem: finding('problem'),
    missing: finding('missing'),
  } satisfies Record<Finding['state'], (...args: never[]) => Finding>
}

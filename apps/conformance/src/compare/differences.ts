import type { Shape, Shapes } from './shapes.ts'

/** One way in which the sandbox does not look like the live service. */
export type Difference = {
  subject: string
  /** Place in the body; empty for the whole. */
  at: string
  kind: 'only-live' | 'only-sandbox' | 'another-type' | 'never-on-sandbox'
  detail: string
}

/**
 * Compares the same cases on both targets. Only what both answered is compared member by member: an answer that only the
 * sandbox gave may be due to the cases that only it can run. One that only the live service gave is a defect of the sandbox.
 *
 * Frames come when something happens, and more happens on a live market: theirs are held against all that the sandbox ever
 * sends, and of what only the sandbox sends just the members that are never missing there count.
 * @param sandbox the same session on the sandbox
 * @param everyFrame all that the sandbox sends in one case or another, before and after there were trades
 */
export function differences(live: Shapes, sandbox: Shapes, everyFrame: Shapes): Difference[] {
  return [...live].flatMap(([subject, shape]) => {
    const isFrame = subject.startsWith('cefi-ws.')
    const ours = isFrame ? everyFrame.get(subject) : sandbox.get(subject)
    if (ours === undefined)
      return [{ subject, at: '', kind: 'never-on-sandbox' as const, detail: 'the sandbox never answers so' }]
    return compare(subject, shape, ours, (at) => !isFrame || isAlwaysThere(at, ours))
  })
}

function compare(subject: string, live: Shape, sandbox: Shape, isExpected: (at: string) => boolean): Difference[] {
  const places = [...new Set([...live.keys(), ...sandbox.keys()])].toSorted((a, b) => a.localeCompare(b, 'en'))
  return places.flatMap((at): Difference[] => {
    const [theirs, ours] = [live.get(at)?.types, sandbox.get(at)?.types]
    if (theirs === undefined)
      return parentDiffers(at, live) || !isExpected(at)
        ? []
        : [{ subject, at, kind: 'only-sandbox', detail: list(ours) }]
    if (ours === undefined)
      return parentDiffers(at, sandbox) ? [] : [{ subject, at, kind: 'only-live', detail: list(theirs) }]
    const strange = [...theirs].filter((type) => !ours.has(type))
    return strange.length === 0 || (at.endsWith('/next_cursor') && [theirs, ours].some(isEnd))
      ? []
      : [{ subject, at, kind: 'another-type', detail: `live ${list(theirs)}, sandbox ${list(ours)}` }]
  })
}

/** A cursor that was always null: how many pages there are is a matter of the account, and not of the service. */
const isEnd = (types: Set<string>) => types.size === 1 && types.has('null')

const parentOf = (at: string) => at.slice(0, at.lastIndexOf('/'))

/** A member below one that is itself missing says nothing new; nor does the inside of an array that was empty. */
const parentDiffers = (at: string, shape: Shape) => at !== '' && (!shape.has(parentOf(at)) || at.endsWith('/*'))

/** Whether a member is in every object that could have it. */
const isAlwaysThere = (at: string, shape: Shape) => shape.get(at)?.count === shape.get(parentOf(at))?.count

const list = (types: Set<string> | undefined) =>
  [...(types ?? [])].toSorted((a, b) => a.localeCompare(b, 'en')).join(' or ')

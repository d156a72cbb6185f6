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
 */
export function differences(live: Shapes, sandbox: Shapes): Difference[] {
  return [...live].flatMap(([subject, shape]) => {
    const ours = sandbox.get(subject)
    if (ours === undefined)
      return [{ subject, at: '', kind: 'never-on-sandbox' as const, detail: 'the sandbox never answers so' }]
    return compare(subject, shape, ours)
  })
}

function compare(subject: string, live: Shape, sandbox: Shape): Difference[] {
  const places = [...new Set([...live.keys(), ...sandbox.keys()])].toSorted((a, b) => a.localeCompare(b))
  return places.flatMap((at): Difference[] => {
    const [theirs, ours] = [live.get(at), sandbox.get(at)]
    if (theirs === undefined)
      return parentDiffers(at, live) ? [] : [{ subject, at, kind: 'only-sandbox', detail: list(ours) }]
    if (ours === undefined)
      return parentDiffers(at, sandbox) ? [] : [{ subject, at, kind: 'only-live', detail: list(theirs) }]
    const strange = [...theirs].filter((type) => !ours.has(type))
    return strange.length === 0
      ? []
      : [{ subject, at, kind: 'another-type', detail: `live ${list(theirs)}, sandbox ${list(ours)}` }]
  })
}

/** A member below one that is itself missing says nothing new; nor does the inside of an array that was empty. */
function parentDiffers(at: string, shape: Shape): boolean {
  const parent = at.slice(0, at.lastIndexOf('/'))
  return at !== '' && (!shape.has(parent) || at.endsWith('/*'))
}

const list = (types: Set<string> | undefined) => [...(types ?? [])].toSorted((a, b) => a.localeCompare(b)).join(' or ')

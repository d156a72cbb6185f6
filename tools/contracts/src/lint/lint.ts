import { join } from 'node:path'
import { named, placesOfNamed, readText } from '../load/contract.ts'
import { kindOf } from '../load/kind.ts'
import { parseDocumentText } from '../load/parse.ts'
import { placesIn } from '../load/places.ts'
import { refuseDangling } from '../load/references.ts'
import { applyOverlay } from '../overlay/apply.ts'
import type { Project } from '../projects.ts'
import { lintBehaviour } from './behaviour.ts'
import { type Finding, withLines } from './finding.ts'
import { lintInferred } from './inferred.ts'
import { lintLock } from './lock.ts'
import { lintOverlay } from './overlay.ts'
import { lintQuestions } from './questions.ts'
import { lintClients, lintReadable } from './refuse.ts'
import { lintUnions } from './unions.ts'

/** Everything that is wrong with a contract, its overlay and its questions. `today` is `YYYY-MM-DD`. */
export async function lintProject(project: Project, root: string, today: string): Promise<Finding[]> {
  const read = (file: string): ReturnType<typeof parseDocumentText> =>
    parseDocumentText(readText(join(root, file)), file)
  const text = readText(join(root, project.contract))
  const source = parseDocumentText(text, project.contract)
  const kind = kindOf(source, project.contract)
  const placeOf = placesIn(text, project.contract)
  refuseDangling(source, project.contract, placeOf)
  const library =
    kind === 'openapi'
      ? await (await import('./redocly.ts')).lintWithRedocly(project.contract, root)
      : await (await import('./asyncapi.ts')).lintWithParser(project.contract, root)
  const lock = lintLock(read('specs/lock.json'), project.api, project.contract, text)
  const overlayText = readText(join(root, project.overlay))
  const overlay = parseDocumentText(overlayText, project.overlay)
  const actions = withLines(
    lintOverlay(source, overlay, project.overlay, today),
    project.overlay,
    placesIn(overlayText, project.overlay),
  )
  const asked = read(project.questions)
  const questions = lintQuestions(asked, project.api, project.questions)
  const inferred = lintInferred(source, asked, project.contract)
  // Without a fitting overlay the contract is not whole, and every further finding would be a consequence.
  if (actions.some(({ rule }) => rule === 'own/overlay-matches'))
    return withLines([...library, ...lock, ...inferred, ...actions, ...questions], project.contract, placeOf)
  const applied = applyOverlay(source, overlay, project.overlay)
  const document = named(applied)
  const readable = lintReadable(document, kind, project.contract)
  const clients = lintClients(document, kind, project.members, project.contract)
  const behaviour = lintBehaviour(document, kind, project.contract)
  const unions = behaviour.every(({ severity }) => severity === 'warning')
    ? lintUnions(document, kind, project.contract)
    : []
  const whole = [...readable, ...clients, ...behaviour, ...unions]
  return withLines(
    [...library, ...lock, ...inferred, ...actions, ...questions, ...whole],
    project.contract,
    placesOfNamed(applied, placeOf),
  )
}

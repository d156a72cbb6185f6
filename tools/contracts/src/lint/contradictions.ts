import { isObject, type JsonObject } from '../json.ts'
import { schemasOf } from '../load/references.ts'
import { impossibleMembers, isImpossible } from '../model/impossible.ts'
import { eachSchema, pointerOf } from './each-schema.ts'
import type { Finding } from './finding.ts'

/** What must hold together can: of parts that contradict each other Modelina takes one, and no message would be like it. */
export function lintContradictions(document: JsonObject, file: string): Finding[] {
  const schemas = schemasOf(document)
  const findings: Finding[] = []
  eachSchema(document, (schema, place) => {
    if (!isObject(schema)) return
    const names = impossibleMembers(schema, schemas)
    if (names.length === 0 && !isImpossible(schema, schemas)) return
    const where = names.length === 0 ? '' : ` about ${names.join(', ')}`
    findings.push({
      rule: 'own/contradiction',
      severity: 'error',
      file,
      at: `#${pointerOf(place)}`,
      message: `The parts of this schema contradict each other${where}: no value is all of them.`,
    })
  })
  return findings
}

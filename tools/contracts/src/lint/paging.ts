import { arrayAt, isObject, type Json, type JsonObject, objectAt, partsAndChoices, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { isJson, successesAmong } from '../model/http.ts'
import { jsonTypesOf } from '../model/json-types.ts'
import type { Finding } from './finding.ts'
import { type OperationPlace, operationsIn } from './operation-places.ts'

type Fault = Pick<Finding, 'severity' | 'message'>

/**
 * An operation pages as the overlay says, and in the words that the clients page in. Under other names the first page would
 * be taken for everything, or would come again, and nobody would hear of it. What says nothing of its behaviour is left to
 * the rule for that.
 */
export function lintPaging(document: JsonObject, file: string): Finding[] {
  return operationsIn(document).flatMap((place) =>
    faultsOf(document, place).map(({ severity, message }) => ({
      rule: 'own/paging' as const,
      severity,
      file,
      at: place.at,
      message: `${place.name} ${message}`,
    })),
  )
}

function faultsOf(document: JsonObject, { holder, item }: OperationPlace): Fault[] {
  const page = objectAt(holder, 'x-behaviour')['page']
  const parameters = [...arrayAt(item, 'parameters'), ...arrayAt(holder, 'parameters')]
  const asked = new Set(parameters.map((one) => resolve(document, one)).flatMap((one) => queryName(one) ?? []))
  if (page === 'none')
    // What answers otherwise than the clients read pages is called page by page, and there is no other way.
    return asked.has('cursor') && missingOf(document, holder, asked, 'cursor').length === 0
      ? [
          fault(
            'takes a cursor, and x-behaviour.page is none; say page: cursor in the overlay, so that the client can iterate.',
          ),
        ]
      : []
  if (page !== 'cursor' && page !== 'offset') return []
  return [
    ...missingOf(document, holder, asked, page).map((what) =>
      fault(
        `${what}, and x-behaviour.page is ${page}: the clients page by nothing else, so they would miss rows. With page: none it is called page by page.`,
      ),
    ),
    ...(page === 'offset' || asked.has('cursor') ? [] : [OTHER_CURSOR]),
  ]
}

/** What the clients need of an operation to page it, and it has not. */
function missingOf(
  document: JsonObject,
  operation: JsonObject,
  asked: ReadonlySet<string>,
  page: 'cursor' | 'offset',
): string[] {
  const answers = successSchemas(document, operation)
  const rows = answers.flatMap((schema) => memberOf(document, schema, 'data'))
  const pages = answers.flatMap((schema) => memberOf(document, schema, 'pagination'))
  const isFollowed = pages.some((schema) => memberOf(document, schema, 'next_cursor').length > 0)
  return [
    ...(page === 'offset'
      ? OFFSET.filter((name) => !asked.has(name)).map((name) => `takes no ${name} in the query`)
      : []),
    ...(rows.some((one) => jsonTypesOf(document, one).has('array')) ? [] : ['answers no list under data']),
    ...(page === 'offset' || isFollowed ? [] : ['answers no pagination.next_cursor']),
  ]
}

function fault(message: string): Fault {
  return { severity: 'error', message }
}

/** Which name it has is an open question (`R2`), and the CeFi client can be told another, so this alone refuses nothing. */
const OTHER_CURSOR: Fault = {
  severity: 'warning',
  message:
    'takes no cursor in the query, and x-behaviour.page is cursor: where it has another name, whoever iterates has to say it (cursorParam), or gets the first page again.',
}

/** What the clients write into the query to ask for a page by offset. */
const OFFSET = ['skip', 'size'] as const

function queryName(parameter: JsonObject | undefined): string | undefined {
  return parameter?.['in'] === 'query' ? textAt(parameter, 'name') : undefined
}

function successSchemas(document: JsonObject, operation: JsonObject): Json[] {
  const responses = objectAt(operation, 'responses')
  return successesAmong(Object.keys(responses)).flatMap((status) => {
    const content = Object.entries(objectAt(resolve(document, responses[status]) ?? {}, 'content'))
    return content.flatMap(([type, media]) => (isJson(type) && isObject(media) ? [media['schema'] ?? true] : []))
  })
}

/** The schemas of a member, in whatever a value is made of or may be. */
function memberOf(
  document: JsonObject,
  schema: Json,
  name: string,
  above: ReadonlySet<JsonObject> = new Set(),
): Json[] {
  const target = resolve(document, schema)
  if (target === undefined || above.has(target)) return []
  const own = objectAt(target, 'properties')[name]
  const inside = new Set([...above, target])
  return [
    ...(own === undefined ? [] : [own]),
    ...partsAndChoices(target).flatMap((part) => memberOf(document, part, name, inside)),
  ]
}

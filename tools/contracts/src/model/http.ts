/** The methods under which a path item holds operations. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/** Whether a member of a path item is an operation. */
export function isMethod(key: string): boolean {
  return METHODS.some((method) => method === key)
}

/** Whether a content type is JSON, with parameters or under a name of its own. The case of a type says nothing. */
export function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)
}

/** Ids that repeat with the seed, so that a failing run can be read twice. */
export interface Ids {
  uuid(): string
  request(): string
}

export function seededIds(random: () => number): Ids {
  let requests = 0
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return {
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(Math.floor(random() * 4))}${hex(3)}-${hex(12)}`,
    request: () => {
      requests += 1
      return `req-${requests.toString().padStart(8, '0')}`
    },
  }
}

import type { Case } from '../case/define.ts'

/** Every case, by API. A case that is not listed here does not exist. */
export const cases: readonly Case[] = []

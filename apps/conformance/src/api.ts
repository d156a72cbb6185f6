/** The four APIs, in the order every report prints them. */
export const apis = ['auth', 'gateway', 'cefi-rest', 'cefi-ws'] as const

export type Api = (typeof apis)[number]

/** The APIs that speak HTTP; `cefi-ws` speaks frames. */
export type HttpApi = Exclude<Api, 'cefi-ws'>

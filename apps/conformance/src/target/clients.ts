export type Clients = Record<string, never>

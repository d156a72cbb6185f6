import type { DriverLimits, DriverSocket, SocketEvents } from '@truemarkets/cefi-ws'

/** A driver that also tells of pings from the other side. The client does not need to know of them: the platform answers. */
export type WatchedDriver = (url: string, events: WatchedEvents, limits: DriverLimits) => DriverSocket
type WatchedEvents = SocketEvents & { onPing?(): void }

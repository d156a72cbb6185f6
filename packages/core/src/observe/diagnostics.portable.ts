import type { Channel, ChannelName } from './channels.ts'

/** These runtimes report nothing of their connections. */
export function failedToConnect(_error: object): boolean {
  return false
}

/** Runtimes without diagnostics channels: the work runs, nobody is told. */
export function openChannel(_name: ChannelName): Channel {
  return { trace: (work) => work(), publish() {} }
}

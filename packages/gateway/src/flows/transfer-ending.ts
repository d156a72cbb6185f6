/** Whether a transfer has ended. Transfers end `completed`, orders end `complete`; an unknown status is not an ending. */
export function transferEnding(status: string): 'completed' | 'failed' | undefined {
  return status === 'completed' || status === 'failed' ? status : undefined
}

/** Leads nowhere on purpose: no chain has ever seen these transactions. */
export function explorerUrl(txHash: string): string {
  return `https://explorer.invalid/tx/${txHash}`
}

/** Whole percent, rounded down: 99.6 % covered is not 100 %. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((100 * part) / whole)
}

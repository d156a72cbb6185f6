/**
 * Goes at what is to be seen for a moment only, again and again until `look` says that it was seen. On a machine that is busy it
 * may be over each time before it is looked at: then nothing is said of it.
 */
export async function glimpse(look: () => Promise<boolean>): Promise<void> {
  for (let go = 0; go < goes; go += 1) if (await look()) return
}

const goes = 10

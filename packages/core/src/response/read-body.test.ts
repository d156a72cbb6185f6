import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { BodyTooLarge, readBody } from './read-body.ts'

function inChunks(bytes: Uint8Array, sizes: readonly number[]): Response {
  let at = 0
  let turn = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      const size = sizes[turn++ % sizes.length] ?? 1
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
  return new Response(stream)
}

test('text is the same however it is cut into chunks, in the middle of a character too', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })
  const texts = fc.constantFrom('', 'a', 'é€𝄞', '{"note":"é€𝄞"}', '\ufeff{"a":1}')
  await fc.assert(
    fc.asyncProperty(texts, sizes, async (text, cut) => {
      const bytes = new TextEncoder().encode(text)
      expect(await readBody(inChunks(bytes, cut), 1000)).toBe(text.replace('\ufeff', ''))
    }),
  )
})

test('exactly the limit is read, one byte more is not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 50 }), async (size, chunk) => {
      const bytes = new Uint8Array(size).fill(0x61)
      expect(await readBody(inChunks(bytes, [chunk]), size)).toHaveLength(size)
      await expect(readBody(inChunks(bytes, [chunk]), size - 1)).rejects.toBeInstanceOf(BodyTooLarge)
    }),
  )
})

test.each<Record<string, string>>([{}, { 'content-length': '9' }])(
  'what is too large is let go of, so that its connection is, with the headers %j',
  async (headers) => {
    const letGo = vi.fn()
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(3)),
      cancel: letGo,
    })
    await expect(readBody(new Response(endless, { headers }), 8)).rejects.toBeInstanceOf(BodyTooLarge)
    expect(letGo).toHaveBeenCalledOnce()
  },
)

test('a packed body is held to the limit by what it unpacks to, not by its declared length', async () => {
  const headers = { 'content-encoding': 'gzip', 'content-length': '9' }
  await expect(readBody(new Response('x'.repeat(101), { headers }), 100)).rejects.toBeInstanceOf(BodyTooLarge)
})

describe('a Response of another make', () => {
  const bytes = new TextEncoder().encode('{"note":"é€𝄞"}')
  const make = (body: unknown, headers: Record<string, string> = {}): Response =>
    ({
      headers: new Headers(headers),
      body,
      text: () => Promise.resolve(new TextDecoder().decode(bytes)),
    }) as Response

  test.each([
    ['a stream of Node.js, as node-fetch has', Readable.from([bytes])],
    ['no stream at all', undefined],
    ['null for one', null],
  ])('with %s is read as text', async (_, body) => {
    expect(await readBody(make(body), 100)).toBe('{"note":"é€𝄞"}')
    expect(await readBody(make(body, { 'content-encoding': 'gzip', 'content-length': '3' }), 100)).toHaveLength(15)
    await expect(readBody(make(body), 14)).rejects.toBeInstanceOf(BodyTooLarge)
  })

  test('is refused by its declared length without being read', async () => {
    const body = Readable.from([bytes])
    await expect(readBody(make(body, { 'content-length': '101' }), 100)).rejects.toBeInstanceOf(BodyTooLarge)
    expect(body.readableDidRead).toBe(false)
  })
})

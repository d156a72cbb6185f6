/** How a server spoils one answer; `echo` is everything it was sent, which a careless server may send back. */
export const spoiltAnswers: Record<string, (echo: string) => Response> = {
  'a refusal that echoes the request': (echo) => Response.json({ message: echo, type: echo }, { status: 400 }),
  'a 401 that echoes the request': (echo) => Response.json({ error: echo, message: echo, code: 401 }, { status: 401 }),
  'a 422 that names the inputs': (echo) =>
    Response.json({ type: 'x', message: echo, field_violations: [{ field: echo, message: echo }] }, { status: 422 }),
  'a failure in plain text': (echo) => new Response(echo, { status: 503 }),
  'a page from a proxy': (echo) =>
    new Response(`<html>${echo}</html>`, { status: 403, headers: { 'content-type': 'text/html' } }),
  'a success that is a page': (echo) =>
    new Response(`<html>${echo}</html>`, { headers: { 'content-type': 'text/html' } }),
  'a success that is no JSON': (echo) => new Response(`{"message": "${echo}`),
  'a success without a body': () => new Response(''),
  'a redirect': (echo) =>
    new Response(null, { status: 307, headers: { location: `https://elsewhere.example/?${echo.length}` } }),
  'a lost answer': (echo) => {
    throw new TypeError('fetch failed', { cause: new Error(`while sending ${echo.length} bytes`) })
  },
}

import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'

const { DATABASE_URL, HOST = '127.0.0.1', PORT = '5000', TITLE = 'Acme Garden' } = process.env
const database = new pg.Pool({ connectionString: DATABASE_URL })
await database.query(
  'CREATE TABLE IF NOT EXISTS entries (id serial PRIMARY KEY, name text NOT NULL, words text NOT NULL)',
)

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error)
    response.writeHead(500, { 'content-type': 'text/plain' }).end('Something went wrong')
  })
})
server.listen(Number(PORT), HOST, () => console.log(`Listening on ${HOST}:${PORT}`))

// So that a deploy waits for requests.
process.on('SIGTERM', () => server.close(() => database.end()))

async function answer(request, response) {
  if (request.method === 'POST') {
    const form = new URLSearchParams(await text(request))
    const [name, words] = [form.get('name') ?? '', form.get('words') ?? ''].map((value) => value.trim().slice(0, 500))
    if (name !== '' && words !== '') {
      await database.query('INSERT INTO entries (name, words) VALUES ($1, $2)', [name, words])
    }
    response.writeHead(303, { location: '/' }).end()
    return
  }
  const { rows } = await database.query('SELECT name, words FROM entries ORDER BY id DESC LIMIT 50')
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(rows))
}

function page(entries) {
  const items = entries.map(({ name, words }) => `<li><b>${escaped(name)}</b> ${escaped(words)}</li>`)
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Guestbook</title>
  <style>body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 system-ui, sans-serif; color: #22302a }</style>
  <h1>${escaped(TITLE)}: guestbook</h1>
  <form method="post">
    <p><label>Your name<br><input name="name" required></label></p>
    <p><label>What do you grow?<br><textarea name="words" required></textarea></label></p>
    <button>Sign</button>
  </form>
  <ul>${items.join('')}</ul>
</html>`
}

function escaped(value) {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

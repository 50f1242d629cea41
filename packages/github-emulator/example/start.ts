import { startGithub } from '@pokopoko/github-emulator'
import { createAnnouncer } from './announcer.ts'

const secret = 'any secret'
const author = { name: 'Ana Silva', email: 'ana@acme.example' }
const first = { author, at: Date.parse('2026-01-01T09:00:00Z'), message: 'Begin', files: { 'README.md': '# Garden\n' } }

createAnnouncer({ secret, say: console.log }).listen(3001, '127.0.0.1')
const { url } = await startGithub({
  port: 3000,
  directory: '.github-emulator',
  app: { url: 'http://localhost:3001/', secret },
  seed: { repositories: [{ name: 'acme/garden', branches: [{ name: 'main', commits: [first] }] }], teams: {} },
})
console.log(`Clone ${url}/acme/garden.git, change something, and push.`)

export { createGithub, type GithubEmulator, type GithubOptions, type PublicWebhook } from './create-github.ts'
export type { Seed } from './seed.ts'
export { startGithub } from './start.ts'
export type { Member, Teams } from './teams.ts'

import { rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createGithub } from '../src/create-github.ts'
import type { Seed } from '../src/seed.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'

const made = new Map<Seed, Promise<string>>()

/** Makes that directory of an emulator, with that seed: a copy of one that is made once, since git takes its time. */
export async function seedDirectory(directory: string, seed: Seed): Promise<void> {
  const first = made.get(seed) ?? make(seed)
  made.set(seed, first)
  await cp(await first, directory, { recursive: true })
}

async function make(seed: Seed): Promise<string> {
  const { path } = await makeTemporaryDirectory()
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  const github = await createGithub({ directory: path, baseUrl: 'http://localhost/git', seed })
  await github.close()
  return path
}

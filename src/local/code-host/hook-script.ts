import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Hands what git says about a push (githooks(5), post-receive) to the program, which holds the other end. */
const POST_RECEIVE = '#!/bin/sh\nexec cat >&3\n'

/** Writes the hooks that all repositories share. */
export async function writeHookScripts(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const path = join(directory, 'post-receive')
  await writeFile(path, POST_RECEIVE)
  await chmod(path, 0o755)
}

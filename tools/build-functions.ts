import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle } from './bundle.ts'
import { type FunctionName, functionNames } from '../src/aws/names.ts'
import { packInstance } from './pack-instance.ts'
import { START } from './lambda-node.ts'

/** Functions that set machines up. */
const WITH_INSTANCE: FunctionName[] = ['reconcile', 'sweep', 'bake']

const root = join(import.meta.dirname, '..')

/**
 * Builds the functions as they are deployed: `NAME/start` below `out`, with which Lambda starts Node, `index.js`, which Lambda loads,
 * `function.js` with the function itself, source maps, and what they need beside them.
 * Returns the size of each file in bytes, by its absolute path; source maps are not counted.
 */
export async function buildFunctions(out: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const name of functionNames) {
    for (const [entry, file] of Object.entries({ index: 'index.js', [name]: 'function.js' })) {
      const files = await bundle(join(root, `src/lambda/${entry}.ts`), join(out, name, file), {
        isLight: name === 'slack',
      })
      for (const [path, bytes] of files) sizes.set(path, bytes)
    }
    await copyFile(join(root, 'src/lambda', START), join(out, name, START))
  }
  // Node would take them for the kind of modules that this repository has. Not deployed: it lies above the functions.
  await writeFile(join(out, 'package.json'), '{"type":"commonjs"}')
  const instance = await packInstance(join(root, 'instance'))
  for (const name of WITH_INSTANCE) {
    const path = join(out, name, 'instance.tar.gz')
    await writeFile(path, instance)
    sizes.set(path, instance.length)
  }
  return sizes
}

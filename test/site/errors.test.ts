import assert from 'node:assert/strict'
import { build } from 'esbuild'
import * as z from 'zod'
import { ConflictError, isConflictError, isPermanentError, PermanentError } from '../../src/site/errors.ts'
import { UserError } from '../../src/site/user-error.ts'

const copySchema = z.object({
  ConflictError: z.custom<typeof ConflictError>((value) => typeof value === 'function'),
  isConflictError: z.custom<typeof isConflictError>((value) => typeof value === 'function'),
})

/** The same module once more, as another bundle has it. */
const again = async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../../src/site/errors.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  const copy: unknown = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)
  return copySchema.parse(copy)
}

describe('errors of ours', () => {
  it('are known in another bundle, too', async () => {
    const other = await again()
    const theirs = new other.ConflictError()
    assert.ok(!(theirs instanceof ConflictError))
    assert.ok(isConflictError(theirs) && other.isConflictError(new ConflictError()))
    assert.ok(!isPermanentError(theirs))
  })

  it('are of their own kinds and no others', () => {
    assert.ok(isPermanentError(new PermanentError('busy')))
    const others = [new UserError('button-unknown', {}), new Error('PermanentError'), undefined, null, 'PermanentError']
    for (const other of [...others, { name: 'PermanentError' }]) assert.ok(!isPermanentError(other))
  })
})

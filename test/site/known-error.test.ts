import assert from 'node:assert/strict'
import { build } from 'esbuild'
import * as z from 'zod'
import { JobError } from '../../src/control/failure.ts'
import { ConflictError, PermanentError } from '../../src/site/errors.ts'
import { UserError } from '../../src/site/user-error.ts'

const isClass = (value: unknown) => typeof value === 'function'
const copySchema = z.object({
  ConflictError: z.custom<typeof ConflictError>(isClass),
  PermanentError: z.custom<typeof PermanentError>(isClass),
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

describe('errors that are known', () => {
  it('are known in another bundle, too', async () => {
    const other = await again()
    assert.notEqual(other.ConflictError, ConflictError)
    assert.ok(new other.ConflictError() instanceof ConflictError)
    assert.ok(new ConflictError() instanceof other.ConflictError)
    assert.ok(!(new other.ConflictError() instanceof PermanentError))
    assert.ok(new JobError('busy', '', true) instanceof other.PermanentError)
  })

  it('are of their own kinds and no others', () => {
    const job = new JobError('busy', '', true)
    assert.ok(job instanceof JobError && job instanceof PermanentError && job instanceof Error)
    assert.ok(!(new PermanentError('busy') instanceof JobError))
    assert.ok(!(new UserError('page-unknown', {}) instanceof PermanentError))
    for (const none of [new Error('busy'), undefined, null, 'PermanentError'])
      assert.ok(!(none instanceof PermanentError))
  })
})

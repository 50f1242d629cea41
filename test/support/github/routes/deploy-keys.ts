import * as z from 'zod'
import { type Answer, failed, invalid, notFound } from '../answer.ts'
import { administration } from '../needs.ts'
import { onRepository, type Route } from '../route.ts'
import type { FakeDeployKey, FakeState } from '../state.ts'

const path = '/repos/:owner/:repo/keys'

const body = z.object({ title: z.string().optional(), key: z.string(), read_only: z.boolean().optional() })

export const deployKeyRoutes: Route[] = [
  {
    method: 'GET',
    path,
    needs: administration('read'),
    answer: onRepository(({ deployKeys }) => ({ items: deployKeys.map(shown) })),
  },
  {
    method: 'POST',
    path,
    needs: administration('write'),
    answer: onRepository((repository, ask) => {
      if (repository.archived) return failed(403, 'Repository was archived so is read-only.')
      const asked = body.safeParse(ask.body)
      if (!asked.success) return failed(422, 'Invalid request.')
      const key = plainKey(asked.data.key)
      const refusal = repository.deployKeysDisabled ? POLICY : refuse(ask.state, key)
      if (refusal !== undefined) return refusal
      const made: FakeDeployKey = {
        id: ask.state.nextId(),
        title: asked.data.title ?? key ?? '',
        key: key ?? '',
        readOnly: asked.data.read_only ?? false,
      }
      repository.deployKeys.push(made)
      return { status: 201, body: shown(made) }
    }),
  },
  {
    method: 'DELETE',
    path: `${path}/:id`,
    needs: administration('write'),
    answer: onRepository((repository, { params }) => {
      if (repository.archived) return failed(403, 'Repository was archived so is read-only.')
      const index = repository.deployKeys.findIndex(({ id }) => String(id) === params['id'])
      if (index === -1) return notFound
      repository.deployKeys.splice(index, 1)
      return { status: 204 }
    }),
  },
]

/** As seen in https://github.com/vitodeploy/vito/issues/949: no field is named. */
const POLICY = invalid({
  resource: 'PublicKey',
  code: 'custom',
  message: 'Deploy keys are disabled for this repository',
})

/** A key may be in use once in all of GitHub. */
function refuse({ repositories }: FakeState, key: string | undefined): Answer | undefined {
  const because = (message: string) => invalid({ resource: 'PublicKey', code: 'custom', field: 'key', message })
  if (key === undefined) return because('key is invalid. You must supply a key in OpenSSH public key format')
  const isUsed = repositories.some(({ deployKeys }) => deployKeys.some((other) => other.key === key))
  return isUsed ? because('key is already in use') : undefined
}

/** Type and key, without the comment; undefined for what is no key. */
function plainKey(line: string): string | undefined {
  const [type = '', blob = ''] = line.split(' ')
  if (!/^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+)$/.test(type)) return undefined
  const bytes = Buffer.from(blob, 'base64')
  const length = bytes.length < 4 ? 0 : bytes.readUInt32BE()
  return bytes.subarray(4, 4 + length).toString() === type ? `${type} ${blob}` : undefined
}

function shown({ id, title, key, readOnly }: FakeDeployKey) {
  return {
    id,
    key,
    url: '',
    title,
    verified: true,
    created_at: '2026-04-01T09:00:00Z',
    read_only: readOnly,
    enabled: true,
  }
}

import * as z from 'zod'

/** Octokit parses large numbers as bigint. */
const id = z.union([z.int(), z.bigint()])
const text = z.string().min(1)

/** In the media type `sha` ("Get a commit"). */
const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})\s*$/)

const withId = z.looseObject({ id })
const repository = z.looseObject({ full_name: text, archived: z.boolean().optional() })
const person = z.looseObject({ login: text })

interface Expected {
  status: 200 | 201 | 204
  /** Of the body: the parts without which it would do harm to go on. */
  schema: z.ZodType
}

const found = (schema: z.ZodType): Expected => ({ status: 200, schema })
const made = (schema: z.ZodType): Expected => ({ status: 201, schema })
/** For Octokit, a missing body is ''. */
const done: Expected = { status: 204, schema: z.literal('') }

/**
 * GitHub's response to each call made here, by Octokit's name of the call. Otherwise a response that is no list would mean "nobody",
 * and a missing id would be stored as "undefined".
 */
export const answers: Record<string, Expected> = {
  'POST /app/installations/{installation_id}/access_tokens': made(z.looseObject({ token: text })),
  'GET /installation/repositories': found(z.looseObject({ repositories: z.array(repository) })),
  'GET /orgs/{org}/repos': found(z.array(repository)),
  'GET /orgs/{org}/teams': found(z.array(z.looseObject({ slug: text }))),
  'GET /orgs/{org}/teams/{team_slug}': found(z.looseObject({ slug: text })),
  'GET /orgs/{org}/teams/{team_slug}/members': found(z.array(person)),
  'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}': done,
  'GET /repos/{owner}/{repo}': found(repository),
  'GET /repos/{owner}/{repo}/branches': found(z.array(z.looseObject({ name: text }))),
  'GET /repos/{owner}/{repo}/collaborators': found(z.array(person)),
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': found(z.looseObject({ permission: text })),
  'GET /repos/{owner}/{repo}/commits/{ref}': found(commit),
  'GET /repos/{owner}/{repo}/git/ref/{ref}': found(z.looseObject({ ref: text })),
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': found(
    z.looseObject({
      truncated: z.boolean(),
      tree: z.array(z.looseObject({ path: text, mode: text, type: text, sha: text })),
    }),
  ),
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': found(
    z.looseObject({ content: z.string(), encoding: z.literal('base64') }),
  ),
  'GET /repos/{owner}/{repo}/hooks': found(
    z.array(z.looseObject({ id, config: z.looseObject({ url: z.string().nullish() }), events: z.array(z.string()) })),
  ),
  'POST /repos/{owner}/{repo}/hooks': made(withId),
  'PATCH /repos/{owner}/{repo}/hooks/{hook_id}': found(withId),
  'DELETE /repos/{owner}/{repo}/hooks/{hook_id}': done,
  'GET /repos/{owner}/{repo}/keys': found(z.array(z.looseObject({ id, key: text, title: z.string() }))),
  'POST /repos/{owner}/{repo}/keys': made(withId),
  'DELETE /repos/{owner}/{repo}/keys/{key_id}': done,
  'POST /repos/{owner}/{repo}/statuses/{sha}': made(z.looseObject({})),
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': found(z.array(withId)),
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': made(withId),
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': found(withId),
  'GET /user': found(withId),
  'GET /users/{username}/keys': found(z.array(z.looseObject({ key: text }))),
}

/** Is it a complete response to that call? */
export function isExpected(call: string, { status, data }: { status: number; data: unknown }): boolean {
  const expected = answers[call]
  if (expected === undefined) return status === 204 || data !== ''
  return status === expected.status && expected.schema.safeParse(data).success
}

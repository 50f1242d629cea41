import assert from 'node:assert/strict'
import { hasValue } from './has-value.ts'
import type { PageContext } from './page-context.ts'

/** Creates a site of acme/website with the form; gives its password once it's ready. */
export async function createSite(context: PageContext, name: string): Promise<string> {
  await context.send('/testsite')
  const form = context.dialog()
  await form.getByLabel('Name', { exact: true }).fill(name)
  await form.getByRole('combobox', { name: 'Repository' }).fill('website')
  await form.getByRole('option', { name: 'acme/website', exact: true }).click()
  // The default branch comes with the repository.
  await hasValue(form.getByRole('combobox', { name: 'Branch' }), 'main')
  await form.getByRole('button', { name: 'Create' }).click()
  await context.message(/Ready/).waitFor()
  const shown = await context.message('Only visible to you').innerText()
  const password = /Password: ([a-z0-9-]+)/.exec(shown)?.[1] ?? ''
  assert.match(password, /^[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}$/)
  return password
}

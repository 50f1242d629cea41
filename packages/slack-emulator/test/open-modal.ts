import { aWorkspace, type Json } from './workspace-fixture.ts'

type Fixture = ReturnType<typeof aWorkspace>

/** Aki runs the command, and the app opens the view with its trigger. */
export async function openModal(fixture: Fixture, view: object): Promise<Json> {
  await fixture.workspace.command('U1', { channel: 'C1', command: '/greet', text: '' })
  const answer = await fixture.call('views.open', { trigger_id: fixture.last().form['trigger_id'], view })
  if (answer['error'] !== undefined) throw new Error(JSON.stringify(answer))
  return answer['view'] ?? {}
}

export function modalsOf({ workspace }: Fixture, userId = 'U1') {
  return workspace.screen(userId).modals
}

export function topModal(fixture: Fixture) {
  const top = modalsOf(fixture).at(-1)
  if (top === undefined) throw new Error('no modal is open')
  return top
}

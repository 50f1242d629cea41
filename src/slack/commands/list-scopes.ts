import { listKinds, type ListKind } from '../../../views/action-ids.ts'

type Scope = Exclude<ListKind, 'archived'>

/** The words for whose sites are listed. */
export const scopes: ReadonlyMap<string, Scope> = new Map([
  ...listKinds.filter((kind) => kind !== 'archived').map((kind) => [kind, kind] as const),
  ...Object.entries({
    自分: 'mine',
    全部: 'all',
    すべて: 'all',
    チャンネル: 'channel',
    my: 'mine',
    here: 'channel',
  } as const),
])

export const scopeWords: readonly string[] = [...scopes.keys()]

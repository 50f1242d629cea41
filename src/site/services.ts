import table from '../../instance/stacks.json' with { type: 'json' }
import { isServiceId, type ServiceId } from './service-names.ts'
import { type Condition, declaringFile, readFacts, type RepositoryFiles, type Stack, detectedFile } from './stack.ts'

/** A database or the like that an app needs on its machine. */
export interface Service {
  id: ServiceId
  name: string
  /** The file that asks for it. */
  file: string
}

interface Rule {
  id: string
  name: string
  kind: string
  addons: string[]
  images: string[]
  any: Condition[]
}

const rules: readonly Rule[] = table.services

/**
 * The services of `instance/stacks.json` that the files ask for. Images of a compose file ask for a database only if nothing else does.
 * `instance/lib/stack.jq` does the same on the machine.
 */
export function detectServices(repository: RepositoryFiles, stack: Stack | undefined): Service[] {
  const facts = readFacts(repository)
  const asking = ({ addons, any }: Rule) =>
    facts.addons.some((addon) => addons.some((name) => addon.startsWith(name)))
      ? 'app.json'
      : any.map((condition) => detectedFile(facts, condition, stack)).find((file) => file !== undefined)
  const asked = rules.map((rule) => ({ ...rule, file: asking(rule) }))
  const hasDatabase = asked.some(({ kind, file }) => kind === 'database' && file !== undefined)
  return asked.flatMap(({ id, name, kind, images, file }) => {
    const hint = kind === 'database' && hasDatabase ? undefined : declaringFile(facts, 'image', images)
    const found = file ?? hint
    return found === undefined || !isServiceId(id) ? [] : [{ id, name, file: found }]
  })
}

import { instancesContract } from '../../contracts/instances.ts'
import { shellContract } from '../../contracts/shell.ts'
import { makeBench } from './harness.ts'

async function make() {
  const bench = await makeBench()
  const { instances, shell, setUp, news } = await bench.open()
  return {
    instances,
    shell,
    image: 'embedded',
    size: 'small',
    setUp,
    hasNoLogs: true as const,
    missingBranch: 'nowhere',
    push: () => bench.repository.commit({ 'public/index.html': '<h1>Second</h1>' }),
    eventually: news.until,
    close: bench.clean,
  }
}

instancesContract('embedded', make)
shellContract('embedded', make)

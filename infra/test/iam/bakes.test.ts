import assert from 'node:assert/strict'
import { aDeployment } from './deployment.ts'
import * as ec2 from './requests/ec2.ts'
import * as other from './requests/others.ts'
import { bakeTags, siteTags, type Tags } from './requests/tags.ts'
import { roleOfFunction, verdicts } from './verdicts.ts'

const deployment = await aDeployment()
const { config, documentArn, tableArn } = deployment
const role = roleOfFunction(deployment, 'bake')
const site = siteTags(config.name)

/** What a bake does to what is there, and needs: each with that on it. */
const touching = (tags: Tags) => [
  ...['StartInstances', 'StopInstances', 'TerminateInstances'].map((action) => ec2.power(deployment, action, tags)),
  ec2.cancelSpotRequest(tags),
  ...other.sendCommand(documentArn, tags).filter(({ resource }) => resource.includes('instance/')),
  ...ec2.createImage(deployment, tags, bakeTags(config.name)).slice(0, 1),
  ec2.createTags(ec2.anImage(), { 'testsite:image': 'Agency' }, undefined, tags),
  ec2.createTags(ec2.aSnapshot(), { 'pokopoko:image': 'ami-0123456789abcdef0' }, undefined, tags),
  ec2.removal('DeregisterImage', tags, ec2.anImage()),
  ec2.removal('DeleteSnapshot', tags, ec2.aSnapshot()),
]

/** What it makes, as that. */
const making = (tags: Tags) => [
  ...ec2
    .launch(deployment, { tags, spot: true })
    .filter(({ resource }) => /:(instance|volume|spot-instances-request)\//.test(resource)),
  ...ec2.createImage(deployment, bakeTags(config.name), tags).slice(1),
]

describe('IAM, by the synthesized policies, denies the bake function', () => {
  for (const [title, requests] of Object.entries({
    'what a site has': touching(site),
    'what another stack bakes': touching(bakeTags('orchard')),
    'to make anything that passes for a site’s': making(site),
    'to make anything as another stack': making(bakeTags('orchard')),
    'records of sites, and other leases': ['plum', '#quota', '#lease warning'].flatMap((key) =>
      ['PutItem', 'DeleteItem'].map((action) => other.item(action, tableArn, key)),
    ),
    'to give an image to another stack while it offers it': [
      ec2.createTags(
        ec2.anImage(),
        { 'testsite:image': 'Agency', 'pokopoko:stack': 'orchard' },
        undefined,
        bakeTags(config.name),
      ),
    ],
  })) {
    it(title, async () => {
      const answers = await verdicts(role, requests)
      const allowed = requests.filter((_, index) => answers[index] !== 'ImplicitlyDenied')
      assert.deepEqual(allowed, [])
      assert.ok(requests.length > 0)
    })
  }
})

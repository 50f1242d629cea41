import assert from 'node:assert/strict'
import type {
  CreateImageRequest,
  CreateTagsRequest,
  DeleteSnapshotRequest,
  DeregisterImageRequest,
  DescribeImagesRequest,
  DescribeSnapshotsRequest,
  Image,
  Tag,
} from '@aws-sdk/client-ec2'
import { checkId, type Ec2State, type Ec2Image, matches, settling } from './ec2-state.ts'
import { AwsError, newId, pageOf } from './fake-service.ts'

/** Images, their snapshots, and tags on these. */
export function imageHandlers(ec2: Ec2State) {
  const settled = settling(ec2)
  return {
    DescribeImages: settled((input: DescribeImagesRequest) => describe(ec2, input)),
    CreateImage: settled((input: CreateImageRequest) => create(ec2, input)),
    DeregisterImage: settled((input: DeregisterImageRequest) => deregister(ec2, input)),
    DescribeSnapshots: (input: DescribeSnapshotsRequest) => describeSnapshots(ec2, input),
    DeleteSnapshot: (input: DeleteSnapshotRequest) => deleteSnapshot(ec2, input),
    CreateTags: (input: CreateTagsRequest) => tag(ec2, input),
  }
}

function describe(ec2: Ec2State, input: DescribeImagesRequest) {
  const { ImageIds, Filters, Owners, ExecutableUsers, NextToken } = input
  for (const id of ImageIds ?? []) imageOf(ec2, id)
  const found = [...ec2.images.values()].filter((image) => {
    const { id, tags, name, architecture, state, shared = false } = image
    if (Owners?.includes('self') === true && shared) return false
    if (ExecutableUsers?.includes('self') === true && !shared) return false
    const fields = { 'image-id': id, name, architecture, state }
    return (ImageIds ?? [id]).includes(id) && matches(Filters, tags, fields)
  })
  const { page, next } = pageOf(found, NextToken)
  return { Images: page.map(shown), NextToken: next }
}

function imageOf(ec2: Ec2State, id: string): Ec2Image {
  checkId('ami', id, 'InvalidAMIID.Malformed')
  const image = ec2.images.get(id)
  if (image === undefined) throw new AwsError('InvalidAMIID.NotFound')
  return image
}

function shown({ id, name, state, tags, architecture, createdAt, root, gib, volumes, snapshots }: Ec2Image): Image {
  const devices = [{ device: root, gib }, ...volumes]
  return {
    ImageId: id,
    Name: name,
    State: state,
    Tags: tags,
    Architecture: architecture === 'arm64' ? 'arm64' : 'x86_64',
    CreationDate: createdAt,
    RootDeviceName: root,
    // While an image is being made it does not say of what.
    BlockDeviceMappings:
      state === 'pending'
        ? []
        : devices.map(({ device, gib }, index) => ({
            DeviceName: device,
            Ebs: { VolumeSize: gib, ...(snapshots[index] !== undefined && { SnapshotId: snapshots[index] }) },
          })),
  }
}

function create(ec2: Ec2State, { InstanceId = '', Name = '', TagSpecifications = [] }: CreateImageRequest) {
  checkId('i', InstanceId, 'InvalidInstanceID.Malformed')
  if (!/^[A-Za-z0-9()[\] ./'@_-]{3,128}$/.test(Name)) throw new AwsError('InvalidAMIName.Malformed')
  const instance = ec2.instances.get(InstanceId)
  if (instance === undefined) throw new AwsError('InvalidInstanceID.NotFound')
  if (instance.state !== 'running' && instance.state !== 'stopped') throw new AwsError('IncorrectState')
  if ([...ec2.images.values()].some(({ name }) => name === Name)) throw new AwsError('InvalidAMIName.Duplicate')
  const tagsFor = (kind: string): Tag[] =>
    TagSpecifications.filter(({ ResourceType }) => ResourceType === kind).flatMap(({ Tags }) => Tags ?? [])
  const snapshots = instance.volumes.map(() => ({ id: newId('snap'), tags: tagsFor('snapshot') }))
  const [root = assert.fail('no root volume'), ...volumes] = instance.volumes
  const now = ec2.clock.now()
  const image: Ec2Image = {
    id: newId('ami'),
    name: Name,
    tags: tagsFor('image'),
    state: 'pending',
    since: now,
    architecture: 'x86_64',
    createdAt: new Date(now).toISOString(),
    root: root.device,
    gib: root.gib,
    volumes: volumes.map(({ device, gib }) => ({ device, gib })),
    snapshots: snapshots.map(({ id }) => id),
    instance: InstanceId,
  }
  for (const snapshot of snapshots) ec2.snapshots.set(snapshot.id, snapshot)
  ec2.images.set(image.id, image)
  return { ImageId: image.id }
}

function deregister(ec2: Ec2State, { ImageId = '' }: DeregisterImageRequest) {
  ec2.images.delete(imageOf(ec2, ImageId).id)
  return {}
}

function describeSnapshots({ snapshots }: Ec2State, { OwnerIds, Filters, NextToken }: DescribeSnapshotsRequest) {
  if (OwnerIds?.includes('self') !== true) throw new AwsError('InvalidParameterValue', 'the whole world')
  const found = [...snapshots.values()].filter(({ tags }) => matches(Filters, tags, {}))
  const { page, next } = pageOf(found, NextToken)
  return { Snapshots: page.map(({ id, tags }) => ({ SnapshotId: id, Tags: tags })), NextToken: next }
}

function deleteSnapshot({ snapshots, images }: Ec2State, { SnapshotId = '' }: DeleteSnapshotRequest) {
  if (!snapshots.has(SnapshotId)) throw new AwsError('InvalidSnapshot.NotFound')
  if ([...images.values()].some((image) => image.snapshots.includes(SnapshotId))) {
    throw new AwsError('InvalidSnapshot.InUse')
  }
  snapshots.delete(SnapshotId)
  return {}
}

function tag(ec2: Ec2State, { Resources = [], Tags = [] }: CreateTagsRequest) {
  for (const id of Resources) {
    const resource = id.startsWith('ami-') ? imageOf(ec2, id) : ec2.snapshots.get(id)
    if (resource === undefined) throw new AwsError('InvalidSnapshot.NotFound')
    const others = resource.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key))
    resource.tags = [...others, ...Tags]
  }
  return {}
}

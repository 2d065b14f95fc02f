// Where exports go: a folder, or a bucket that speaks S3. Both take whole files: a reader sees the old one or the new one.
import { basename, dirname, join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { WaysideError } from '../../event/index.ts'
import { fileBlob, makeFolder, moveFile, readText, remove, writeTextAtomic } from '../../platform/index.ts'

export interface Destination {
  /** For messages. */
  name: string
  readText(path: string): Promise<string | undefined>
  putText(path: string, text: string): Promise<void>
  /** Take a finished local file over. */
  putFile(path: string, local: string, sha256: string): Promise<void>
  remove(path: string): Promise<void>
  /** A local path on which the file for `path` may be written. */
  scratch(path: string): string
}

export interface S3Options {
  /** `https://s3.eu-central-1.amazonaws.com`, `http://minio:9000`, …; Amazon's of the region otherwise. */
  endpoint: string | undefined
  region: string
  accessKeyId: string | undefined
  secretAccessKey: string | undefined
  sessionToken: string | undefined
}

const S3_RETRIES = 5

/** @param place a folder, or `s3://bucket/prefix`. @param scratchFolder for files on their way to a bucket @throws WaysideError INPUT */
export function openDestination(place: string, s3: S3Options, scratchFolder: string): Destination {
  const [, bucket, prefix] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(place) ?? []
  if (bucket !== undefined) return bucketOf(place, bucket, prefix ?? '', s3, scratchFolder)
  if (/^[a-z0-9]+:\/\//i.test(place)) throw new WaysideError('INPUT', `${place}: name a folder, or s3://bucket/prefix.`)
  return {
    name: place,
    readText: async (path) => readText(join(place, path)),
    async putText(path, text) {
      makeFolder(dirname(join(place, path)))
      writeTextAtomic(join(place, path), text)
    },
    async putFile(path, local) {
      moveFile(local, join(place, path))
    },
    remove: async (path) => remove(join(place, path)),
    scratch(path) {
      const folder = dirname(join(place, path))
      makeFolder(folder)
      return join(folder, `.${basename(path)}.part`)
    },
  }
}

function bucketOf(name: string, bucket: string, prefix: string, s3: S3Options, scratchFolder: string): Destination {
  const { accessKeyId, secretAccessKey, sessionToken, region } = s3
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new WaysideError('INPUT', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for a bucket.')
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    region,
    service: 's3',
    retries: S3_RETRIES,
  })
  const base = (s3.endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/$/, '')
  const urlOf = (path: string): string =>
    [base, bucket, ...`${prefix.replace(/\/$/, '')}/${path}`.split('/').filter(Boolean).map(encodeURIComponent)].join(
      '/',
    )
  const send = async (method: string, path: string, body?: Blob | string, sha256?: string): Promise<Response> => {
    const headers = sha256 === undefined ? {} : { 'X-Amz-Content-Sha256': sha256 }
    const answer = await client
      .fetch(urlOf(path), { method, headers, ...(body !== undefined && { body }) })
      .catch((error: Error) => {
        throw new WaysideError(
          'INPUT',
          `${name} does not answer (${(error.cause as Error | undefined)?.message ?? error.message}).`,
        )
      })
    if (answer.ok || (answer.status === 404 && method !== 'PUT')) return answer
    const [, code = ''] = /<Code>([^<]{1,100})<\/Code>/.exec(await answer.text()) ?? []
    throw new WaysideError('INPUT', `${name} refused ${method} of ${path}: ${answer.status} ${code}.`)
  }
  return {
    name,
    async readText(path) {
      const answer = await send('GET', path)
      return answer.status === 404 ? undefined : answer.text()
    },
    async putText(path, text) {
      await send('PUT', path, text)
    },
    async putFile(path, local, sha256) {
      // The checksum is signed with the request, so the bucket refuses what was changed on its way.
      await send('PUT', path, await fileBlob(local), sha256)
      remove(local)
    },
    async remove(path) {
      await send('DELETE', path)
    },
    scratch: (path) => join(scratchFolder, path.replaceAll('/', '_')),
  }
}

// What mm asks of S3, and nothing else of the SDK's client: of one that is loaded whole everything stays in the bundle. Loaded by `import()`.
export { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

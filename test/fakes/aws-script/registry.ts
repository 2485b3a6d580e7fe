import { failure, result, type Script } from '../aws-server.js'
import type { AwsState } from './world.js'

interface ImageId {
  imageDigest?: string
  imageTag?: string
}

/** ECR: one image at a time, by digest or by tag. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
export function registry({ images }: AwsState): Script {
  const find = ({ imageDigest, imageTag }: ImageId) =>
    [...images].find(([digest, tag]) => digest === imageDigest || (tag !== undefined && tag === imageTag))

  return {
    // Of one that isn't there it says so beside the images that are. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
    BatchGetImage(input) {
      const [imageId = {}] = input['imageIds'] as ImageId[]
      const failed = [{ imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }]
      return result(find(imageId) ? { images: [{ imageId }], failures: [] } : { images: [], failures: failed })
    },

    DescribeImages(input) {
      const [{ imageDigest, imageTag } = {}] = input['imageIds'] as ImageId[]
      const found = find({ ...(imageDigest ? { imageDigest } : {}), ...(imageTag ? { imageTag } : {}) })
      if (!found)
        return failure(
          'ImageNotFoundException',
          `The image with imageId {imageDigest:'${imageDigest}', imageTag:'${imageTag}'} does not exist within the repository`,
        )
      const [digest, tag] = found
      return result({ imageDetails: [{ imageDigest: digest, ...(tag === undefined ? {} : { imageTags: [tag] }) }] })
    },
  }
}

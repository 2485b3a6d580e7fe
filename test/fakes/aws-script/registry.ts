import { failure, result, type Script } from '../aws-server.js'
import type { AwsState } from './world.js'

/** ECR: one image at a time, by digest or by tag. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
export function registry({ images }: AwsState): Script {
  return {
    DescribeImages(input) {
      const [{ imageDigest, imageTag } = {}] = input['imageIds'] as { imageDigest?: string; imageTag?: string }[]
      const found = [...images].find(([digest, tag]) => digest === imageDigest || (tag !== undefined && tag === imageTag))
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

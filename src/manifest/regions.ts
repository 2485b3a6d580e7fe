/** Where CloudFront looks for certificates and web ACLs, and reports. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
export const cdnRegion = 'us-east-1'

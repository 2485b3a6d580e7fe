"""ECR's registry where the engine can reach it without root and certificates: MiniStack's own port on the loopback, over plain HTTP, which
engines allow for 127.0.0.0/8. On AWS the host is <account>.dkr.ecr.<region>.amazonaws.com.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html"""
import json
import os

from ministack.services import ecr

from .patching import wrap

HOST = f"127.0.0.1:{os.environ.get('GATEWAY_PORT', '4566')}"


def size_of(name, image_id):
    """What the layers take in the registry, compressed."""
    image = ecr._find_image(name, image_id) or {}
    manifest = json.loads(image.get('imageManifest') or '{}')
    return sum(each.get('size', 0) for each in [manifest.get('config') or {}, *manifest.get('layers', [])])


def install():
    @wrap(ecr, '_repo_uri')
    def repository_uri(_original, name):
        return f'{HOST}/{name}'

    @wrap(ecr, '_get_authorization_token')
    def token(original, data):
        status, headers, body = original(data)
        answer = json.loads(body)
        for each in answer.get('authorizationData', []):
            each['proxyEndpoint'] = f'http://{HOST}'
        return status, headers, json.dumps(answer).encode()

    # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
    @wrap(ecr, '_describe_images')
    def describe_images(original, data):
        status, headers, body = original(data)
        if status >= 400:
            return status, headers, body
        name = data['repositoryName']
        for wanted in data.get('imageIds') or []:
            if not ecr._find_image(name, wanted):
                told = ', '.join(f"{key}:'{wanted.get(key, 'null')}'" for key in ('imageDigest', 'imageTag'))
                where = f"the repository with name '{name}' in the registry with id '{ecr._registry_id()}'"
                return ecr.error_response_json('ImageNotFoundException', f'The image with imageId {{{told}}} does not exist within {where}', 400)
        answer = json.loads(body)
        for each in answer['imageDetails']:
            each['imageSizeInBytes'] = size_of(name, {'imageDigest': each['imageDigest']})
        return status, headers, json.dumps(answer).encode()

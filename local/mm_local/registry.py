"""ECR's registry where the engine can reach it without root and certificates: MiniStack's own port on the loopback, over plain HTTP, which
engines allow for 127.0.0.0/8. On AWS the host is <account>.dkr.ecr.<region>.amazonaws.com.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html"""
import json
import os

from ministack.services import ecr

from .patching import wrap

HOST = f"127.0.0.1:{os.environ.get('GATEWAY_PORT', '4566')}"


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

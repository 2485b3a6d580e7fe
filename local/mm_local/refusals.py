"""A service that isn't there is refused in a form that SDKs read: with a code and a message.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html"""
import json

from ministack import app

from .patching import need


class Handlers(dict):
    """MiniStack's services; any other one answers with a refusal."""

    def get(self, service, default=None):
        return super().get(service, default) or refusal(service)


def refusal(service):
    async def refuse(_method, _path, _headers, _body, _query):
        error = {'__type': 'UnknownOperationException', 'message': f'The local AWS has no service {service}'}
        return 400, {'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error['__type']}, json.dumps(error).encode()
    return refuse


def install():
    app.SERVICE_HANDLERS = Handlers(need(app, 'SERVICE_HANDLERS'))

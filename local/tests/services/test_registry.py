"""Docker pushes to and pulls from the repositories; digests and tags are ECR's.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"""
import base64
import io
import tarfile

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def ecr(aws):
    return aws('ecr')


@pytest.fixture
def login(ecr):
    [data] = ecr.get_authorization_token()['authorizationData']
    user, password = base64.b64decode(data['authorizationToken']).decode().split(':', 1)
    return {'username': user, 'password': password, 'registry': data['proxyEndpoint']}


@pytest.fixture
def repository(ecr, name):
    return ecr.create_repository(repositoryName=f'{name}/web', imageTagMutability='IMMUTABLE')['repository']


def build(engine, content):
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode='w') as tar:
        for file, text in (('Dockerfile', 'FROM node:20-alpine\nCOPY content /content\nCMD ["cat", "/content"]\n'), ('content', content)):
            entry = tarfile.TarInfo(file)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    context.seek(0)
    return engine.images.build(fileobj=context, custom_context=True)[0]


def push(engine, login, image, uri, tag):
    """The digest; the lines of the push's error as an exception."""
    image.tag(uri, tag)
    lines = list(engine.api.push(uri, tag=tag, stream=True, decode=True, auth_config=login))
    errors = [line['error'] for line in lines if 'error' in line]
    if errors:
        raise RuntimeError(errors[0])
    return next(line['aux']['Digest'] for line in lines if 'aux' in line)


def test_a_pushed_image_is_described_by_its_digest_and_runs_by_it(aws, engine, ecr, login, repository):
    uri = repository['repositoryUri']
    digest = push(engine, login, build(engine, 'one'), uri, 'v1')
    [described] = ecr.describe_images(repositoryName=repository['repositoryName'], imageIds=[{'imageTag': 'v1'}])['imageDetails']
    assert (described['imageDigest'], described['imageTags']) == (digest, ['v1'])
    assert described['imageSizeInBytes'] > 1_000_000
    engine.images.remove(f'{uri}:v1', force=True)
    # Not run(remove=True): a container that ends at once may be gone before its output has been read.
    container = engine.containers.run(f'{uri}@{digest}', detach=True)
    container.wait()
    assert container.logs() == b'one'
    container.remove()


def test_a_tag_of_an_immutable_repository_stays(engine, ecr, login, repository):
    uri = repository['repositoryUri']
    first = build(engine, 'one')
    digest = push(engine, login, first, uri, 'v1')
    # The same image again is no change.
    assert push(engine, login, first, uri, 'v1') == digest
    with pytest.raises(RuntimeError, match='v1.*immutable'):
        push(engine, login, build(engine, 'two'), uri, 'v1')
    assert ecr.describe_images(repositoryName=repository['repositoryName'], imageIds=[{'imageTag': 'v1'}])['imageDetails'][0]['imageDigest'] == digest


def test_what_is_missing_is_told(ecr, repository):
    with pytest.raises(ecr.exceptions.ImageNotFoundException):
        ecr.describe_images(repositoryName=repository['repositoryName'], imageIds=[{'imageTag': 'none'}])
    with pytest.raises(ecr.exceptions.RepositoryNotFoundException):
        ecr.describe_images(repositoryName='none/none')


def test_a_push_to_no_repository_is_refused(engine, login, repository):
    uri = repository['repositoryUri'].replace('/web', '/missing')
    with pytest.raises(RuntimeError, match='name unknown'):
        push(engine, login, build(engine, 'x'), uri, 'v1')


def test_a_repository_with_images_is_not_deleted_by_mistake(engine, ecr, login, repository):
    push(engine, login, build(engine, 'one'), repository['repositoryUri'], 'v1')
    with pytest.raises(ecr.exceptions.RepositoryNotEmptyException):
        ecr.delete_repository(repositoryName=repository['repositoryName'])
    with pytest.raises(ClientError):
        ecr.create_repository(repositoryName=repository['repositoryName'])

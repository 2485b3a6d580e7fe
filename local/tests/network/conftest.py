import pytest
from network.support import Targets


@pytest.fixture
def targets(aws, engine):
    started = Targets(aws, engine)
    yield started
    started.remove()

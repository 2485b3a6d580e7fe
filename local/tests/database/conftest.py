import pytest
from database.support import Database, build_driver


@pytest.fixture(scope='session')
def driver(engine):
    build_driver(engine)


@pytest.fixture(scope='module')
def database(aws, engine, driver):
    made = Database(aws, engine)
    yield made
    made.delete_stack()

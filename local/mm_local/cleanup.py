"""Removes the containers, networks and volumes of one local AWS: `python -m mm_local.cleanup NAME`."""
import sys

if __name__ == '__main__':
    from .engine import connect, remove_all
    client = connect()
    if client:
        remove_all(client, sys.argv[1])

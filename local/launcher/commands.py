"""A local AWS: MiniStack with this project's plug-in (local/mm_local), on the loopback.

usage: scripts/local-aws start|stop|status|env|logs|install [--name NAME] [--region REGION] [--json]

start   installs what it needs into .local/venv (once), starts, waits until it answers; a second start says that it runs
stop    ends it and removes its containers, networks and volumes
env     prints the variables that lead the AWS CLI, the SDKs and mm to it (with --json as an object)
status  says whether it runs (exit code 1 when not; with --json as an object)
logs    prints its log
install only installs
Several may run at once under different names. An account begins empty at each start. Standard library only: this runs before anything is installed.
"""
import argparse
import json
import re
import sys

from .common import alone, fail, say
from .instance import answers, end, folder_of, launch, state_of
from .venv import ensure_venv


def start(args):
    ensure_venv()
    with alone(f'aws-{args.name}'):
        state = state_of(args.name)
        if state and answers(state):
            say(f"The local AWS {args.name} already runs: {state['endpoint']}")
            return
        if folder_of(args.name).exists():
            # One that crashed leaves containers behind.
            end(args.name, state)
        launch(args.name, args.region)


def stop(args):
    with alone(f'aws-{args.name}'):
        state = state_of(args.name)
        end(args.name, state)
        say(f'Stopped the local AWS {args.name}' if state else f'No local AWS {args.name} runs')


def status(args):
    state = state_of(args.name)
    up = bool(state and answers(state))
    print(json.dumps(state) if args.json and up else f"up: {state['endpoint']} (pid {state['pid']})" if up else 'down')
    sys.exit(0 if up else 1)


def env(args):
    state = state_of(args.name)
    if not state or not answers(state):
        fail(f'the local AWS {args.name} does not run', fix=f'scripts/local-aws start --name {args.name}')
    variables = {
        'AWS_ENDPOINT_URL': state['endpoint'],
        'AWS_ACCESS_KEY_ID': 'test',
        'AWS_SECRET_ACCESS_KEY': 'test',
        'AWS_REGION': state['region'],
        'AWS_DEFAULT_REGION': state['region'],
        'AWS_EC2_METADATA_DISABLED': 'true',
    }
    print(json.dumps(variables) if args.json else '\n'.join(f'export {key}={value}' for key, value in variables.items()))


def logs(args):
    try:
        print((folder_of(args.name) / 'log').read_text(), end='')
    except OSError:
        fail(f'there is no log of a local AWS {args.name}', fix=f'scripts/local-aws start --name {args.name}')


def install(_args):
    ensure_venv()


def valid_name(text):
    """It becomes part of the names of containers, networks and folders."""
    if not re.fullmatch(r'[a-z0-9][a-z0-9-]{0,40}', text):
        raise argparse.ArgumentTypeError(f'{text!r} is not made of small letters, digits and hyphens')
    return text


COMMANDS = {'start': start, 'stop': stop, 'status': status, 'env': env, 'logs': logs, 'install': install}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('command', choices=COMMANDS)
    parser.add_argument('--name', default='default', type=valid_name)
    parser.add_argument('--region', default='eu-central-1')
    parser.add_argument('--json', action='store_true')
    arguments = parser.parse_args()
    COMMANDS[arguments.command](arguments)

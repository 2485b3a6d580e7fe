"""A cluster with a log group, for tests that run real containers."""
import json
import time

import pytest
from conftest import wait_until

IMAGE = 'node:20-alpine'


class Cluster:
    def __init__(self, aws, name):
        self.ecs, self.logs, self.name, self.group = aws('ecs'), aws('logs'), name, f'/ecs/{name}'
        self.ecs.create_cluster(clusterName=name)
        self.logs.create_log_group(logGroupName=self.group)

    def container(self, script, name='web', **more):
        return {
            'name': name, 'image': IMAGE, 'essential': True, 'command': ['node', '-e', script],
            'logConfiguration': {'logDriver': 'awslogs', 'options': {'awslogs-group': self.group, 'awslogs-region': 'eu-central-1', 'awslogs-stream-prefix': 'test'}},
            **more,
        }

    def define(self, *containers, **more):
        return self.ecs.register_task_definition(
            family=self.name, networkMode='awsvpc', requiresCompatibilities=['FARGATE'], cpu='256', memory='512', containerDefinitions=list(containers), **more,
        )['taskDefinition']['taskDefinitionArn']

    def run(self, *containers, **more):
        started = self.ecs.run_task(cluster=self.name, taskDefinition=self.define(*containers, **more), launchType='FARGATE', networkConfiguration={'awsvpcConfiguration': {'subnets': ['subnet-1']}})
        return started['tasks'][0]['taskArn']

    def task(self, arn):
        return self.ecs.describe_tasks(cluster=self.name, tasks=[arn])['tasks'][0]

    def wait(self, arn, status='STOPPED', seconds=60):
        return wait_until(lambda: self.task(arn)['lastStatus'] == status and self.task(arn), seconds)

    def lines(self, arn, name='web'):
        events = self.logs.filter_log_events(logGroupName=self.group, logStreamNamePrefix=f"test/{name}/{arn.rsplit('/', 1)[1]}")['events']
        return [event['message'] for event in events]

    def printed(self, arn):
        """What a task prints as JSON in its first line."""
        return json.loads(wait_until(lambda: self.lines(arn), 30)[0])

    def stop_all(self):
        for service in self.ecs.list_services(cluster=self.name)['serviceArns']:
            self.ecs.delete_service(cluster=self.name, service=service, force=True)
        for task in self.ecs.list_tasks(cluster=self.name)['taskArns']:
            self.ecs.stop_task(cluster=self.name, task=task)
        time.sleep(0.1)


@pytest.fixture
def cluster(aws, engine, name):
    made = Cluster(aws, name)
    yield made
    made.stop_all()

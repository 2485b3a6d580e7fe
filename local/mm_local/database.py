"""The instance of a database's Auto Scaling group: what can't be booted here, an EC2 instance that installs MongoDB, is stood in for by a
container with the same name, users and data. boot.sh isn't run; the values that the template hands to it are.

The data of an EBS volume is in a volume of the engine's with the same id. Terminating the instance starts another container with it.
https://docs.aws.amazon.com/autoscaling/ec2/userguide/what-is-amazon-ec2-auto-scaling.html"""
import base64
import json
import logging
import re
import socket
import threading
import time

from ministack.core.responses import request_scope
from ministack.services import autoscaling, ec2, secretsmanager
from ministack.services.cloudformation import provisioners

from . import names
from .authority import certificate
from .engine import LABELS, NAME, NETWORK, address, engine, network, published
from .patching import wrap, wrap_handler

log = logging.getLogger('mm.database')
STAND_IN = 'mm-local/ferretdb:1.24.2'
running = {}
# Held while a volume's bytes are copied: its container stands still then and can't be stopped, and nothing is deleted under a copy.
copying = threading.Lock()


def fill(group):
    """Launches instances until the group has as many as it wants."""
    while len(group['Instances']) < int(group['DesiredCapacity']):
        launch(group, template_data(group))


def launch(group, template_data):
    """A record in EC2 for an instance of the group, and when the template is a database's, its container."""
    subnet = subnet_for(group, template_data)
    instance = ec2._launch_instances_internal(template_data.get('ImageId', 'ami-00000000'), template_data.get('InstanceType', 't4g.small'), subnet, 1)[0]
    instance_id = instance['InstanceId']
    tags = next((each['Tags'] for each in template_data.get('TagSpecifications', []) if each.get('ResourceType') == 'instance'), [])
    ec2._tags[instance_id] = [{'Key': tag['Key'], 'Value': str(tag['Value'])} for tag in tags]
    member = {
        'InstanceId': instance_id, 'LifecycleState': 'Pending', 'HealthStatus': 'Healthy',
        'AvailabilityZone': ec2._subnets.get(subnet, {}).get('AvailabilityZone', ''),
        'ProtectedFromScaleIn': False, 'LaunchTemplate': group.get('LaunchTemplate') or {}, 'LaunchConfigurationName': '',
    }
    group['Instances'].append(member)
    if any(tag['Key'] == 'mm:role' and tag['Value'] == 'db' for tag in ec2._tags[instance_id]) and engine():
        values = values_of(template_data)
        attach(instance_id, values)
        try:
            start_container(instance_id, values)
        except Exception:
            dismiss(group, member)
            raise
    member['LifecycleState'] = 'InService'


def subnet_for(group, template_data):
    """That of the interface which the launch template names, else one of the group's in turn."""
    interface = next((each['NetworkInterfaceId'] for each in template_data.get('NetworkInterfaces', []) if each.get('NetworkInterfaceId')), None)
    if interface:
        return ec2._network_interfaces[interface]['SubnetId']
    subnets = group['VPCZoneIdentifier'].split(',')
    return subnets[len(group['Instances']) % len(subnets)]


def dismiss(group, member):
    """Ends an instance, which then is no longer the group's."""
    end(member['InstanceId'])
    terminate(member['InstanceId'])
    group['Instances'].remove(member)


def values_of(template_data):
    """The shell assignments in the user data."""
    text = base64.b64decode(template_data.get('UserData', '')).decode()
    return dict(re.findall(r'^([A-Z_]+)=(\S+)$', text, re.MULTILINE))


def attach(instance_id, values):
    """Notes the volume and the interface as held by the instance, which is what boot.sh would bring about."""
    volume = ec2._volumes[values['VOL']]
    volume['State'] = 'in-use'
    volume['Attachments'] = [{'VolumeId': values['VOL'], 'InstanceId': instance_id, 'Device': '/dev/sdf', 'State': 'attached', 'AttachTime': ec2._now_ts(), 'DeleteOnTermination': False}]


def start_container(instance_id, values):
    host, data = values['SELF'], data_volume(values['VOL'])
    app = json.loads(secretsmanager.resolve_secret_string(values['APP_SECRET']))
    admin = json.loads(secretsmanager.resolve_secret_string(values['ADMIN_SECRET']))
    network()
    common = {
        'detach': True, 'name': f'mm-local-{NAME}-{instance_id}', 'hostname': host, 'labels': LABELS, 'network': NETWORK,
        'ports': {'27017/tcp': ('127.0.0.1', None)}, 'restart_policy': {'Name': 'on-failure', 'MaximumRetryCount': 5},
    }
    container = run_mongo(common, data, values, admin) if has_image('mongo:8') else run_ferretdb(common, data, values, app)
    running[instance_id] = {'container': container, 'values': values}
    wait_for(container)
    if container.image.tags and container.image.tags[0].startswith('mongo:'):
        create_users(container, values, admin, app)
    names.stand_ins[values['ENI_IP']] = address(container)


def has_image(name):
    from docker.errors import ImageNotFound
    try:
        return bool(engine().images.get(name))
    except ImageNotFound:
        return False


def data_volume(volume_id):
    """The engine's volume that holds an EBS volume's bytes."""
    name = f'mm-local-{NAME}-{volume_id}'
    engine().volumes.create(name, labels=LABELS)
    return name


def run_ferretdb(common, data, values, app):
    forget_users(data)
    own, key, _ = certificate(values)
    bring(data, {'tls.crt': own, 'tls.key': key})
    listen = [f"--listen-addr={values['SELF']}:27017"]
    # It can't take both on one port: TLS from when services speak it. It calls itself by the name of its plain listener, which then is where
    # nobody reaches it.
    if values.get('TLS') in ('prefer', 'require'):
        common = {**common, 'hostname': 'instance', 'extra_hosts': {values['SELF']: '127.0.0.1'}}
        listen += ['--listen-tls=instance:27017', '--listen-tls-cert-file=/data/tls.crt', '--listen-tls-key-file=/data/tls.key']
    # Its setup user is the application's; it knows no roles, so the administrator isn't needed.
    return engine().containers.run(STAND_IN, [
        '--handler=sqlite', '--sqlite-url=file:/data/', '--state-dir=/data', *listen, '--debug-addr=-', '--telemetry=disable',
        f"--repl-set-name={values['SET']}", f"--setup-username={app['username']}", f"--setup-password={app['password']}", '--setup-database=admin', '--test-enable-new-auth',
    ], volumes={data: {'bind': '/data', 'mode': 'rw'}}, **common)


def forget_users(data):
    """A snapshot may be older than the password, or another environment's: as boot.sh does, let today's secret hold. FerretDB makes its
    setup user only where there is none, and keeps users in the database admin alone."""
    on_volume(data, 'rm -f /data/admin.sqlite*')


def bring(data, files):
    for file, text in files.items():
        on_volume(data, f'printf %s "$TEXT" >/data/{file}', TEXT=text)


def on_volume(data, script, **environment):
    engine().containers.run('node:20-alpine', ['sh', '-c', script], environment=environment, user='0', remove=True, labels=LABELS, network_mode='none', volumes={data: {'bind': '/data', 'mode': 'rw'}})


def run_mongo(common, data, values, admin):
    # The image's own way to a replica set with a key file: what it reads is written before mongod starts.
    own, key, authority = certificate(values)
    tls = f" --tlsMode {values['TLS']}TLS --tlsCertificateKeyFile /tmp/tls.pem --tlsCAFile /tmp/ca.pem --tlsAllowConnectionsWithoutCertificates" if own else ''
    script = 'head -c 32 /dev/urandom | base64 -w0 >/tmp/key; echo "$TLS" >/tmp/tls.pem; echo "$CA" >/tmp/ca.pem; chmod 400 /tmp/key /tmp/tls.pem; chown mongodb /tmp/key /tmp/tls.pem; exec docker-entrypoint.sh mongod --replSet "$SET" --keyFile /tmp/key --bind_ip_all' + tls
    environment = {'SET': values['SET'], 'TLS': own + key, 'CA': authority}
    return engine().containers.run('mongo:8', ['bash', '-c', script], volumes={data: {'bind': '/data/db', 'mode': 'rw'}}, environment=environment, **common)


def create_users(container, values, admin, app):
    """What boot.sh does with mongosh, by the localhost exception; again on a volume that has users already it changes nothing."""
    script = f"""
      const admin = db.getSiblingDB('admin'), root = {json.dumps(admin)}, app = {json.dumps(app)};
      try {{ rs.initiate({{_id: {json.dumps(values['SET'])}, members: [{{_id: 0, host: {json.dumps(values['SELF'] + ':27017')}}}]}}); }} catch (e) {{}}
      for (let i = 0; i < 60 && !admin.runCommand({{hello: 1}}).isWritablePrimary; i++) sleep(500);
      try {{ admin.createUser({{user: root.username, pwd: root.password, roles: ['root']}}); }} catch (e) {{}}
      admin.auth(root.username, root.password);
      const user = {{pwd: app.password, roles: [{{role: 'readWrite', db: app.dbname}}]}};
      if (admin.getUser(app.username)) admin.updateUser(app.username, user); else admin.createUser({{user: app.username, ...user}});
    """
    tls = ['--tls', '--tlsCAFile', '/tmp/ca.pem'] if values.get('TLS', 'false') != 'false' else []
    code, output = container.exec_run(['mongosh', '--quiet', '--norc', *tls, '--eval', script])
    if code:
        raise ValueError(f'the database could not be set up: {output.decode(errors="replace")[-300:]}')


def wait_for(container, seconds=60):
    """Until the database takes connections; raises ValueError with its last lines when it doesn't."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        port = published(container, 27017)
        if container.status == 'running' and port and address(container):
            try:
                with socket.create_connection(('127.0.0.1', port), timeout=1) as connection:
                    # The engine's proxy takes connections before anyone listens inside; a server that is up keeps it open.
                    connection.settimeout(0.3)
                    try:
                        if connection.recv(1):
                            return
                    except TimeoutError:
                        return
            except OSError:
                pass
        # Given up by the engine too, after its restarts.
        if container.status == 'exited':
            break
        time.sleep(0.2)
    raise ValueError(f"the database's container did not start: {container.logs(tail=3).decode(errors='replace')}")


def template_data(group):
    specification = group.get('LaunchTemplate') or {}
    versions = ec2._launch_templates[specification['LaunchTemplateId']]['Versions']
    wanted = str(specification.get('Version', '$Latest'))
    chosen = next((each for each in versions if str(each['VersionNumber']) == wanted), versions[-1])
    return chosen['LaunchTemplateData']


def end(instance_id):
    held = running.pop(instance_id, None)
    if held:
        with copying:
            held['container'].stop(timeout=10)
            held['container'].remove(force=True)
        volume = ec2._volumes.get(held['values']['VOL'])
        if volume:
            volume.update(State='available', Attachments=[])


def terminate(instance_id):
    # EC2 shows it for a while yet.
    if instance_id in ec2._instances:
        ec2._instances[instance_id].update(State={'Code': 48, 'Name': 'terminated'}, _terminated_at=time.time())


def heal():
    """A group whose instance was terminated gets another one."""
    while True:
        try:
            for (account, region, _), group in autoscaling._asgs.all_items():
                with request_scope(account, region):
                    for member in list(group['Instances']):
                        if ec2._instances.get(member['InstanceId'], {}).get('State', {}).get('Name') == 'terminated':
                            dismiss(group, member)
                            fill(group)
        except Exception:
            log.exception('healing')
        time.sleep(0.5)


def install():
    handlers = provisioners._RESOURCE_HANDLERS

    @wrap_handler(handlers, 'AWS::AutoScaling::AutoScalingGroup', 'create')
    def create(original, *args):
        name, attributes = original(*args)
        group = autoscaling._asgs[name]
        if group.get('LaunchTemplate'):
            try:
                fill(group)
            except Exception:
                # MiniStack forgets what it couldn't create; a group that is left behind would be healed for ever.
                autoscaling._asgs.pop(name, None)
                raise
        return name, attributes

    @wrap_handler(handlers, 'AWS::AutoScaling::AutoScalingGroup', 'update')
    def update(original, physical_id, old, new, *rest):
        result = original(physical_id, old, new, *rest)
        group = autoscaling._asgs[result[0]]
        wanted = int(group['DesiredCapacity']) if old.get('LaunchTemplate') == new.get('LaunchTemplate') else 0
        for member in group['Instances'][wanted:]:
            dismiss(group, member)
        fill(group)
        return result

    @wrap_handler(handlers, 'AWS::AutoScaling::AutoScalingGroup', 'delete')
    def delete(original, physical_id, props):
        group = autoscaling._asgs.get(physical_id) or {'Instances': []}
        for member in list(group['Instances']):
            dismiss(group, member)
        return original(physical_id, props)

    # MiniStack would fill a group with instances that are in no other list.
    @wrap(autoscaling, '_reconcile_instances')
    def reconcile(original, group):
        if not group.get('LaunchTemplate'):
            original(group)

    threading.Thread(target=heal, daemon=True, name='mm-heal').start()

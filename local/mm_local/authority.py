"""Certificates of a database as its members make them (src/templates/database/boot/tls.sh): the same authority, of the same seed."""
import datetime
import hashlib
import hmac
import ipaddress
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from ministack.services import secretsmanager, ssm

LABEL = b'mm certificate authority'
CENTURY = datetime.timedelta(days=36500)


def certificate(values):
    """The member's certificate, its key and the authority's certificate, as PEM; publishes the last one where there is none. Nothing of each
    without TLS."""
    if values.get('TLS', 'false') == 'false':
        return '', '', ''
    seed = json.loads(secretsmanager.resolve_secret_string(values['CA_SECRET']))['seed']
    key = ec.derive_private_key(int.from_bytes(hmac.digest(seed.encode(), LABEL, hashlib.sha256), 'big'), ec.SECP256R1())
    authority = name(values['SET'])
    ca = x509.BasicConstraints(ca=True, path_length=0)
    parameter = f"{values['MARKERS']}/{values['CA_MARKER']}"
    # Never over another's: who is late is told that it's there.
    ssm._put_parameter({'Name': parameter, 'Type': 'String', 'Value': pem(signed(authority, authority, key, key, [(ca, True)]))})
    own = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(values['SELF']), x509.DNSName('localhost'), x509.IPAddress(ipaddress.ip_address('127.0.0.1'))])
    uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    member = signed(name(f"db-{values['INDEX']}"), authority, own, key, [(names, False), (uses, False)])
    secret = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    return pem(member), secret, ssm.resolve_parameter_value(parameter)


def signed(subject, issuer, own, by, extensions):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(own.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(minutes=1)).not_valid_after(now + CENTURY)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(by, hashes.SHA256())


def name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def pem(made):
    return made.public_bytes(serialization.Encoding.PEM).decode()

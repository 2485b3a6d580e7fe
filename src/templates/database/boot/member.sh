#!/bin/bash
. /etc/mm-db.env
export AWS_DEFAULT_REGION=$REGION
over_tls=()
if [ "$TLS" != false ]; then over_tls=(--tls --tlsCAFile /etc/mongod-ca.pem); fi
secret=$(timeout 10 aws secretsmanager get-secret-value --secret-id "$MONITOR_SECRET" --query SecretString --output text) || exit
DO=member MONITOR=$secret exec timeout 15 mongosh --quiet --norc "${over_tls[@]}" /usr/local/lib/mm-db.js

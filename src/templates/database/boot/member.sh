#!/bin/bash
. /etc/mm-db.env
export AWS_DEFAULT_REGION=$REGION
secret=$(timeout 10 aws secretsmanager get-secret-value --secret-id "$MONITOR_SECRET" --query SecretString --output text) || exit
DO=member MONITOR=$secret exec timeout 15 mongosh --quiet --norc /usr/local/lib/mm-db.js

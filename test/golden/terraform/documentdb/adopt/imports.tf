import {
  to = aws_secretsmanager_secret.database_db_AppSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-stage-db-AppSecret-AbCdEf"
}

import {
  to = aws_docdb_cluster.database_db_Cluster
  id = "shop-stage-db-cluster"
}

import {
  to = aws_secretsmanager_secret.database_db_UriSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-stage-db-UriSecret-AbCdEf"
}

import {
  to = aws_cloudwatch_log_group.service_backend_LogGroup
  id = "shop-stage-backend-loggroup"
}

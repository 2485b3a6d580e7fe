import {
  to = aws_s3_bucket.shared_ArtifactBucket
  id = "shop-shared-artifactbucket"
}

import {
  to = aws_ecr_repository.shared_BackendRepository
  id = "shop-shared-backendrepository"
}

import {
  to = aws_secretsmanager_secret.database_db_AdminSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-dev-db-AdminSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_AppSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-dev-db-AppSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_CaSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-dev-db-CaSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_KeyfileSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-dev-db-KeyfileSecret-AbCdEf"
}

import {
  to = aws_cloudwatch_log_group.database_db_LogGroup
  id = "shop-dev-db-loggroup"
}

import {
  to = aws_secretsmanager_secret.database_db_MonitorSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-dev-db-MonitorSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_UriSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-dev-db-UriSecret-AbCdEf"
}

import {
  to = aws_ebs_volume.database_db_Volume0G1
  id = "vol-volume0g1"
}

import {
  to = aws_cloudwatch_log_group.service_backend_LogGroup
  id = "shop-dev-backend-loggroup"
}

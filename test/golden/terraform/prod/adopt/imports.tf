import {
  to = aws_s3_bucket.shared_ArtifactBucket
  id = "shop-shared-artifactbucket"
}

import {
  to = aws_ecr_repository.shared_BackendRepository
  id = "shop-shared-backendrepository"
}

import {
  to = aws_ecr_repository.shared_FrontendRepository
  id = "shop-shared-frontendrepository"
}

import {
  to = aws_ecr_repository.shared_OrderMailerRepository
  id = "shop-shared-ordermailerrepository"
}

import {
  to = aws_s3_bucket.cdn_LogBucket
  id = "shop-prod-cdn-logbucket"
}

import {
  to = aws_s3_bucket.environment_LogBucket
  id = "shop-prod-logbucket"
}

import {
  to = aws_secretsmanager_secret.database_db_AdminSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-db-AdminSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_AppSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-db-AppSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_CaSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-db-CaSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_KeyfileSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-db-KeyfileSecret-AbCdEf"
}

import {
  to = aws_cloudwatch_log_group.database_db_LogGroup
  id = "shop-prod-db-loggroup"
}

import {
  to = aws_secretsmanager_secret.database_db_MonitorSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-db-MonitorSecret-AbCdEf"
}

import {
  to = aws_secretsmanager_secret.database_db_UriSecret
  id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-db-UriSecret-AbCdEf"
}

import {
  to = aws_ebs_volume.database_db_Volume0G1
  id = "vol-volume0g1"
}

import {
  to = aws_ebs_volume.database_db_Volume1G1
  id = "vol-volume1g1"
}

import {
  to = aws_ebs_volume.database_db_Volume2G1
  id = "vol-volume2g1"
}

import {
  to = aws_cloudwatch_log_group.service_backend_LogGroup
  id = "shop-prod-backend-loggroup"
}

import {
  to = aws_cloudwatch_log_group.service_frontend_LogGroup
  id = "shop-prod-frontend-loggroup"
}

import {
  to = aws_cloudwatch_log_group.service_order-mailer_LogGroup
  id = "shop-prod-order-mailer-loggroup"
}

# CloudFormation has all of this as long as its stacks are there: README.md of the folder above says when it is taken over.
# Only then may ignore_changes go.

# ArtifactBucket of the stack shop-shared
resource "aws_s3_bucket" "shared_ArtifactBucket" {
  bucket = "shop-shared-artifactbucket"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# BackendRepository of the stack shop-shared
resource "aws_ecr_repository" "shared_BackendRepository" {
  name = "shop-shared-backendrepository"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# AdminSecret of the stack shop-dev-db
resource "aws_secretsmanager_secret" "database_db_AdminSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# AppSecret of the stack shop-dev-db
resource "aws_secretsmanager_secret" "database_db_AppSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# CaSecret of the stack shop-dev-db
resource "aws_secretsmanager_secret" "database_db_CaSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# KeyfileSecret of the stack shop-dev-db
resource "aws_secretsmanager_secret" "database_db_KeyfileSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# LogGroup of the stack shop-dev-db
resource "aws_cloudwatch_log_group" "database_db_LogGroup" {
  name = "shop-dev-db-loggroup"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# MonitorSecret of the stack shop-dev-db
resource "aws_secretsmanager_secret" "database_db_MonitorSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# UriSecret of the stack shop-dev-db
resource "aws_secretsmanager_secret" "database_db_UriSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# Volume0G1 of the stack shop-dev-db
resource "aws_ebs_volume" "database_db_Volume0G1" {
  availability_zone = "eu-central-1a"
  size              = 20

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# LogGroup of the stack shop-dev-backend
resource "aws_cloudwatch_log_group" "service_backend_LogGroup" {
  name = "shop-dev-backend-loggroup"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

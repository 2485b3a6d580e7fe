# CloudFormation has all of this as long as its stacks are there: README.md of the folder above says when it is taken over.
# Only then may ignore_changes go.

# AppSecret of the stack shop-stage-db
resource "aws_secretsmanager_secret" "database_db_AppSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# Cluster of the stack shop-stage-db: goes with it as long as its DeletionPolicy is Snapshot
resource "aws_docdb_cluster" "database_db_Cluster" {
  cluster_identifier = "shop-stage-db-cluster"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# UriSecret of the stack shop-stage-db
resource "aws_secretsmanager_secret" "database_db_UriSecret" {
  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}

# LogGroup of the stack shop-stage-backend
resource "aws_cloudwatch_log_group" "service_backend_LogGroup" {
  name = "shop-stage-backend-loggroup"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = all
  }
}
